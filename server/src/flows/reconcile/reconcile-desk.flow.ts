import { Injectable } from '@nestjs/common';
import type { ImportBillBody } from '@tuanlink/shared/dto';
import type { ReconciliationDayReply } from '@tuanlink/shared/replies';
import { ReconciliationDays } from '../../domains/reconciliation/days.service.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { BillIntake } from './bill-intake.js';
import { MatchFlow } from './match.flow.js';
import { ReconcileFlow } from './reconcile.flow.js';
import { ReconciliationViews } from './reconciliation.views.js';

/** What operators do with a day: have it done again, or give a bill by hand. */
@Injectable()
export class ReconcileDeskFlow {
  constructor(
    private readonly db: Database,
    private readonly days: ReconciliationDays,
    private readonly intake: BillIntake,
    private readonly matching: MatchFlow,
    private readonly reconcile: ReconcileFlow,
    private readonly audit: AuditTrail,
    private readonly views: ReconciliationViews,
  ) {}

  /** Has both bills fetched and compared anew, soon after. @throws Refusal not_found */
  async runAgain(operator: Author, day: string): Promise<ReconciliationDayReply> {
    await this.mustExist(day);
    await this.db.tx(async (tx) => {
      await this.days.ask(tx, day);
      await this.reconcile.send(tx, { day, fresh: true });
      await this.audit.record(tx, operator, 'reconciliation.run', 'reconciliation_day', day, null, { day });
    });
    return this.views.day(day);
  }

  /**
   * Takes in a bill from an operator's hands and compares the day with it. Lines that cannot be read become
   * differences; a file that is no bill of that day changes nothing.
   * @throws Refusal not_found, bill.unreadable
   */
  async importBill(
    operator: Author,
    day: string,
    { kind, text }: ImportBillBody,
  ): Promise<ReconciliationDayReply> {
    await this.mustExist(day);
    const reading = this.intake.read(day, kind, text);
    if (!reading.ok) throw new Refusal('bill.unreadable', { fault: reading.fault });
    const { rows, unreadable } = reading.bill;
    const after = { kind, rowCount: rows.length, unreadableCount: unreadable.length };
    await this.db.tx(async (tx) => {
      const bill = { day, kind, source: 'import', actor: operator.id, content: text, reading } as const;
      await this.intake.keep(tx, bill);
      await this.matching.match(tx, day);
      await this.audit.record(tx, operator, 'reconciliation.import', 'reconciliation_day', day, null, after);
    });
    await this.matching.matchOthers(day);
    return this.views.day(day);
  }

  private async mustExist(day: string): Promise<void> {
    if (!(await this.days.exists(day))) throw new Refusal('not_found');
  }
}
