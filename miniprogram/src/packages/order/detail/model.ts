import type { OrderReply, TimelineEntryReply } from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import { cancelReasons, canMove, orderTransitions, refundReasons } from '@tuanlink/shared/states';
import type { OrderState } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import { cancelReason } from '../../../components/money-story/money-story.shared';
import type { Translate } from '../../../i18n';

/** What a buyer may do with an order. */
export type OrderAction = 'pay' | 'cancel' | 'leave' | 'receive' | 'invite' | 'again';

/** The actions of an order at the server's time `nowMs`: each needs its move in the table of states. */
export function orderActions(
  order: Pick<OrderReply, 'state' | 'heldUntil' | 'groupId'>,
  nowMs: number,
): OrderAction[] {
  const { state, heldUntil, groupId } = order;
  const may = (to: OrderState) => canMove(orderTransitions, state, to);
  const held = heldUntil !== null && Date.parse(heldUntil) > nowMs;
  const actions: OrderAction[] = [];
  if (state === 'unpaid' && may('cancelled')) {
    actions.push('cancel');
  }
  if (state === 'unpaid' && held && (may('to_ship') || may('waiting_group'))) {
    actions.push('pay');
  }
  if (state === 'waiting_group' && may('refunding')) {
    actions.push('leave');
  }
  if (state === 'waiting_group' && groupId !== undefined) {
    actions.push('invite');
  }
  if (may('received')) {
    actions.push('receive');
  }
  if (actions.length === 0) {
    actions.push('again');
  }
  return actions;
}

/** The way of an order that nothing goes wrong with; a solo order has no group to wait for. */
export function progressSteps(order: Pick<OrderReply, 'state' | 'groupId'>): {
  steps: OrderState[];
  at: number;
} | null {
  const group: OrderState[] = order.groupId === undefined ? [] : ['waiting_group'];
  const steps: OrderState[] = ['unpaid', ...group, 'to_ship', 'shipped', 'received', 'completed'];
  const at = steps.indexOf(order.state);
  return at < 0 ? null : { steps, at };
}

/** One line of the history: when, what, and by whom; facts are named where the server gave them. */
export interface TimelineLine {
  key: string;
  at: string;
  text: string;
  actor: string;
}

/** Events that name what was paid, and those whose reason says more than the event does. */
const PAID: readonly string[] = ['paid', 'paid_late'];
const EXPLAINED: readonly string[] = ['paid_late', 'odd_money', 'refund_requested'];

function factsOf(entry: TimelineEntryReply, t: Translate): string {
  const detail = entry.detail ?? {};
  const amount = detail.amountFen ?? (PAID.includes(entry.event) ? detail.payFen : undefined);
  const { closesAt, takenCount, size, note, reason } = detail;
  const cancelled = entry.event === 'cancelled' && cancelReasons.find((code) => code === reason);
  const back = EXPLAINED.includes(entry.event) && refundReasons.find((code) => code === reason);
  const parts = [
    typeof amount === 'number' ? formatFen(amount) : '',
    cancelled ? t(`cancel.reason.${cancelled}`) : '',
    back ? t(`refund.reason.${back}`) : '',
    typeof closesAt === 'string' ? t('timeline.until', { until: formatTime(closesAt) }) : '',
    typeof takenCount === 'number' && typeof size === 'number'
      ? t('timeline.people', { taken: takenCount, size })
      : '',
    typeof note === 'string' ? note : '',
    typeof detail.carrier === 'string' ? detail.carrier : '',
    typeof detail.trackingNo === 'string' ? detail.trackingNo : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : t('timeline.facts', { facts: parts.join(' ') });
}

/** The history of an order, newest first. */
export function timelineLines(order: Pick<OrderReply, 'timeline'>, t: Translate): TimelineLine[] {
  // What happened in one moment was written in its order, so the later one stands above too.
  return [...order.timeline]
    .reverse()
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .map((entry, index) => ({
      key: `${entry.at}${entry.event}${index}`,
      at: formatTime(entry.at),
      text: t(`timeline.${entry.event}`) + factsOf(entry, t),
      actor: t(`actor.${entry.actor}`),
    }));
}

/** What the state means for the buyer, under the headline; an order that was let go says why. */
export function stateHint(order: Pick<OrderReply, 'state' | 'timeline'>, t: Translate): string {
  const reason = order.state === 'cancelled' ? cancelReason(order) : null;
  return reason === null
    ? t(`order.hint.${order.state}`)
    : t('cancel.why', { reason: t(`cancel.reason.${reason}`) });
}

/**
 * What happens by itself and when, at the server's time `nowMs`: receipt of a parcel, or the end of the time
 * for after-sales; null where nothing does. What is over but waits for something is not told.
 */
export function deadlineText(
  order: Pick<OrderReply, 'autoReceiveAt' | 'afterSaleUntil'>,
  nowMs: number,
  t: Translate,
): string | null {
  const { autoReceiveAt, afterSaleUntil } = order;
  const at = autoReceiveAt ?? afterSaleUntil;
  if (at === null || Date.parse(at) <= nowMs) {
    return null;
  }
  return t(autoReceiveAt === null ? 'order.afterSaleUntil' : 'order.autoReceive', { date: formatTime(at) });
}
