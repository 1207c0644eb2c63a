import { addMs, DAY_MS } from '@tuanlink/shared/time';

/** Between the announcement of new rules and their first day. */
export const NOTICE_DAYS = 7;

/**
 * The earliest moment from which rules that are allowed now can be in force: a full notice from now, and
 * after those that were announced before, so that no announced version is ever skipped.
 * @param lastEffectiveAt when the newest version is or will be in force
 */
export function earliestStart(now: Date, lastEffectiveAt: Date): Date {
  const noticed = addMs(now, NOTICE_DAYS * DAY_MS);
  return noticed > lastEffectiveAt ? noticed : addMs(lastEffectiveAt, 1);
}

/**
 * Days for which a touched distributor is shown a line: thirty, and never less than the window in which a
 * visit counts, because whoever can win must have been read.
 */
export function touchedDaysFor(visitWindowDays: number): number {
  return Math.max(30, visitWindowDays);
}
