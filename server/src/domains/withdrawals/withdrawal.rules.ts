import type { RefusalCode } from '@tuanlink/shared/errors';
import type { WithdrawalRulesReply } from '@tuanlink/shared/replies';
import type { DistributorState, PayoutException, WithdrawalLimit } from '@tuanlink/shared/states';

/** What counts for a person's next withdrawal. */
export interface WithdrawalFacts {
  distributorState: DistributorState | null;
  availableFen: number;
  realNameKnown: boolean;
  rules: WithdrawalRulesReply;
  /** Asked for since midnight in China, apart from what came to nothing. */
  day: { count: number; fen: number };
  month: { count: number; fen: number };
}

/** The room that each limit leaves for one more withdrawal. */
function roomOf({ rules, day, month }: WithdrawalFacts): { limit: WithdrawalLimit; leftFen: number }[] {
  const unless = (used: boolean, leftFen: number) => (used ? 0 : Math.max(0, leftFen));
  return [
    { limit: 'single_amount', leftFen: rules.maxFen },
    { limit: 'day_count', leftFen: unless(day.count >= rules.dayCount, Infinity) },
    { limit: 'day_amount', leftFen: unless(false, rules.dayFen - day.fen) },
    { limit: 'month_count', leftFen: unless(month.count >= rules.monthCount, Infinity) },
    { limit: 'month_amount', leftFen: unless(false, rules.monthFen - month.fen) },
  ];
}

/** The most that can be asked for now, and the limit that is in the way when it is not the balance. */
export function mostToWithdraw(facts: WithdrawalFacts): { maxFen: number; limit: WithdrawalLimit | null } {
  if (facts.distributorState !== 'approved') return { maxFen: 0, limit: null };
  const { limit, leftFen } = roomOf(facts).reduce((low, room) => (room.leftFen < low.leftFen ? room : low));
  const maxFen = Math.min(facts.availableFen, leftFen);
  const possible = maxFen >= facts.rules.minFen ? maxFen : 0;
  return { maxFen: possible, limit: leftFen < facts.availableFen ? limit : null };
}

/** Whether an amount needs a real name that is not there. */
export function realNameMissing(
  { realNameKnown, rules }: Pick<WithdrawalFacts, 'realNameKnown' | 'rules'>,
  amountFen: number,
): boolean {
  return !realNameKnown && amountFen >= rules.realNameFromFen;
}

/** Why a withdrawal is refused; the first of these reasons is told. */
export interface WithdrawalRefusal {
  code: RefusalCode;
  detail: object;
}

/** Decides about a request; null: it may be made. */
export function refuseWithdrawal(facts: WithdrawalFacts, amountFen: number): WithdrawalRefusal | null {
  const { distributorState, availableFen, rules } = facts;
  if (distributorState !== 'approved') {
    return { code: 'distributor.not_approved', detail: { state: distributorState } };
  }
  if (amountFen < rules.minFen) {
    return { code: 'withdrawal.below_minimum', detail: { minFen: rules.minFen } };
  }
  if (amountFen > availableFen) {
    return { code: 'withdrawal.above_available', detail: { availableFen } };
  }
  const over = roomOf(facts).find(({ leftFen }) => amountFen > leftFen);
  if (over !== undefined) {
    return { code: 'withdrawal.above_limit', detail: { limit: over.limit, leftFen: over.leftFen } };
  }
  if (realNameMissing(facts, amountFen)) {
    return { code: 'withdrawal.real_name_needed', detail: { fromFen: rules.realNameFromFen } };
  }
  return null;
}

/** What stands against paying out a requested withdrawal now. */
export interface CandidateFacts {
  amountFen: number;
  distributorState: DistributorState | null;
  realNameKnown: boolean;
  /** Whether it is in a draft of another run. */
  inAnotherRun: boolean;
}

/**
 * Why a requested withdrawal cannot be in a run. The limits of a day and a month were kept when it was asked
 * for; only that of a single amount may have been lowered since in a way that a payment must obey.
 */
export function payoutExceptionsOf(
  candidate: CandidateFacts,
  rules: Pick<WithdrawalRulesReply, 'maxFen' | 'realNameFromFen'>,
): PayoutException[] {
  const found: [PayoutException, boolean][] = [
    ['distributor_suspended', candidate.distributorState !== 'approved'],
    ['real_name_missing', !candidate.realNameKnown && candidate.amountFen >= rules.realNameFromFen],
    ['above_limit', candidate.amountFen > rules.maxFen],
    ['in_another_run', candidate.inAnotherRun],
  ];
  return found.flatMap(([exception, applies]) => (applies ? [exception] : []));
}

/** A real name as it may be shown: its first character and as many stars as are left, three at most. */
export function maskName(realName: string): string {
  const [first = '', ...rest] = [...realName];
  return first + '*'.repeat(Math.min(3, Math.max(1, rest.length)));
}

/** A real name without spaces at its ends and with single ones inside. */
export function tidyName(realName: string): string {
  return realName.trim().replace(/\s+/g, ' ');
}
