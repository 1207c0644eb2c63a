import { Injectable } from '@nestjs/common';
import type { PatchWithdrawalRulesBody, TaxHandoverBody } from '@tuanlink/shared/dto';
import type { ApprovalReply, TaxMonthReply, TaxMonthsReply } from '@tuanlink/shared/replies';
import { Approvals } from '../../domains/staff/approvals.service.js';
import type { Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApprovedAction } from '../approvals/approved-action.js';
import { WithdrawalViews } from './withdrawal.views.js';

/** What stands in an approval of the kind `tax.handover`. */
type Handover = Pick<TaxHandoverBody, 'month' | 'amountFen' | 'reference'>;

/** What stands in an approval of the kind `withdrawal.rules`. */
interface RuleChange {
  changes: Omit<PatchWithdrawalRulesBody, 'reason' | 'version'>;
  version: number;
}

/** The one row of rules, as the subject of approvals and of the audit trail. */
const RULES = { subjectKind: 'withdrawal_rules', subjectId: 'withdrawals' };

/** What two operators decide about taxes and limits together. */
@Injectable()
export class TaxFlow {
  /** Books tax as handed over, once a second person has allowed it. */
  readonly handingOver: ApprovedAction = {
    kind: 'tax.handover',
    apply: async (tx, approval, operator) => {
      const { month, amountFen, reference } = approval.payload as Handover;
      const { id, requestedBy } = approval;
      const args = [id, month, amountFen, reference, requestedBy.id, operator.id, this.clock.now()];
      const dueFen = await callIn<number | null>(tx, 'hand_over_tax', args);
      if (dueFen !== null) throw new Refusal('tax.above_due', { dueFen });
      return { month, amountFen, reference };
    },
  };

  /** Changes the rules of withdrawals, once a second person has allowed it. */
  readonly changingRules: ApprovedAction = {
    kind: 'withdrawal.rules',
    apply: async (tx, approval) => {
      const { changes, version } = approval.payload as RuleChange;
      const changed = await callIn<boolean>(tx, 'change_withdrawal_rules', [changes, version]);
      if (!changed) throw new Refusal('version.conflict');
      return changes;
    },
  };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly approvals: Approvals,
    private readonly views: WithdrawalViews,
  ) {}

  /** Tax withheld by month. */
  async months(): Promise<TaxMonthsReply> {
    return { months: await this.db.call<TaxMonthReply[]>('tax_months_view', [null]) };
  }

  /**
   * Asks to book tax of a month as handed over.
   * @throws Refusal `tax.above_due`, `approval.pending`
   */
  ask(operator: Author, { month, amountFen, reference, reason }: TaxHandoverBody): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const [found] = await callIn<TaxMonthReply[]>(tx, 'tax_months_view', [month]);
      const dueFen = found?.dueFen ?? 0;
      if (amountFen > dueFen) throw new Refusal('tax.above_due', { dueFen });
      const payload: Handover = { month, amountFen, reference };
      const subject = { subjectKind: 'tax_month', subjectId: month };
      return this.approvals.ask(tx, operator, { kind: 'tax.handover', ...subject, payload, reason });
    });
  }

  /** Asks for other rules of withdrawals. @throws Refusal `version.conflict`, `approval.pending` */
  askForRules(
    operator: Author,
    { reason, version, ...changes }: PatchWithdrawalRulesBody,
  ): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const rules = await this.views.rules(tx);
      if (rules.version !== version) throw new Refusal('version.conflict', { version: rules.version });
      const payload: RuleChange = { changes: { ...changes }, version };
      return this.approvals.ask(tx, operator, { kind: 'withdrawal.rules', ...RULES, payload, reason });
    });
  }
}
