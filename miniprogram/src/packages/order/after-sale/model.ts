import { CARRIER_MAX, TRACKING_NO, TRACKING_NO_MAX } from '@tuanlink/shared/limits';
import type { AfterSaleEventReply, AfterSaleReply } from '@tuanlink/shared/replies';
import { afterSaleReasons, afterSaleTransitions, canMove } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import type { TextKey, Translate } from '../../../i18n';

/** Words for what the shop did by itself; everything else in their place was said by a person. */
export const causes = [
  'auto_approved',
  'decision_overdue',
  'return_overdue',
  'receipt_overdue',
  'inspection_overdue',
  'order_refunded',
] as const;

/** Whether the buyer may still let it be: goods that are on their way back are waited for. */
export function mayWithdraw({ state, trackingNo }: Pick<AfterSaleReply, 'state' | 'trackingNo'>): boolean {
  return canMove(afterSaleTransitions, state, 'withdrawn') && trackingNo === null;
}

/** Whether the buyer may say how the goods come back; a mistyped number may be given again. */
export function mayTrack({ state }: Pick<AfterSaleReply, 'state'>): boolean {
  return state === 'returning';
}

/** What comes next, or what the buyer has to do. */
export function nextText({ state, trackingNo }: Pick<AfterSaleReply, 'state' | 'trackingNo'>, t: Translate) {
  return t(state === 'returning' && trackingNo !== null ? 'afterSale.next.sent' : `afterSale.next.${state}`);
}

/** One line of the history. */
export interface EventLine {
  key: string;
  at: string;
  text: string;
  actor: string;
}

function reasonOf({ from, actor, reason }: AfterSaleEventReply, t: Translate): string {
  const code = from === null ? afterSaleReasons.find((one) => one === reason) : undefined;
  const cause = actor === 'system' ? causes.find((one) => one === reason) : undefined;
  if (code !== undefined) return t(`afterSale.reason.${code}`);
  return cause === undefined ? reason : t(`afterSale.cause.${cause}`);
}

/** The history, newest first, with why each thing happened. */
export function eventLines({ events }: Pick<AfterSaleReply, 'events'>, t: Translate): EventLine[] {
  const lines = events.map((event, index) => {
    const what: TextKey = event.from === event.to ? 'afterSale.event.sent' : `afterSale.event.${event.to}`;
    const reason = reasonOf(event, t);
    return {
      key: `${index}`,
      at: formatTime(event.at),
      text: t(what) + (reason === '' ? '' : t('timeline.facts', { facts: reason })),
      actor: t(`actor.${event.actor}`),
    };
  });
  return lines.reverse();
}

/** How a parcel is on its way, as typed. */
export interface Parcel {
  carrier: string;
  trackingNo: string;
}

/** Longest texts the shop takes. */
export const parcelLimits = { carrier: CARRIER_MAX, trackingNo: TRACKING_NO_MAX } as const;

const CARRIER = /^[^,\r\n]{1,32}$/;

export function tidiedParcel({ carrier, trackingNo }: Parcel): Parcel {
  return { carrier: carrier.trim(), trackingNo: trackingNo.replace(/\s/g, '') };
}

/** What keeps a parcel from being sent, by field; empty when nothing does. */
export function parcelProblems(parcel: Parcel): Partial<Record<keyof Parcel, TextKey>> {
  const { carrier, trackingNo } = tidiedParcel(parcel);
  return {
    ...(CARRIER.test(carrier) ? {} : { carrier: 'afterSale.problem.carrier' as const }),
    ...(TRACKING_NO.test(trackingNo) ? {} : { trackingNo: 'afterSale.problem.trackingNo' as const }),
  };
}
