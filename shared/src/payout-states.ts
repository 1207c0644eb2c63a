/** States and words of payouts and their tax; part of `states.ts`, through which everybody reads them. */
import type { Transitions } from './states.js';

/** Withdrawals that one operator put together, to be approved as a whole by another. */
export type PayoutRunState = 'draft' | 'approved' | 'cancelled';
export const payoutRunTransitions: Transitions<PayoutRunState> = {
  draft: ['approved', 'cancelled'],
  approved: [],
  cancelled: [],
};

/** Why a requested withdrawal cannot be in a payout run now. */
export const payoutExceptions = [
  'distributor_suspended',
  'real_name_missing',
  'above_limit',
  'in_another_run',
] as const;
export type PayoutException = (typeof payoutExceptions)[number];

/** Limits of withdrawals that somebody may run into. */
export const withdrawalLimits = [
  'single_amount',
  'day_count',
  'day_amount',
  'month_count',
  'month_amount',
] as const;
export type WithdrawalLimit = (typeof withdrawalLimits)[number];

/**
 * How tax is withheld from what is paid out. A rule never changes once released; a new one gets a new name.
 * `labour-cn-1`: remuneration for labour, by the month; `none-1`: nothing is withheld.
 */
export const taxRuleIds = ['labour-cn-1', 'none-1'] as const;
export type TaxRuleId = (typeof taxRuleIds)[number];
