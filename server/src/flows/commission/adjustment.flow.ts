import { Injectable } from '@nestjs/common';
import type { AdjustmentBody } from '@tuanlink/shared/dto';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Approvals } from '../../domains/staff/approvals.service.js';
import type { Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApprovedAction } from '../approvals/approved-action.js';
import { DistributorViews } from '../views/distributor.views.js';

/** What stands in an approval of the kind `commission.adjust`. */
interface AdjustmentPlan {
  adjustmentId: string;
  userId: string;
  amountFen: number;
  orderId: string | null;
}

/** Two people give to a distributor, or take from them, apart from any order line. */
@Injectable()
export class AdjustmentFlow {
  /** Posts what was asked for, once a second person has allowed it. */
  readonly adjusting: ApprovedAction = {
    kind: 'commission.adjust',
    apply: (tx, approval) => {
      const { adjustmentId, userId, orderId, amountFen } = approval.payload as AdjustmentPlan;
      const { id, reason } = approval;
      const now = this.clock.now();
      return callIn(tx, 'adjust_commission', [adjustmentId, userId, orderId, amountFen, reason, id, now]);
    },
  };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly approvals: Approvals,
    private readonly distributors: DistributorViews,
  ) {}

  /**
   * Asks for an adjustment. Nothing moves before another operator allows it.
   * @throws Refusal `not_found` (distributor, or `detail.subject` order), `approval.pending`,
   *   `state.conflict` for somebody who was never approved
   */
  ask(operator: Author, distributorId: string, body: AdjustmentBody): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const { userId, state } = await this.distributors.get(distributorId, tx);
      if (state !== 'approved' && state !== 'suspended') throw new Refusal('state.conflict', { state });
      const { amountFen, reason } = body;
      const orderId = body.orderId?.toLowerCase() ?? null;
      if (orderId !== null) await expectOrder(tx, orderId);
      const plan: AdjustmentPlan = { adjustmentId: this.ids.uuid(), userId, amountFen, orderId };
      const subject = { subjectKind: 'distributor', subjectId: distributorId };
      return this.approvals.ask(tx, operator, {
        kind: 'commission.adjust',
        ...subject,
        payload: plan,
        reason,
      });
    });
  }
}

async function expectOrder(tx: EntityManager, orderId: string): Promise<void> {
  const rows: unknown[] = await tx.query('select 1 from shop_order where id = $1', [orderId]);
  if (rows.length === 0) throw new Refusal('not_found', { subject: 'order' });
}
