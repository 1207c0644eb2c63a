import type { AfterSaleCardReply } from '@tuanlink/shared/replies';

/** What an after-sale comes to: what was allowed, until then what was asked for. */
export function amountFen({
  refundFen,
  askedFen,
}: Pick<AfterSaleCardReply, 'refundFen' | 'askedFen'>): number {
  return refundFen ?? askedFen;
}
