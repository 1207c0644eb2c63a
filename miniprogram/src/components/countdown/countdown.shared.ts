import { DAY_MS, MINUTE_MS, countdownParts, formatCountdown } from '@tuanlink/shared/time';

/** From here on hours and seconds say less than days. */
const DAYS_FROM_MS = 4 * DAY_MS;

export interface Remaining {
  leftMs: number;
  /** Whole days, while there are at least four; else 0. */
  days: number;
  ended: boolean;
  /** "23:41:07"; hours run past 24. */
  text: string;
  /** Changes once a minute, for what is read aloud. */
  spoken: { hours: number; minutes: number };
}

/** What is left until `until` (UTC ISO) at `nowMs`; never below zero. */
export function remainingUntil(until: string, nowMs: number): Remaining {
  const leftMs = Math.max(0, Date.parse(until) - nowMs);
  const ceiled = countdownParts(Math.ceil(leftMs / MINUTE_MS) * MINUTE_MS);
  return {
    leftMs,
    days: leftMs >= DAYS_FROM_MS ? Math.floor(leftMs / DAY_MS) : 0,
    ended: leftMs === 0,
    text: formatCountdown(leftMs),
    spoken: { hours: ceiled.days * 24 + ceiled.hours, minutes: ceiled.minutes },
  };
}
