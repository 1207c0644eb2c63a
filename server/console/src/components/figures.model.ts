import { MAX_FEN, MAX_RATE_BP, fenToYuan, parseYuan } from '@tuanlink/shared/money';

/** An amount in yuan as a form shows it: "29.90", without separators. */
export function yuanField(fen: number | null): string {
  return fen === null ? '' : fenToYuan(fen).replaceAll(',', '');
}

/** Reads an amount in yuan between `minFen` and the largest price; null when it is none. */
export function readAmount(text: string, minFen: number): number | null {
  const fen = parseYuan(text);
  return fen !== null && fen >= minFen && fen <= MAX_FEN ? fen : null;
}

/**
 * Reads a rate in per cent as basis points (per cent have two decimals as yuan do); null when it is none or
 * above the highest rate.
 */
export function readRate(text: string): number | null {
  const rateBp = parseYuan(text.replace(/%$/, ''));
  return rateBp !== null && rateBp <= MAX_RATE_BP ? rateBp : null;
}

/** A rate as a form shows it: 1250 → "12.5". */
export function rateField(rateBp: number): string {
  return yuanField(rateBp).replace(/\.?0+$/, '');
}
