import { useState } from 'react';
import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { QuoteReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { CallFailure, asFailure } from '../../../api/failure';
import { payOrder } from '../../../api/pay-order';
import { placeOrder } from '../../../api/place-order';
import { refreshOrders } from '../../../api/query-client';
import { newUuid } from '../../../platform/ids';
import { replaceWith } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { pause } from '../../../platform/pause';
import { usePendingOrder } from '../../../store/pending-order';
import { pendingFor } from '../../../store/pending-order.rules';
import type { PendingOrder } from '../../../store/pending-order.rules';
import { orderIdInDetail, quoteInDetail } from './model';

/**
 * `placing` and `paying` are under way; `unknown`: no answer came and the same request may be sent again;
 * `changed`: another price, to be accepted; `outside`: paying needs WeChat itself.
 */
export type SubmitStep =
  | { name: 'idle' | 'placing' | 'paying' | 'outside' }
  | { name: 'unknown' | 'refused'; failure: CallFailure }
  | { name: 'changed'; quote: QuoteReply };

/** Places the order and opens the cashier; whatever the cashier says, the result page tells what is true. */
export function useSubmit() {
  const [step, setStep] = useState<SubmitStep>({ name: 'idle' });

  function refuse(failure: CallFailure) {
    usePendingOrder.getState().settle();
    const quote = failure.code === 'price.changed' ? quoteInDetail(failure.detail) : null;
    const ownOrder = failure.code === 'group.already_in' ? orderIdInDetail(failure.detail) : null;
    if (ownOrder !== null) {
      replaceWith(paths.order(ownOrder));
    } else {
      setStep(quote === null ? { name: 'refused', failure } : { name: 'changed', quote });
    }
  }

  async function send(pending: PendingOrder) {
    const outcome = await placeOrder(pending.body, {
      send: (body) => call('shop.order.place', { body }),
      wait: pause,
    });
    if (outcome.kind === 'unknown') {
      setStep({ name: 'unknown', failure: outcome.failure });
      return;
    }
    if (outcome.kind === 'refused') {
      refuse(outcome.failure);
      return;
    }
    const { order, cashier } = outcome.reply;
    usePendingOrder.getState().keep({ ...pending, orderId: order.id });
    setStep({ name: 'paying' });
    const paid = await payOrder(order.id, cashier).catch(() => 'failed' as const);
    void refreshOrders();
    if (paid === 'unavailable') {
      setStep({ name: 'outside' });
    } else if (paid !== 'left') {
      replaceWith(paths.result(order.id));
    }
  }

  /** Sends the order; the same input that was never answered goes out again under its old id. */
  function submit(body: Omit<PlaceOrderBody, 'requestId'>) {
    if (step.name === 'placing' || step.name === 'paying') {
      return;
    }
    setStep({ name: 'placing' });
    const store = usePendingOrder.getState();
    const pending = pendingFor(store.pending, body, newUuid(), Date.now());
    store.keep(pending);
    send(pending).catch((error: unknown) => setStep({ name: 'unknown', failure: asFailure(error) }));
  }

  return { step, submit, reset: () => setStep({ name: 'idle' }) };
}
