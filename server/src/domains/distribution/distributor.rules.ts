import { type DistributorState, canMove, distributorTransitions } from '@tuanlink/shared/states';

/** What an operator decides about a distributor. */
export type DistributorDecision = 'approve' | 'reject' | 'suspend';

const TARGET: Readonly<Record<DistributorDecision, DistributorState>> = {
  approve: 'approved',
  reject: 'rejected',
  suspend: 'suspended',
};

/** `to: null`: it stands so already, and nothing changes. */
export type DistributorMove = { ok: true; to: DistributorState | null } | { ok: false };

/** What a decision does to a distributor in a state. */
export function decideDistributor(state: DistributorState, decision: DistributorDecision): DistributorMove {
  const to = TARGET[decision];
  if (state === to) return { ok: true, to: null };
  return canMove(distributorTransitions, state, to) ? { ok: true, to } : { ok: false };
}

/** Whether somebody in this state may apply; null: they never did. */
export function mayApply(state: DistributorState | null): boolean {
  return state === null || canMove(distributorTransitions, state, 'applied');
}
