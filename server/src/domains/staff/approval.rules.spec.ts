import { approvalTransitions, statesOf, type ApprovalState } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';
import { decideApproval, type ApprovalDecision } from './approval.rules.js';

const outcome = (state: ApprovalState, decision: ApprovalDecision, operatorId: string): string | null => {
  try {
    return decideApproval({ state, requestedBy: 'asker' }, decision, operatorId);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

const targets: Record<ApprovalDecision, ApprovalState> = {
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
};

const rows = statesOf(approvalTransitions).flatMap((state) =>
  (['approve', 'reject', 'withdraw'] as const).flatMap((decision) =>
    (['asker', 'other'] as const).map((who) => ({ state, decision, who })),
  ),
);

it.each(rows)('$state, $decision by the $who', ({ state, decision, who }) => {
  const mayDecide = (decision === 'withdraw') === (who === 'asker');
  const refused = decision === 'withdraw' ? 'permission.denied' : 'approval.same_person';
  const decided = state === targets[decision] ? null : 'state.conflict';
  const expected = state === 'pending' ? targets[decision] : decided;
  expect(outcome(state, decision, who)).toBe(mayDecide ? expected : refused);
});
