import type { RefundLineBody } from '@tuanlink/shared/dto';
import { costOfPieces, sumFen } from '@tuanlink/shared/money';
import { Refusal } from '../../infra/refusal.js';

/** An order line as far as giving it back is concerned. */
export interface RefundableLine {
  id: string;
  quantity: number;
  payFen: number;
  refundedFen: number;
  refundedQuantity: number;
}

/** What is given back of one line. */
export interface RefundPart {
  orderLineId: string;
  quantity: number;
  amountFen: number;
}

/**
 * Completes what somebody asks to give back: amounts that were left open become what the pieces cost.
 * @throws Refusal `not_found` (a line of another order), `request.invalid` (a line twice, nothing at all),
 *   `refund.above_paid`
 */
export function refundParts(
  lines: readonly RefundableLine[],
  asked: readonly RefundLineBody[],
  shippingFen: number,
): RefundPart[] {
  const parts = asked.map(({ orderLineId, quantity, amountFen }) => {
    const line = lines.find(({ id }) => id === orderLineId.toLowerCase());
    if (line === undefined) throw new Refusal('not_found', { subject: 'orderLine' });
    const leftFen = line.payFen - line.refundedFen;
    if (quantity > line.quantity - line.refundedQuantity || (amountFen ?? 0) > leftFen) {
      throw new Refusal('refund.above_paid', { orderLineId: line.id, leftFen });
    }
    return { orderLineId: line.id, quantity, amountFen: amountFen ?? costOfPieces(line, quantity) };
  });
  if (new Set(parts.map((part) => part.orderLineId)).size !== parts.length) {
    throw new Refusal('request.invalid', { errors: [{ path: 'lines', rule: 'distinctLines' }] });
  }
  const isEmpty = parts.some((part) => part.amountFen === 0 && part.quantity === 0);
  if (isEmpty || sumFen(parts.map((part) => part.amountFen)) + shippingFen === 0) {
    throw new Refusal('request.invalid', { errors: [{ path: 'lines', rule: 'notEmpty' }] });
  }
  return parts;
}
