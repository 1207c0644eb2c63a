import { addMs, DAY_MS, formatDate, HOUR_MS, MINUTE_MS, startOfDay } from '@tuanlink/shared/time';

/** WeChat makes a day's bills from 09:00 of the next day and asks to fetch them after 10:00. */
const DUE_AFTER_MS = DAY_MS + 10 * HOUR_MS + 30 * MINUTE_MS;
/** Bills are kept for three months. */
export const KEPT_DAYS = 90;
const FIRST_WAIT_MS = 10 * MINUTE_MS;
const WAIT_MAX_MS = 2 * HOUR_MS;
/** How far our clock may be ahead of WeChat's: a signature older than this is refused. */
const SKEW_MS = 5 * MINUTE_MS;

/** When the bills of a day are there. @param day an existing day, `YYYY-MM-DD` */
export function dueAt(day: string): Date {
  return addMs(beginOf(day), DUE_AFTER_MS);
}

/** The last day whose bills are there. */
export function lastDueDay(now: Date): string {
  return formatDate(addMs(now, -DUE_AFTER_MS));
}

/**
 * The first day to compare, when WeChat could first move money at `at` by our clock: WeChat's may still have
 * shown the day before.
 */
export function firstDay(at: Date): string {
  return formatDate(addMs(at, -SKEW_MS));
}

/** Whether a day is over, and not so long ago that nobody has bills of it any more. */
export function isReconcilable(day: string, now: Date): boolean {
  const start = startOfDay(day);
  return start !== null && day < formatDate(now) && day >= addDays(formatDate(now), -KEPT_DAYS);
}

/** Another day, counted from this one. */
export function addDays(day: string, count: number): string {
  return formatDate(addMs(beginOf(day), count * DAY_MS));
}

/** Days from `first` to `last`, both included, at most the last `KEPT_DAYS`. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = last; day >= first && days.length < KEPT_DAYS; day = addDays(day, -1)) days.unshift(day);
  return days;
}

/** How long to wait for a bill after so many tries. */
export function waitAfter(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 10), WAIT_MAX_MS);
}

/** The day itself, for what both sides date alike. */
export function spanOf(day: string): { from: Date; to: Date } {
  const from = beginOf(day);
  return { from, to: addMs(from, DAY_MS) };
}

/**
 * Which of our rows must stand in the bill of this day or of an earlier one. We write down a payment after
 * WeChat has taken it: seconds later, perhaps on the next day, or, when a notice was lost, days later. So
 * what we recorded on a day belongs to the bill that has it, and is missed only if no bill up to this day
 * has it. A clock of ours that is ahead makes the last minutes of a day belong to the next.
 */
export function recordedSpan(day: string): { from: Date; to: Date } {
  const { from, to } = spanOf(day);
  return { from: addMs(from, -SKEW_MS), to: addMs(to, -SKEW_MS) };
}

function beginOf(day: string): Date {
  const start = startOfDay(day);
  if (start === null) throw new RangeError(`${day} is no day`);
  return start;
}
