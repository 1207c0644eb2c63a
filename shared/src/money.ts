/**
 * Money is whole fen (1 yuan = 100 fen) in safe integers; rates are basis points (10,000 = 100 %).
 * This is the only file that divides money or turns it into text.
 */

/** The largest amount of one price, order or transfer, in fen: one hundred million yuan. */
export const MAX_FEN = 10_000_000_000;
/** The highest commission rate an operator may set, in basis points. */
export const MAX_RATE_BP = 5_000;
/** Basis points in a whole. */
export const WHOLE_BP = 10_000;

/** Adds amounts in fen. Throws a RangeError if the sum leaves the safe integers. */
export function sumFen(amounts: readonly number[]): number {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (!Number.isSafeInteger(sum)) {
    throw new RangeError('sum of amounts is not a safe integer');
  }
  return sum;
}

/** Price of `quantity` pieces at `unitFen` each, in fen. Throws a RangeError beyond the safe integers. */
export function timesFen(unitFen: number, quantity: number): number {
  const product = unitFen * quantity;
  if (!Number.isSafeInteger(product)) {
    throw new RangeError('price times quantity is not a safe integer');
  }
  return product;
}

/** A share of an amount, rounded down to whole fen: floor(baseFen × rateBp ÷ 10,000). */
export function shareOfFen(baseFen: number, rateBp: number): number {
  return Number((BigInt(baseFen) * BigInt(rateBp)) / BigInt(WHOLE_BP));
}

/** floor(amount × part ÷ whole) without leaving the integers; `whole` > 0, nothing negative. */
export function proportionFen(amountFen: number, partFen: number, wholeFen: number): number {
  return Number((BigInt(amountFen) * BigInt(partFen)) / BigInt(wholeFen));
}

/** amount × part ÷ whole, rounded to the nearest fen, halves up; `whole` > 0, nothing negative. */
export function roundedProportionFen(amountFen: number, partFen: number, wholeFen: number): number {
  const whole = BigInt(wholeFen);
  return Number((2n * BigInt(amountFen) * BigInt(partFen) + whole) / (2n * whole));
}

/**
 * Splits `totalFen` in proportion to `weights` so that the parts sum to the whole.
 * Largest remainder; ties go to the earlier part. With all weights 0 the parts are equal.
 * Throws a RangeError for a negative total or weight, or for no weights with a total above 0.
 */
export function allocate(totalFen: number, weights: readonly number[]): number[] {
  if (totalFen < 0 || weights.some((weight) => weight < 0)) {
    throw new RangeError('cannot allocate negative amounts or weights');
  }
  if (weights.length === 0) {
    if (totalFen === 0) {
      return [];
    }
    throw new RangeError('cannot allocate an amount to nobody');
  }
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  const effective = sum === 0n ? weights.map(() => 1n) : weights.map(BigInt);
  const whole = sum === 0n ? BigInt(weights.length) : sum;
  const total = BigInt(totalFen);
  const parts = effective.map((weight) => (total * weight) / whole);
  const rests = effective.map((weight, index) => ({ index, rest: (total * weight) % whole }));
  let missing = total - parts.reduce((done, part) => done + part, 0n);
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  for (const { index } of rests) {
    if (missing === 0n) {
      break;
    }
    parts[index] = (parts[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return parts.map(Number);
}

/** What was paid for the pieces of an order line, and what of it was given back. */
export interface PaidPieces {
  quantity: number;
  payFen: number;
  refundedFen: number;
  refundedQuantity: number;
}

/**
 * What so many more pieces of a line cost, fen: the pieces that are still with the buyer share what is left
 * of the price, so that all of them together give it exactly. A price that was lowered meanwhile counts as
 * lowered. Where none is left with the buyer, pieces cost nothing, though a part of their price was kept.
 */
export function costOfPieces(line: PaidPieces, quantity: number): number {
  const leftCount = line.quantity - line.refundedQuantity;
  if (leftCount === 0) return 0;
  const pieces = allocate(
    line.payFen - line.refundedFen,
    Array.from({ length: leftCount }, () => 1),
  );
  return sumFen(pieces.slice(0, quantity));
}

/** Amount as text without a sign of currency: 123456 → "1,234.56", -5 → "-0.05". */
export function fenToYuan(amountFen: number): string {
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountFen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}

/** Amount with its unit: 2990 → "¥29.90", -120 → "-¥1.20". */
export function formatFen(amountFen: number): string {
  const text = fenToYuan(amountFen);
  return text.startsWith('-') ? `-¥${text.slice(1)}` : `¥${text}`;
}

/** Amount in yuan as a plain decimal number, for files that other programs read: 123456 → "1234.56". */
export function fenToDecimal(amountFen: number): string {
  return fenToYuan(amountFen).replaceAll(',', '');
}

/** Reads what a person typed in yuan ("29.9", "1,200") as fen, or null if it is no amount. */
export function parseYuan(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''));
  if (!match) {
    return null;
  }
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/**
 * Reads an amount in yuan as account statements write it ("29.90", "-0.18", "0.00000"); null when inexact.
 */
export function readStatedYuan(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (!match) {
    return null;
  }
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' && fen > 0 ? -fen : fen;
}

/**
 * The same for fees, which are stated with up to five decimals: rounded to whole fen, half away from zero.
 */
export function roundStatedYuan(text: string): number | null {
  const match = /^(-?\d{1,12})(?:\.(\d{0,2})(\d{0,3}))?$/.exec(text);
  if (!match) {
    return null;
  }
  const exact = readStatedYuan(`${match[1]}.${(match[2] ?? '').padEnd(2, '0')}`);
  const up = Number((match[3] ?? '').charAt(0) || '0') >= 5 ? 1 : 0;
  return exact === null ? null : exact + (text.startsWith('-') ? -up : up);
}

/** A rate as a percentage: 1000 → "10%", 1250 → "12.5%", 5 → "0.05%". */
export function formatBp(rateBp: number): string {
  const text = fenToYuan(rateBp).replaceAll(',', '');
  return `${text.replace(/\.?0+$/, '')}%`;
}
