import { approvalTransitions, canMove, type ApprovalState } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';

/** What an operator decides about an approval. */
export type ApprovalDecision = 'approve' | 'reject' | 'withdraw';

const TARGET: Readonly<Record<ApprovalDecision, ApprovalState>> = {
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
};

/**
 * Which state a decision leads to; null: it was decided so before, and nothing changes. Only somebody else
 * than the one who asked may approve or reject; only the one who asked may take it back.
 * @throws Refusal `state.conflict`, `approval.same_person`, `permission.denied`
 */
export function decideApproval(
  approval: { state: ApprovalState; requestedBy: string },
  decision: ApprovalDecision,
  operatorId: string,
): ApprovalState | null {
  const to = TARGET[decision];
  const isAsker = approval.requestedBy === operatorId;
  if (decision === 'withdraw' && !isAsker) throw new Refusal('permission.denied');
  if (decision !== 'withdraw' && isAsker) throw new Refusal('approval.same_person');
  if (approval.state === to) return null;
  if (!canMove(approvalTransitions, approval.state, to)) {
    throw new Refusal('state.conflict', { state: approval.state });
  }
  return to;
}
