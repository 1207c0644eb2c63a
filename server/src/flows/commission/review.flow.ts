import { Injectable } from '@nestjs/common';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import { Approvals } from '../../domains/staff/approvals.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApprovedAction } from '../approvals/approved-action.js';
import { DistributorViews } from '../views/distributor.views.js';

/** How many lines are taken at once; what is left is asked for again. */
const LINES_MAX = 1_000;

/** What stands in an approval of the kind `commission.void`. */
interface VoidPlan {
  lineIds: string[];
  lineCount: number;
  amountFen: number;
}

/** How a review ends for a suspended distributor who is not reinstated: two people take the lines. */
@Injectable()
export class CommissionReviewFlow {
  /** Reverses those of the lines asked for that are still held, once a second person has allowed it. */
  readonly voiding: ApprovedAction = {
    kind: 'commission.void',
    apply: async (tx, { subjectId, payload }) => {
      const { lineIds } = payload as VoidPlan;
      const done = await callIn<object | null>(tx, 'void_lines', [subjectId, lineIds, this.clock.now()]);
      if (done === null) throw new Refusal('state.conflict', { rule: 'notSuspended' });
      return done;
    },
  };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly approvals: Approvals,
    private readonly distributors: DistributorViews,
  ) {}

  /**
   * Asks to reverse what a suspended distributor has under review at this moment.
   * @throws Refusal `not_found`, `state.conflict` when they are not suspended or nothing is under review,
   *   `approval.pending`
   */
  askToVoid(
    operator: { id: string; name: string },
    distributorId: string,
    reason: string,
  ): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const { userId, state } = await this.distributors.get(distributorId, tx);
      if (state !== 'suspended') throw new Refusal('state.conflict', { rule: 'notSuspended', state });
      const lines: { id: string; netFen: number }[] = await tx.query(
        `select l.id, (l.amount_fen + coalesce((
             select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0)
           )::bigint as "netFen"
         from commission_line l
         where l.user_id = $1 and l.state = 'held' and l.reason_code = 'HELD_REVIEW' and l.parent_id is null
         order by l.created_at, l.id limit ${LINES_MAX}`,
        [userId],
      );
      if (lines.length === 0) throw new Refusal('state.conflict', { rule: 'nothingUnderReview' });
      const payload: VoidPlan = {
        lineIds: lines.map(({ id }) => id),
        lineCount: lines.length,
        amountFen: lines.reduce((sum, { netFen }) => sum + netFen, 0),
      };
      const subject = { subjectKind: 'distributor', subjectId: distributorId };
      return this.approvals.ask(tx, operator, { kind: 'commission.void', ...subject, payload, reason });
    });
  }
}
