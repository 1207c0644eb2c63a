import { MINUTE_MS, addMs } from '@tuanlink/shared/time';

/** Failed logins in a row after which an operator's name is locked. */
export const FAILURES_MAX = 5;
const FIRST_LOCK_MS = 15 * MINUTE_MS;
/** The lock doubles with every further five failures, up to 16 hours. */
const DOUBLINGS_MAX = 6;

/** Until when a name is locked after its n-th failure in a row; null while it is not. */
export function lockedUntil(failedCount: number, now: Date): Date | null {
  if (failedCount === 0 || failedCount % FAILURES_MAX !== 0) return null;
  const doublings = Math.min(failedCount / FAILURES_MAX - 1, DOUBLINGS_MAX);
  return addMs(now, FIRST_LOCK_MS * 2 ** doublings);
}

/** Whether a lock still holds. */
export function isLocked(until: Date | null, now: Date): boolean {
  return until !== null && until > now;
}
