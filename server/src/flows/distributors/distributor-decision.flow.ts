import { Injectable } from '@nestjs/common';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import type { DistributorDecision } from '../../domains/distribution/distributor.rules.js';
import { DistributorService } from '../../domains/distribution/distributor.service.js';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { DistributorViews } from '../views/distributor.views.js';

/** A person decides who may earn commission; each decision leaves an audit entry. */
@Injectable()
export class DistributorDecisionFlow {
  constructor(
    private readonly db: Database,
    private readonly distributors: DistributorService,
    private readonly views: DistributorViews,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Approves, rejects or suspends. What stands so already is answered as it is.
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
      const before = await this.views.lock(id, tx);
      const by = { operatorId: operator.id, reason: why.reason ?? null, version: why.version };
      if (!(await this.distributors.decide(tx, before, decision, by))) return before;
      const changed = await this.views.get(id, tx);
      await this.audit.record(tx, operator, `distributor.${decision}`, 'distributor', id, before, changed);
      return changed;
    });
  }
}
