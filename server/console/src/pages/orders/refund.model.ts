import type { OperatorRefundBody } from '@tuanlink/shared/dto';
import { sumFen } from '@tuanlink/shared/money';
import type { ConsoleOrderReply } from '@tuanlink/shared/replies';
import type { OrderState } from '@tuanlink/shared/states';
import { readAmount } from '../../components/figures.model';

/** States in which an order's money can be given back. */
const REFUNDABLE: readonly OrderState[] = ['waiting_group', 'to_ship', 'shipped', 'received', 'completed'];

type Line = ConsoleOrderReply['lines'][number];

/** Whether an operator may ask to give back some of an order's money. */
export function canRefund(order: Pick<ConsoleOrderReply, 'state' | 'payFen' | 'refundedFen'>): boolean {
  return REFUNDABLE.includes(order.state) && order.payFen > order.refundedFen;
}

/** What can still be given back of a line, and how many of its pieces. */
export function leftOf(line: Line): { fen: number; quantity: number } {
  return { fen: line.payFen - line.refundedFen, quantity: line.quantity - line.refundedQuantity };
}

/** Shipping that can still be given back, fen. */
export function shippingLeft(order: ConsoleOrderReply): number {
  return order.shippingFen - order.refundedFen + sumFen(order.lines.map((line) => line.refundedFen));
}

/** What is typed for one line: pieces, and an amount where it is not what the pieces cost. */
export interface LineFields {
  quantity: number;
  amount: string;
}

export interface RefundFields {
  lines: Readonly<Record<string, LineFields>>;
  shipping: string;
  reason: string;
}

/** What a refund sends, or null while something is missing or too much. */
export function readRefund(order: ConsoleOrderReply, fields: RefundFields): OperatorRefundBody | null {
  const reason = fields.reason.trim();
  const shippingFen = fields.shipping.trim() === '' ? 0 : readAmount(fields.shipping, 0);
  if (reason === '' || shippingFen === null || shippingFen > shippingLeft(order)) return null;
  const lines: OperatorRefundBody['lines'] = [];
  for (const line of order.lines) {
    const { quantity, amount } = fields.lines[line.id] ?? { quantity: 0, amount: '' };
    const amountFen = amount.trim() === '' ? undefined : (readAmount(amount, 1) ?? Number.NaN);
    const left = leftOf(line);
    if (quantity > left.quantity || (amountFen !== undefined && !(amountFen <= left.fen))) return null;
    if (quantity > 0 || amountFen !== undefined) {
      lines.push({ orderLineId: line.id, quantity, ...(amountFen === undefined ? {} : { amountFen }) });
    }
  }
  if (lines.length === 0 && shippingFen === 0) return null;
  return { lines, reason, ...(shippingFen === 0 ? {} : { shippingFen }) };
}
