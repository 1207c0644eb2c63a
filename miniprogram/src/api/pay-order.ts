import type { CashierReply } from '@tuanlink/shared/replies';
import { call } from './client';
import { asFailure } from './failure';
import { platform } from '../platform';
import type { PayOutcome } from '../platform';

/** Signs the cashier afresh; null when the order is paid already. Throws `CallFailure`. */
async function freshCashier(orderId: string): Promise<CashierReply | null> {
  try {
    return (await call('shop.order.cashier', { params: { id: orderId }, body: {} })).cashier;
  } catch (error) {
    if (asFailure(error).code === 'order.already_paid') {
      return null;
    }
    throw error;
  }
}

/**
 * Opens the cashier for an order. Whatever it says, the server is asked what is true afterwards.
 * Throws `CallFailure`, with `order.expired` when the time to pay has passed.
 */
export async function payOrder(orderId: string, given: CashierReply | null): Promise<PayOutcome> {
  const cashier = given ?? (await freshCashier(orderId));
  return cashier === null ? 'done' : platform.pay(orderId, cashier);
}
