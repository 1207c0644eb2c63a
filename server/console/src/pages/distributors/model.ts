import { canMove, distributorTransitions } from '@tuanlink/shared/states';
import type { DistributorState } from '@tuanlink/shared/states';

/** Tabs of the list: who waits for a decision stands first. */
export const distributorStates: readonly DistributorState[] = [
  'applied',
  'approved',
  'suspended',
  'rejected',
];

/** What an operator can decide; `reinstate` is an approval after a suspension. */
export type Decision = 'approve' | 'reject' | 'suspend' | 'reinstate';

/** Decisions that the table of states allows from a state. */
export function decisionsFrom(state: DistributorState): Decision[] {
  const may = (to: DistributorState) => canMove(distributorTransitions, state, to);
  const decisions: Decision[] = [];
  if (may('approved')) decisions.push(state === 'suspended' ? 'reinstate' : 'approve');
  if (may('rejected')) decisions.push('reject');
  if (may('suspended')) decisions.push('suspend');
  return decisions;
}

/** Whether somebody is or was let in, so that there may be commission of theirs. */
export function isKnown({ state }: { state: DistributorState }): boolean {
  return state === 'approved' || state === 'suspended';
}
