import type { ConsoleAfterSaleReply } from '@tuanlink/shared/replies';
import { afterSaleTransitions, canMove, statesOf } from '@tuanlink/shared/states';
import type { AfterSaleState } from '@tuanlink/shared/states';
import { readAmount } from '../../components/figures.model';

/** Tabs of the list: what waits for the shop stands first. */
export const afterSaleStates: readonly AfterSaleState[] = statesOf(afterSaleTransitions);

/** What an operator can do about an after-sale. */
export type AfterSaleDecision = 'approve' | 'reject' | 'received';

/** What can be done now: a returned parcel is looked at before it is paid for. */
export function decisionsFrom(state: AfterSaleState): AfterSaleDecision[] {
  const decisions: AfterSaleDecision[] = [];
  if (state === 'applied' || state === 'returned') decisions.push('approve');
  if (canMove(afterSaleTransitions, state, 'returned')) decisions.push('received');
  if (canMove(afterSaleTransitions, state, 'rejected')) decisions.push('reject');
  return decisions;
}

/** An approval as it is typed. */
export interface ApprovalFields {
  amount: string;
  note: string;
  returnAddress: string;
}

/** What an approval sends, or what is wrong with it. */
export type ReadApproval =
  | { ok: true; body: { refundFen: number; note?: string; returnAddress?: string } }
  | { ok: false; problem: 'amount' | 'note' | 'address' };

/** Most that can be allowed, fen: what was asked for, or what was agreed before the goods came back. */
export function mostFen(afterSale: Pick<ConsoleAfterSaleReply, 'refundFen' | 'askedFen'>): number {
  return afterSale.refundFen ?? afterSale.askedFen;
}

/** Whether an approval tells the buyer where to send goods. */
export function asksForGoods(afterSale: Pick<ConsoleAfterSaleReply, 'kind' | 'state'>): boolean {
  return afterSale.kind === 'return_and_refund' && afterSale.state === 'applied';
}

/** Reads what was typed: never more than was asked for, and less only with a word to the buyer. */
export function readApproval(
  afterSale: Pick<ConsoleAfterSaleReply, 'refundFen' | 'askedFen' | 'kind' | 'state'>,
  fields: ApprovalFields,
): ReadApproval {
  const refundFen = readAmount(fields.amount, 1);
  const most = mostFen(afterSale);
  if (refundFen === null || refundFen > most) return { ok: false, problem: 'amount' };
  const note = fields.note.trim();
  if (refundFen < most && note === '') return { ok: false, problem: 'note' };
  const returnAddress = fields.returnAddress.trim();
  const sends = asksForGoods(afterSale);
  if (sends && returnAddress === '') return { ok: false, problem: 'address' };
  return {
    ok: true,
    body: {
      refundFen,
      ...(note === '' ? {} : { note }),
      ...(sends ? { returnAddress } : {}),
    },
  };
}
