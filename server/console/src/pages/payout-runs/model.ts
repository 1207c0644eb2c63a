import type { CreatePayoutRunBody } from '@tuanlink/shared/dto';
import { fenToYuan, sumFen } from '@tuanlink/shared/money';
import type { PayoutCandidateReply, PayoutRunReply } from '@tuanlink/shared/replies';
import type { PayoutRunState } from '@tuanlink/shared/states';

/** Tabs of the list: what waits for a second person stands first. */
export const payoutRunStates: readonly PayoutRunState[] = ['draft', 'approved', 'cancelled'];

/** What has to be typed before a run is approved: its sum in yuan, as it is shown. */
export function approvalWord(run: Pick<PayoutRunReply, 'amountFen'>): string {
  return fenToYuan(run.amountFen);
}

/** Whether something of a run is on its way to WeChat, so that what is shown is soon out of date. */
export function isUnderway({ progress }: Pick<PayoutRunReply, 'progress'>): boolean {
  return progress.some(({ state }) => state === 'approved' || state === 'sending');
}

/** Candidates that cannot be paid out now, in front of the others. */
export function exceptionsFirst(candidates: readonly PayoutCandidateReply[]): PayoutCandidateReply[] {
  const rank = ({ exceptions }: PayoutCandidateReply) => (exceptions.length > 0 ? 0 : 1);
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}

/** Candidates that can be paid out now. */
export function payable(candidates: readonly PayoutCandidateReply[]): PayoutCandidateReply[] {
  return candidates.filter(({ exceptions }) => exceptions.length === 0);
}

/** Candidates that go into the run: all that can, without those that the operator leaves out. */
export function chosenOf(
  candidates: readonly PayoutCandidateReply[],
  leftOut: ReadonlySet<string>,
): PayoutCandidateReply[] {
  return payable(candidates).filter(({ id }) => !leftOut.has(id));
}

type Sums = Record<'amountFen' | 'taxFen' | 'netFen', number>;

/** What the run comes to. */
export function sumsOf(chosen: readonly Sums[]): Sums {
  const sum = (field: keyof Sums) => sumFen(chosen.map((each) => each[field]));
  return { amountFen: sum('amountFen'), taxFen: sum('taxFen'), netFen: sum('netFen') };
}

/** What is asked for: names only where some are left out, so that all means whatever can be paid then. */
export function runBody(
  candidates: readonly PayoutCandidateReply[],
  leftOut: ReadonlySet<string>,
): CreatePayoutRunBody {
  const chosen = chosenOf(candidates, leftOut);
  return chosen.length === payable(candidates).length ? {} : { withdrawalIds: chosen.map(({ id }) => id) };
}
