import { Injectable } from '@nestjs/common';
import { afterDue } from '../../domains/after-sales/after-sale.rules.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { AfterSaleMoves } from './after-sale-moves.js';
import { AfterSaleFlow } from './after-sale.flow.js';

/** What happens by itself when an after-sale has waited too long in one state. */
@Injectable()
export class AfterSaleDueJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly moves: AfterSaleMoves,
    private readonly flow: AfterSaleFlow,
  ) {}

  /** Job `after-sale.due`. One that was moved meanwhile has another clock, or none. */
  async handle({ afterSaleId }: { afterSaleId: string }): Promise<void> {
    await this.db.tx(async (tx) => {
      const afterSale = await this.moves.lock(tx, afterSaleId);
      if (afterSale.dueAt === null || new Date(afterSale.dueAt) > this.clock.now()) return;
      const to = afterDue(afterSale, afterSale.order.settings.approveOverdue);
      if (to === 'approved') {
        await this.flow.approveByItself(tx, afterSale, 'decision_overdue');
      } else if (to === 'refunding') {
        // What cannot be paid stays with a person, overdue.
        if (await this.moves.isBlocked(tx, afterSale)) return;
        await this.moves.refund(tx, afterSale, { actor: 'system', reason: 'inspection_overdue' });
      } else if (to !== null) {
        const reason = to === 'returned' ? 'receipt_overdue' : 'return_overdue';
        await this.moves.move(tx, afterSale, { to, actor: 'system', reason });
      }
    });
  }
}
