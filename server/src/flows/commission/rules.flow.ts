import { Injectable } from '@nestjs/common';
import type { CommissionRulesBody } from '@tuanlink/shared/dto';
import type { ApprovalReply, CommissionRulesReply } from '@tuanlink/shared/replies';
import { parseMoment } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { earliestStart, touchedDaysFor } from '../../domains/distribution/notice.rules.js';
import { Approvals } from '../../domains/staff/approvals.service.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { invalidField } from '../../infra/invalid-field.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApprovedAction } from '../approvals/approved-action.js';
import { CommissionRulesViews } from '../views/commission-rules.views.js';

/** What stands in an approval of the kind `commission.rules`. */
interface RulesPlan extends Omit<CommissionRulesBody, 'reason' | 'newBuyerRateBp' | 'effectiveAt'> {
  newBuyerRateBp: number | null;
  /** Null: as early as the notice allows. */
  effectiveAt: string | null;
}

/** The shop has one set of rules: only one change of them can wait at a time. */
const SUBJECT = { subjectKind: 'commission_rules', subjectId: 'shop' };

/** New versions of the shop-wide rules. Old orders keep what they were decided by. */
@Injectable()
export class CommissionRulesFlow {
  /** Announces the version that was proposed, once a second person has allowed it. */
  readonly announcing: ApprovedAction = {
    kind: 'commission.rules',
    apply: (tx, approval) => this.announce(tx, approval.payload as RulesPlan),
  };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly approvals: Approvals,
    private readonly views: CommissionRulesViews,
  ) {}

  /**
   * Proposes a version. Nothing is announced before another operator allows it.
   * @throws Refusal `request.invalid`, `rules.notice_too_short` with `earliestAt`, `approval.pending`
   */
  propose(operator: { id: string; name: string }, body: CommissionRulesBody): Promise<ApprovalReply> {
    const { reason, newBuyerRateBp = null, effectiveAt, ...days } = body;
    if (days.protectionDays > days.bindingDays) throw invalidField('protectionDays', 'atMostBindingDays');
    const start = effectiveAt === undefined ? null : momentOf(effectiveAt);
    return this.db.tx(async (tx) => {
      this.startOf(start, (await this.views.newest(tx)).effectiveAt);
      const payload: RulesPlan = { ...days, newBuyerRateBp, effectiveAt: start?.toISOString() ?? null };
      return this.approvals.ask(tx, operator, { kind: 'commission.rules', ...SUBJECT, payload, reason });
    });
  }

  private async announce(tx: EntityManager, plan: RulesPlan): Promise<CommissionRulesReply> {
    const newest = await this.views.newest(tx);
    const wanted = plan.effectiveAt === null ? null : new Date(plan.effectiveAt);
    const effectiveAt = this.startOf(wanted, newest.effectiveAt);
    await tx.query(
      `insert into commission_rules (version, effective_at, announced_at, default_rate_bp, new_buyer_rate_bp,
         visit_window_days, binding_days, protection_days, touched_days)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newest.version + 1,
        effectiveAt,
        this.clock.now(),
        plan.defaultRateBp,
        plan.newBuyerRateBp,
        plan.visitWindowDays,
        plan.bindingDays,
        plan.protectionDays,
        touchedDaysFor(plan.visitWindowDays),
      ],
    );
    return this.views.newest(tx);
  }

  /** When rules that are allowed now begin. @throws Refusal `rules.notice_too_short` */
  private startOf(wanted: Date | null, lastEffectiveAt: string): Date {
    const earliest = earliestStart(this.clock.now(), new Date(lastEffectiveAt));
    if (wanted !== null && wanted < earliest) {
      throw new Refusal('rules.notice_too_short', { earliestAt: earliest.toISOString() });
    }
    return wanted ?? earliest;
  }
}

const LATEST_MS = Date.UTC(2100, 0, 1);

/** @throws Refusal `request.invalid` for a date that no calendar has, or one beyond this century */
function momentOf(text: string): Date {
  const at = new Date(parseMoment(text));
  if (Number.isNaN(at.getTime()) || at.getTime() >= LATEST_MS) throw invalidField('effectiveAt', 'moment');
  return at;
}
