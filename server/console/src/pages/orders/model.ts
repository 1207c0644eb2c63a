import type { ConsoleOrderReply, ConsoleOrderCardReply } from '@tuanlink/shared/replies';
import { canMove, orderTransitions } from '@tuanlink/shared/states';
import type { OrderState } from '@tuanlink/shared/states';

/** Tabs of the desk: what waits for the shop stands first. */
export const deskStates: readonly OrderState[] = [
  'to_ship',
  'waiting_group',
  'unpaid',
  'shipped',
  'received',
  'completed',
  'refunding',
  'refunded',
  'cancelled',
];

/** Tells whether an order can be shipped now. */
export function canShip(state: OrderState): boolean {
  return canMove(orderTransitions, state, 'shipped');
}

/** Carriers most shops use, by WeChat's code; any other code can be typed. */
export const carriers = ['SF', 'ZTO', 'YTO', 'STO', 'YD', 'JTSD', 'JD', 'EMS', 'YZPY', 'DBL'] as const;
export type Carrier = (typeof carriers)[number];

/** "Title × 2", or the first line's title with what else is in the order. */
export function goodsText(card: Pick<ConsoleOrderCardReply, 'title' | 'quantity'>): string {
  return `${card.title} × ${card.quantity}`;
}

/** One fact of a timeline entry, ready to be shown. */
export interface TimelineFact {
  name: string;
  /** Fen for an amount, otherwise a text. */
  value: { kind: 'amount'; fen: number } | { kind: 'text'; text: string };
}

/** Facts of a timeline entry; names ending in `Fen` are amounts. */
export function timelineFacts(detail: Record<string, string | number> | undefined): TimelineFact[] {
  return Object.entries(detail ?? {}).map(([name, value]) => ({
    name,
    value:
      name.endsWith('Fen') && typeof value === 'number'
        ? { kind: 'amount', fen: value }
        : { kind: 'text', text: String(value) },
  }));
}

/** The full address in one line, as it is written on a parcel. */
export function addressText(address: ConsoleOrderReply['address']): string {
  return [address.province, address.city, address.district, address.detail]
    .filter((part, index, all) => part !== '' && part !== all[index - 1])
    .join(' ');
}
