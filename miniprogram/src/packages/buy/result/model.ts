import type { OrderReply } from '@tuanlink/shared/replies';

/**
 * What came of it: `paid` alone, `forming` or `succeeded` in a group, still `unpaid`, over without payment
 * (`cancelled`), or money on its way back (`refund`).
 */
export type ResultVariant = 'paid' | 'forming' | 'succeeded' | 'unpaid' | 'cancelled' | 'refund';

/** Which result an order shows; the order as the server knows it is the only source. */
export function resultVariant(order: Pick<OrderReply, 'state' | 'groupId'>): ResultVariant {
  switch (order.state) {
    case 'unpaid':
      return 'unpaid';
    case 'cancelled':
      return 'cancelled';
    case 'refunding':
    case 'refunded':
      return 'refund';
    case 'waiting_group':
      return 'forming';
    default:
      return order.groupId === undefined ? 'paid' : 'succeeded';
  }
}

/** Reads of an order that WeChat has not reported as paid yet, before the page stops saying "confirming". */
export const CONFIRM_TRIES = 4;
/** Milliseconds between them. */
export const CONFIRM_WAIT_MS = 1_200;
