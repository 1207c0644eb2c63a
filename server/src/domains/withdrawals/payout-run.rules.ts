import { canMove, type PayoutRunState, payoutRunTransitions } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';

/** What an operator decides about a draft. */
export type PayoutRunDecision = 'approve' | 'cancel';

const TARGET: Readonly<Record<PayoutRunDecision, PayoutRunState>> = {
  approve: 'approved',
  cancel: 'cancelled',
};

/**
 * Which state a decision leads to; null: it was decided so before, and nothing changes. Only somebody else
 * than the one who made the draft may approve it; cancelling moves no money, so anybody may.
 * @throws Refusal `approval.same_person`, `state.conflict`
 */
export function decidePayoutRun(
  run: { state: PayoutRunState; madeBy: string },
  decision: PayoutRunDecision,
  operatorId: string,
): PayoutRunState | null {
  const to = TARGET[decision];
  if (decision === 'approve' && run.madeBy === operatorId) throw new Refusal('approval.same_person');
  if (run.state === to) return null;
  if (!canMove(payoutRunTransitions, run.state, to)) {
    throw new Refusal('state.conflict', { state: run.state });
  }
  return to;
}
