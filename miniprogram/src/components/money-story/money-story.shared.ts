import type { OrderReply, RefundReply } from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import { type CancelReason, cancelReasons } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import type { TextKey, Translate } from '../../i18n';

/** What became of money that came late and was taken up; null when it was in time, or went back. */
export function lateOutcome(order: Pick<OrderReply, 'timeline' | 'groupId'>): TextKey | null {
  const late = order.timeline.find(({ event }) => event === 'paid_late');
  if (late === undefined || late.detail?.reason !== undefined) {
    return null;
  }
  const happened = new Set(order.timeline.map(({ event }) => event));
  if (happened.has('reopened_group')) {
    return 'late.reopened';
  }
  if (happened.has('moved_group')) {
    return 'late.moved';
  }
  return order.groupId === undefined ? 'late.solo' : 'late.kept';
}

/** Why money goes back: what happened, how much, and when. */
export function refundStory(
  refund: Pick<RefundReply, 'reason' | 'amountFen' | 'requestedAt'>,
  t: Translate,
): string {
  const { reason, amountFen, requestedAt } = refund;
  return t(`refund.why.${reason}`, { amount: formatFen(amountFen), time: formatTime(requestedAt) });
}

/** Why an order was let go without money; null where its history does not say. */
export function cancelReason(order: Pick<OrderReply, 'timeline'>): CancelReason | null {
  const entry = order.timeline.filter(({ event }) => event === 'cancelled').pop();
  return cancelReasons.find((reason) => reason === entry?.detail?.reason) ?? null;
}
