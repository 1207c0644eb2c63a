import type { OrderCardReply } from '@tuanlink/shared/replies';

/** Pieces of all lines together. */
export function pieceCount(order: Pick<OrderCardReply, 'lines'>): number {
  return order.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** Until when something has to happen to an order, UTC ISO: its payment, or its group. Null when nothing. */
export function dueAt(order: Pick<OrderCardReply, 'state' | 'heldUntil' | 'group'>): string | null {
  if (order.state === 'unpaid') {
    return order.heldUntil;
  }
  return order.state === 'waiting_group' ? (order.group?.closesAt ?? null) : null;
}
