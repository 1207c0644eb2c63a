import { commissionTransitions, statesOf } from '@tuanlink/shared/states';
import type { CommissionState } from '@tuanlink/shared/states';
import type { TextKey } from '../../../i18n';

/** What the list can be narrowed to; undefined shows all. */
export const ledgerFilters: readonly { state: CommissionState | undefined; label: TextKey }[] = [
  { state: undefined, label: 'ledger.all' },
  ...statesOf(commissionTransitions).map((state) => ({ state, label: `commission.state.${state}` as const })),
];

/** The state in a page's query, or undefined when there is none such. */
export function stateInQuery(value: string | undefined): CommissionState | undefined {
  return statesOf(commissionTransitions).find((state) => state === value);
}
