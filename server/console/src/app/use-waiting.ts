import { useCall } from '../api/queries';
import type { MenuPath } from './access';
import { useMay } from './session';

/** More than this many things are told as "99+". */
const COUNT_MAX = 100;

/** How many things wait for a person, by the place of the menu where they are dealt with. */
export function useWaiting(): Partial<Record<MenuPath, number>> {
  const may = useMay();
  const limit = COUNT_MAX;
  const overdue = useCall(
    'console.afterSales',
    { query: { overdue: 'true', limit } },
    { enabled: may('console.afterSales') },
  );
  const abnormal = useCall(
    'console.refunds',
    { query: { state: 'abnormal', limit } },
    { enabled: may('console.refunds') },
  );
  const pending = useCall(
    'console.approvals',
    { query: { state: 'pending', limit } },
    { enabled: may('console.approvals') },
  );
  return {
    '/after-sales': overdue.data?.items.length ?? 0,
    '/refunds': abnormal.data?.items.length ?? 0,
    '/approvals': pending.data?.items.length ?? 0,
  };
}
