import type { ExceptionCountsReply, ExceptionReply } from '@tuanlink/shared/replies';
import type { ExceptionKind } from '@tuanlink/shared/states';
import { openText } from '../../i18n/text';
import type { TextKey, Translate } from '../../i18n/text';

/** Where the thing behind a row is looked at. */
export function placeOfException({ subjectKind, subjectId, orderId, detail }: ExceptionReply): string {
  if (subjectKind === 'job') return '/jobs?state=failed';
  if (subjectKind === 'withdrawal') return `/withdrawals?withdrawal=${subjectId}`;
  if (subjectKind === 'refund') return `/refunds?refund=${subjectId}`;
  if (subjectKind === 'group') return `/groups?open=${subjectId}`;
  if (subjectKind === 'day') return `/reconciliation?day=${subjectId}`;
  if (subjectKind === 'difference') {
    return `/reconciliation?tab=differences&state=open&kind=${encodeURIComponent(detail ?? '')}`;
  }
  return `/orders?order=${orderId ?? subjectId}`;
}

/** Dictionaries in which the detail of a subject is a key; what they do not know is shown as it is. */
const DETAIL_PREFIX: Partial<Record<ExceptionReply['subjectKind'], string>> = {
  job: 'topic',
  difference: 'difference.kind',
  day: 'reconciliation.error',
  order: 'state.order',
  refund: 'refund.error',
};

/** What more is known, in words. */
export function detailText(t: Translate, { subjectKind, detail }: ExceptionReply): string | null {
  const prefix = DETAIL_PREFIX[subjectKind];
  return detail === null || prefix === undefined ? detail : openText(t, prefix, detail);
}

/** Name of a kind, and what to do about it. */
export const exceptionText = (kind: ExceptionKind): TextKey => `exception.kind.${kind}`;
export const exceptionAdvice = (kind: ExceptionKind): TextKey => `exception.do.${kind}`;

/** Kinds about money that is not where it belongs; the others are merely late. */
const MONEY: readonly ExceptionKind[] = [
  'paid_not_fulfilled',
  'group_not_refunded',
  'payment_unknown',
  'refund_unsent',
  'refund_abnormal',
  'withdrawal_unknown',
  'difference_open',
];

/** Whether one of the kinds that are there is about money. */
export function isAboutMoney({ kinds }: ExceptionCountsReply): boolean {
  return kinds.some(({ kind }) => MONEY.includes(kind));
}
