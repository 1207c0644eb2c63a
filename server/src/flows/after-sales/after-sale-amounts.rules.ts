import type { AfterSaleLineBody } from '@tuanlink/shared/dto';
import { allocate, costOfPieces, sumFen } from '@tuanlink/shared/money';
import type { AfterSaleKind } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';
import { refundParts, type RefundableLine, type RefundPart } from '../refund/refund.rules.js';

/** What a buyer asks for, split over the lines; all amounts in fen. */
export interface AskedMoney {
  lines: RefundPart[];
  shippingFen: number;
  askedFen: number;
}

/**
 * What so many pieces are worth, or the smaller amount that the buyer names, split over the lines in
 * proportion. Shipping is part of it only where nothing of the order remains.
 * @param shippingLeftFen shipping that was paid and not yet given back
 * @throws Refusal as `refundParts`, `refund.above_paid` for more than the pieces are worth
 */
export function askedMoney(
  lines: readonly RefundableLine[],
  asked: readonly AfterSaleLineBody[],
  shippingLeftFen: number,
  refundFen: number | undefined,
): AskedMoney {
  const wanted = asked.map(({ orderLineId, quantity }) => ({ orderLineId, quantity }));
  const parts = refundParts(lines, wanted, isWhole(lines, wanted) ? shippingLeftFen : 0);
  const shippingFen = isWhole(lines, parts) ? shippingLeftFen : 0;
  const worthFen = sumFen(parts.map((part) => part.amountFen)) + shippingFen;
  const askedFen = refundFen ?? worthFen;
  if (askedFen > worthFen) throw new Refusal('refund.above_paid', { leftFen: worthFen });
  return { ...split(parts, shippingFen, askedFen), askedFen };
}

/** Whether these pieces are all that is left of an order. */
function isWhole(lines: readonly RefundableLine[], asked: readonly AfterSaleLineBody[]): boolean {
  return lines.every(({ id, quantity, refundedQuantity }) => {
    const pieces = asked.find((one) => one.orderLineId.toLowerCase() === id)?.quantity ?? 0;
    return quantity - refundedQuantity === pieces;
  });
}

/** Lowers lines and shipping in proportion, so that they add up to a smaller sum exactly. */
function split(parts: readonly RefundPart[], shippingFen: number, sum: number) {
  const amounts = [...parts.map((part) => part.amountFen), shippingFen];
  const shares = sum === sumFen(amounts) ? amounts : allocate(sum, amounts);
  return {
    lines: parts.map((part, index) => ({ ...part, amountFen: shares[index] ?? 0 })),
    shippingFen: shares[parts.length] ?? 0,
  };
}

/** An after-sale as far as its amounts are concerned. */
interface AskedAmounts {
  kind: AfterSaleKind;
  lines: readonly RefundPart[];
  shippingFen: number;
  askedFen: number;
}

/** Whether every piece that was asked about counts as given back when all that was asked for is. */
export function givesPiecesBack(afterSale: AskedAmounts, lines: readonly RefundableLine[]): boolean {
  const given = givenBack(afterSale, lines, afterSale.askedFen).lines;
  return afterSale.lines.every(({ orderLineId, quantity }) =>
    given.some((part) => part.orderLineId === orderLineId && part.quantity === quantity),
  );
}

/**
 * What is given back of what was asked for. Pieces count as given back when they come back, or when all that
 * is left of their price is: a smaller amount lowers the price of pieces that the buyer keeps or still gets.
 * @throws Refusal `refund.above_paid` for more than was asked for
 */
export function givenBack(
  afterSale: AskedAmounts,
  lines: readonly RefundableLine[],
  refundFen: number,
): { lines: RefundPart[]; shippingFen: number } {
  if (refundFen > afterSale.askedFen) {
    throw new Refusal('refund.above_paid', { leftFen: afterSale.askedFen });
  }
  const money = split(afterSale.lines, afterSale.shippingFen, refundFen);
  const kept = money.lines.map((part) => {
    const line = lines.find(({ id }) => id === part.orderLineId);
    if (line === undefined) throw new Error(`line ${part.orderLineId} is not in its order`);
    const returned =
      afterSale.kind === 'return_and_refund' || part.amountFen >= costOfPieces(line, part.quantity);
    return { ...part, quantity: returned ? part.quantity : 0 };
  });
  return {
    lines: kept.filter((part) => part.quantity > 0 || part.amountFen > 0),
    shippingFen: money.shippingFen,
  };
}
