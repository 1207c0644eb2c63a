import type { OrderState } from '@tuanlink/shared/states';
import type { TextKey } from '../../i18n';

/** What the list can be narrowed to; undefined shows all. */
export const orderFilters: readonly { state: OrderState | undefined; label: TextKey }[] = [
  { state: undefined, label: 'orders.all' },
  { state: 'unpaid', label: 'order.state.unpaid' },
  { state: 'waiting_group', label: 'order.state.waiting_group' },
  { state: 'to_ship', label: 'order.state.to_ship' },
  { state: 'shipped', label: 'order.state.shipped' },
  { state: 'received', label: 'order.state.received' },
  { state: 'completed', label: 'order.state.completed' },
  { state: 'refunding', label: 'order.state.refunding' },
  { state: 'refunded', label: 'order.state.refunded' },
  { state: 'cancelled', label: 'order.state.cancelled' },
];
