import { Inject, Injectable } from '@nestjs/common';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import { decideApproval, type ApprovalDecision } from '../../domains/staff/approval.rules.js';
import { Approvals } from '../../domains/staff/approvals.service.js';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { APPROVED_ACTIONS, mapActions, type ApprovedAction } from './approved-action.js';

/** The second person: allows a money action, which happens in the same transaction, or does not. */
@Injectable()
export class ApprovalsFlow {
  private readonly actions: ReturnType<typeof mapActions>;

  constructor(
    @Inject(APPROVED_ACTIONS) actions: readonly ApprovedAction[],
    private readonly db: Database,
    private readonly approvals: Approvals,
    private readonly audit: AuditTrail,
  ) {
    this.actions = mapActions(actions);
  }

  /**
   * Decides; what was decided so before is answered as it is.
   * @throws Refusal `not_found`, `approval.same_person`, `permission.denied` (taking back what another asked
   *   for), `state.conflict`, and what the action itself refuses
   */
  decide(
    operator: { id: string; name: string },
    id: string,
    decision: ApprovalDecision,
    reason: string | null = null,
  ): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const before = await this.approvals.lock(id, tx);
      const state = { state: before.state, requestedBy: before.requestedBy.id };
      const to = decideApproval(state, decision, operator.id);
      if (to === null) return before;
      await this.approvals.move(tx, before, to, operator, reason);
      const outcome = to === 'approved' ? await this.actionOf(before).apply(tx, before, operator) : null;
      const after = await this.approvals.get(id, tx);
      const { kind, subjectKind, subjectId } = before;
      const entry = { ...after, outcome };
      await this.audit.record(tx, operator, `${kind}.${decision}`, subjectKind, subjectId, before, entry);
      return after;
    });
  }

  private actionOf({ kind }: ApprovalReply): ApprovedAction {
    const action = this.actions.get(kind);
    if (action === undefined) throw new Error(`${kind} has no action`);
    return action;
  }
}
