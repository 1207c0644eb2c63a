import type { DifferenceFactsReply, ReconciliationDayReply } from '@tuanlink/shared/replies';
import type { DifferenceKind } from '@tuanlink/shared/states';
import type { TextKey } from '../../i18n/text';

/** Name of a kind of difference, and what to do about it. */
export const differenceText = (kind: DifferenceKind): TextKey => `difference.kind.${kind}`;
export const differenceAdvice = (kind: DifferenceKind): TextKey => `difference.do.${kind}`;

/** How a day stands, in a word. */
export function standOf(day: ReconciliationDayReply): 'asked' | 'waiting' | 'differs' | 'agrees' {
  if (day.asked) return 'asked';
  if (day.state === 'waiting') return 'waiting';
  return day.openCount > 0 ? 'differs' : 'agrees';
}

/** A fact with the way in which it is shown. */
export interface ShownFact {
  key: keyof DifferenceFactsReply;
  as: 'amount' | 'id' | 'moment' | 'text' | 'order';
  value: string | number;
}

const forms: Partial<Record<keyof DifferenceFactsReply, ShownFact['as']>> = {
  wechatFen: 'amount',
  ourFen: 'amount',
  ledgerFen: 'amount',
  at: 'moment',
  orderId: 'order',
  outTradeNo: 'id',
  transactionId: 'id',
  outRefundNo: 'id',
  outBillNo: 'id',
  refundId: 'id',
  withdrawalId: 'id',
  transferId: 'id',
};

/** The facts of a difference in the order in which they are read: amounts first, numbers after. */
export function factsOf(facts: DifferenceFactsReply): ShownFact[] {
  const order = ['amount', 'text', 'moment', 'order', 'id'];
  return (Object.entries(facts) as [keyof DifferenceFactsReply, unknown][])
    .filter(([key]) => key !== 'sums')
    .map(([key, value]) => ({ key, as: forms[key] ?? 'text', value: value as string | number }) as const)
    .sort((a, b) => order.indexOf(a.as) - order.indexOf(b.as));
}

/** Whether a sum of a bill is an amount of money, by its name. */
export const isAmount = (name: string): boolean => name.endsWith('_fen');
