import type { ApplyAfterSaleBody } from '@tuanlink/shared/dto';
import { costOfPieces, parseYuan, sumFen } from '@tuanlink/shared/money';
import type { OrderLineReply, OrderReply } from '@tuanlink/shared/replies';
import { afterSaleKinds, afterSaleOrderStates, afterSaleReasons } from '@tuanlink/shared/states';
import { openAfterSaleStates } from '@tuanlink/shared/states';
import type { AfterSaleKind, AfterSaleReason, OrderState } from '@tuanlink/shared/states';
import type { TextKey } from '../../../i18n';

/** An order as far as asking for money back is concerned. */
export type AskableOrder = Pick<OrderReply, 'state' | 'lines' | 'shippingFen' | 'refundedFen' | 'afterSales'>;

/** What the form holds. `pieces` by order line; a line that is not in it is not asked for. */
export interface AskForm {
  kind: AfterSaleKind;
  pieces: Readonly<Record<string, number>>;
  reason: AfterSaleReason | '';
  words: string;
  /** Yuan as typed; empty: all that the pieces cost. */
  amount: string;
  /** Paths of pictures that the shop has already. */
  pictures: readonly string[];
}

/** Reasons that make sense while the goods are still in the shop. */
const REASONS_BEFORE_SHIPPING: readonly AfterSaleReason[] = ['not_wanted', 'late', 'other'];

/** What can be asked for in this state of the order. */
export function kindsFor(state: OrderState): AfterSaleKind[] {
  return afterSaleKinds.filter((kind) => afterSaleOrderStates[kind].includes(state));
}

export function reasonsFor(state: OrderState): readonly AfterSaleReason[] {
  return state === 'to_ship' ? REASONS_BEFORE_SHIPPING : afterSaleReasons;
}

/** Pieces of a line that were not given back yet. */
export function piecesLeft(line: Pick<OrderLineReply, 'quantity' | 'refundedQuantity'>): number {
  return line.quantity - line.refundedQuantity;
}

/** The lines that can be asked for: something of them is left, and nothing is being dealt with. */
export function askableLines({ lines, afterSales }: Pick<AskableOrder, 'lines' | 'afterSales'>) {
  const open = afterSales.filter(({ state }) => openAfterSaleStates.includes(state));
  const busy = new Set(open.flatMap(({ lineIds }) => lineIds));
  return lines.filter((line) => piecesLeft(line) > 0 && !busy.has(line.id));
}

/** Whether the buyer may ask for money back now. */
export function mayAskBack(order: Pick<AskableOrder, 'state' | 'lines' | 'afterSales'>): boolean {
  return kindsFor(order.state).length > 0 && askableLines(order).length > 0;
}

/** The form at first; null where nothing can be asked for. A single line is chosen already. */
export function firstForm(order: AskableOrder): AskForm | null {
  const [kind] = kindsFor(order.state);
  const [line, ...others] = askableLines(order);
  if (kind === undefined || line === undefined) {
    return null;
  }
  const pieces = others.length === 0 ? { [line.id]: piecesLeft(line) } : {};
  return { kind, pieces, reason: '', words: '', amount: '', pictures: [] };
}

/** Differs whenever what can be asked for does. */
export function formKey(order: AskableOrder): string {
  return [order.state, order.refundedFen, ...askableLines(order).map(({ id }) => id)].join(' ');
}

/** Chooses a line with all that is left of it, or leaves it out again. */
export function toggled(pieces: AskForm['pieces'], line: OrderLineReply): AskForm['pieces'] {
  const { [line.id]: chosen, ...others } = pieces;
  return chosen === undefined ? { ...pieces, [line.id]: piecesLeft(line) } : others;
}

/**
 * What the chosen pieces cost, as the shop counts it: shipping is part of it only where nothing of the order
 * remains.
 */
export function worthOf(order: AskableOrder, pieces: AskForm['pieces']) {
  const goods = order.lines.map((line) => {
    const quantity = pieces[line.id] ?? 0;
    return quantity === 0 ? 0 : costOfPieces(line, quantity);
  });
  const whole = order.lines.every((line) => piecesLeft(line) === (pieces[line.id] ?? 0));
  const goodsRefunded = sumFen(order.lines.map((line) => line.refundedFen));
  const shippingFen = whole ? order.shippingFen - order.refundedFen + goodsRefunded : 0;
  return { totalFen: sumFen(goods) + shippingFen, shippingFen };
}

export type AskProblems = Partial<Record<'lines' | 'reason' | 'amount', TextKey>>;

/** What keeps a form from being sent, by field; empty when nothing does. */
export function askProblems(order: AskableOrder, form: AskForm): AskProblems {
  const { totalFen } = worthOf(order, form.pieces);
  const typed = form.amount.trim() === '' ? totalFen : parseYuan(form.amount);
  const problems: AskProblems = {};
  if (Object.keys(form.pieces).length === 0) {
    problems.lines = 'afterSale.problem.lines';
  } else if (totalFen === 0) {
    problems.lines = 'afterSale.problem.nothing';
  } else if (typed === null || typed < 1) {
    problems.amount = 'afterSale.problem.amount';
  } else if (typed > totalFen) {
    problems.amount = 'afterSale.problem.tooMuch';
  }
  if (form.reason === '') {
    problems.reason = 'afterSale.problem.reason';
  }
  return problems;
}

/** What is sent; null while something is wrong. The full amount is left to the shop to count. */
export function bodyOf(order: AskableOrder, form: AskForm): ApplyAfterSaleBody | null {
  const { kind, reason, words, pictures, pieces } = form;
  if (reason === '' || Object.keys(askProblems(order, form)).length > 0) {
    return null;
  }
  const refundFen = form.amount.trim() === '' ? null : parseYuan(form.amount);
  return {
    kind,
    reason,
    lines: Object.entries(pieces).map(([orderLineId, quantity]) => ({ orderLineId, quantity })),
    ...(words.trim() === '' ? {} : { words: words.trim() }),
    ...(pictures.length === 0 ? {} : { pictures: [...pictures] }),
    ...(refundFen === null ? {} : { refundFen }),
  };
}

/** The open after-sale that a refusal names, so that a request that got lost on its way back is found. */
export function openOneOf(detail: unknown): string | null {
  const { afterSaleId } = Object(detail) as { afterSaleId?: unknown };
  return typeof afterSaleId === 'string' ? afterSaleId : null;
}
