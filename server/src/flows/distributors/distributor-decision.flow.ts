import { Injectable } from '@nestjs/common';
import type { PatchDistributorBody } from '@tuanlink/shared/dto';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import type { DistributorDecision } from '../../domains/distribution/distributor.rules.js';
import { DistributorService } from '../../domains/distribution/distributor.service.js';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { DistributorViews } from '../views/distributor.views.js';

/** A person decides who may earn commission; each decision leaves an audit entry. */
@Injectable()
export class DistributorDecisionFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly distributors: DistributorService,
    private readonly views: DistributorViews,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Approves, rejects or suspends. What stands so already is answered as it is. Held commission of a
   * suspended distributor waits for a review, and nothing is sent to them; reinstated, they get what is due
   * at once.
   * @param why reason shown to the distributor, and the version the operator saw, where given
   * @throws Refusal `not_found`, `version.conflict`, `state.conflict`
   */
  async decide(
    operator: { id: string; name: string },
    id: string,
    decision: DistributorDecision,
    why: { reason?: string; version?: number },
  ): Promise<ConsoleDistributorReply> {
    return this.db.tx(async (tx) => {
      const due = decision === 'approve' ? await callIn<string[]>(tx, 'lock_overdue_orders', [id]) : [];
      const before = await this.views.lock(id, tx);
      const by = { operatorId: operator.id, reason: why.reason ?? null, version: why.version };
      if (!(await this.distributors.decide(tx, before, decision, by))) return before;
      if (decision === 'suspend') {
        await callIn(tx, 'review_lines', [before.userId, this.clock.now()]);
      } else if (before.state === 'suspended') {
        await callIn(tx, 'release_reviewed', [before.userId, due, this.clock.now()]);
        await callIn(tx, 'resume_payouts', [before.userId, this.clock.now()]);
      }
      return this.changed(tx, operator, `distributor.${decision}`, before);
    });
  }

  /**
   * Sets what is given.
   * @throws Refusal `not_found`, `version.conflict`
   */
  async patch(
    operator: { id: string; name: string },
    id: string,
    { rateBp, version }: PatchDistributorBody,
  ): Promise<ConsoleDistributorReply> {
    return this.db.tx(async (tx) => {
      const before = await this.views.lock(id, tx);
      const wanted = rateBp === undefined ? before.rateBp : rateBp;
      if (!(await this.distributors.setRate(tx, before, wanted, version))) return before;
      return this.changed(tx, operator, 'distributor.rate', before);
    });
  }

  private async changed(
    tx: EntityManager,
    operator: { id: string; name: string },
    action: string,
    before: ConsoleDistributorReply,
  ): Promise<ConsoleDistributorReply> {
    const changed = await this.views.get(before.id, tx);
    await this.audit.record(tx, operator, action, 'distributor', before.id, before, changed);
    return changed;
  }
}
