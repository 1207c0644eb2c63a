/** Times and amounts as WeChat writes them (Asia/Shanghai has no daylight saving: always +08:00). */

const SHANGHAI_MS = 8 * 3600 * 1000;

/** `2026-11-22T13:00:00+08:00`. */
export function rfc3339(ms: number): string {
  return `${new Date(ms + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`;
}

/** `2026-11-22` in Shanghai. */
export function shanghaiDay(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);
}

/** `2026-11-22 13:00:00` in Shanghai, as bills write it. */
export function shanghaiTime(ms: number): string {
  return new Date(ms + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `20261122130000`, the middle part of WeChat's numbers. */
export function compactTime(ms: number): string {
  return shanghaiTime(ms).replace(/\D/g, '');
}

/** Start of a Shanghai day `YYYY-MM-DD` in ms, or null when there is no such day. */
export function startOfDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const ms = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(ms) || shanghaiDay(ms) !== day ? null : ms;
}

/** Parses RFC 3339 with an offset (fractions allowed); null when malformed or no such moment. */
export function parseRfc3339(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** Fen as yuan with two decimals, by digits alone: 5 → `0.05`, -1234 → `-12.34`. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
