import { recentMonths } from '@tuanlink/shared/time';

/** The present month and the twelve before, the newest first. */
export function statementMonths(now: Date): string[] {
  return recentMonths(now, 13);
}

/** The month to begin with: the one that is asked for where it is offered, else the present one. */
export function firstMonth(months: readonly string[], asked: string | undefined): string {
  return months.find((month) => month === asked) ?? months[0] ?? '';
}

/** The accounts of a person in the order in which money goes through them. */
export const personalAccounts = ['held', 'available', 'paying', 'debt'] as const;
