import { ADJUSTMENT_FEN_MAX } from '@tuanlink/shared/limits';
import { MAX_RATE_BP, parseYuan } from '@tuanlink/shared/money';

/** Reads a signed amount in yuan ("-12.50") as fen; null when it is none, nothing, or above the limit. */
export function readAdjustment(text: string): number | null {
  const trimmed = text.trim();
  const takes = trimmed.startsWith('-');
  const fen = parseYuan(trimmed.replace(/^[+-]/, ''));
  if (fen === null || fen < 1 || fen > ADJUSTMENT_FEN_MAX) return null;
  return takes ? -fen : fen;
}

/** Reads a distributor's own rate in per cent; `''` takes it away (null), undefined is no rate. */
export function readOwnRate(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const rateBp = parseYuan(text.trim().replace(/%$/, ''));
  return rateBp !== null && rateBp >= 1 && rateBp <= MAX_RATE_BP ? rateBp : undefined;
}
