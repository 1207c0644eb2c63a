/**
 * Times travel as UTC ISO strings with milliseconds and Z; screens show Asia/Shanghai (UTC+8, no summer
 * time). Plain arithmetic, because the mini program's runtime has no complete Intl.
 */

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/** A moment `ms` milliseconds after `at`; `ms` may be negative. */
export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/**
 * Milliseconds of a moment in ISO 8601, NaN for no moment. Without an offset it is taken as UTC, so that it
 * does not depend on the machine's time zone.
 */
export function parseMoment(text: string): number {
  const hasOffset = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text.slice(10));
  return Date.parse(text.length > 10 && !hasOffset ? `${text}Z` : text);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Parts of a moment as the wall clock in Shanghai shows them. `month` is 1–12. */
export function shanghaiParts(iso: string | Date) {
  const at = typeof iso === 'string' ? new Date(iso) : iso;
  const local = new Date(at.getTime() + SHANGHAI_OFFSET_MS);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  };
}

/** "2026-11-22 13:05" in Shanghai. */
export function formatTime(iso: string | Date): string {
  const p = shanghaiParts(iso);
  return `${p.year}-${two(p.month)}-${two(p.day)} ${two(p.hour)}:${two(p.minute)}`;
}

/** "2026-11-22" in Shanghai. */
export function formatDate(iso: string | Date): string {
  return formatTime(iso).slice(0, 10);
}

/**
 * The moment at which a day of Shanghai begins ("2026-11-22" → 2026-11-21T16:00Z), or null when the text is
 * no day of this or the last century.
 */
export function startOfDay(day: string): Date | null {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(day)) {
    return null;
  }
  const at = new Date(Date.parse(`${day}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS);
  return !Number.isNaN(at.getTime()) && formatDate(at) === day ? at : null;
}

/** The day that a moment falls on in Shanghai, as the moment it began. */
export function shanghaiDayStart(at: Date): Date {
  const localMs = at.getTime() + SHANGHAI_OFFSET_MS;
  return new Date(localMs - (((localMs % DAY_MS) + DAY_MS) % DAY_MS) - SHANGHAI_OFFSET_MS);
}

/** The month that a moment falls into in Shanghai: "2026-11". */
export function shanghaiMonth(at: Date): string {
  return formatDate(at).slice(0, 7);
}

/** The months up to the one a moment falls into in Shanghai, the newest first: "2026-11", "2026-10" … */
export function recentMonths(at: Date, count: number): string[] {
  const { year, month } = shanghaiParts(at);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

/** First moment of a month ("2026-11") in Shanghai, and of the month after it. */
export function shanghaiMonthRange(month: string): { from: Date; to: Date } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const startOf = (index: number) => new Date(Date.UTC(year, index, 1) - SHANGHAI_OFFSET_MS);
  return { from: startOf(number - 1), to: startOf(number) };
}

/** What is left, never below zero, as the parts of a countdown; `days` are whole 24-hour days. */
export function countdownParts(leftMs: number) {
  const left = Math.max(0, leftMs);
  return {
    days: Math.floor(left / DAY_MS),
    hours: Math.floor((left % DAY_MS) / HOUR_MS),
    minutes: Math.floor((left % HOUR_MS) / MINUTE_MS),
    seconds: Math.floor((left % MINUTE_MS) / SECOND_MS),
  };
}

/** "23:41:07", or "2天 03:00:00" style parts joined by the caller: hours run past 24 here ("47:00:01"). */
export function formatCountdown(leftMs: number): string {
  const p = countdownParts(leftMs);
  return `${two(p.days * 24 + p.hours)}:${two(p.minutes)}:${two(p.seconds)}`;
}
