import { Injectable } from '@nestjs/common';
import type {
  AfterSaleSettingsBody,
  ApproveAfterSaleBody,
  ConsoleAfterSalesQuery,
} from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type {
  AfterSaleSettingsReply,
  ConsoleAfterSaleCardReply,
  ConsoleAfterSaleReply,
} from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import {
  afterApproval,
  type AfterSaleAction,
  decideAfterSale,
} from '../../domains/after-sales/after-sale.rules.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { AfterSaleViews } from '../views/after-sale.views.js';
import { AfterSaleMoves, agreedFen, type LockedAfterSale } from './after-sale-moves.js';

/** What operators do about after-sales. One person is enough: it is the buyer who asked. */
@Injectable()
export class AfterSaleDecisionFlow {
  constructor(
    private readonly db: Database,
    private readonly moves: AfterSaleMoves,
    private readonly views: AfterSaleViews,
    private readonly audit: AuditTrail,
  ) {}

  list(query: ConsoleAfterSalesQuery): Promise<Page<ConsoleAfterSaleCardReply>> {
    return this.views.list(query);
  }

  /**
   * Allows what was asked for, or less of it with a note; of goods that came back, what was agreed. The money
   * goes back at once, or as soon as the goods are here.
   * @throws Refusal `not_found`, `state.conflict`, `refund.above_paid`, `refund.too_many`, `request.invalid`
   */
  approve(operator: Author, id: string, body: ApproveAfterSaleBody): Promise<ConsoleAfterSaleReply> {
    return this.decide(operator, id, 'approve', async (tx, afterSale, to) => {
      const most = agreedFen(afterSale);
      const { refundFen = most, note, returnAddress } = body;
      if (refundFen > most) throw new Refusal('refund.above_paid', { leftFen: most });
      if (refundFen < most && note === undefined) throw missing('note');
      const news = { actor: 'operator' as const, reason: note ?? '', refundFen, note };
      if (to === 'refunding') {
        await this.moves.refund(tx, afterSale, news);
        return;
      }
      const approved = await this.moves.move(tx, afterSale, { ...news, to });
      if (afterApproval(afterSale.kind) === 'refunding') {
        await this.moves.refund(tx, approved, { actor: 'operator' });
      } else {
        const address = returnAddress ?? afterSale.order.settings.returnAddress;
        if (address === null) throw missing('returnAddress');
        const back = { to: 'returning', actor: 'operator', returnAddress: address } as const;
        await this.moves.move(tx, approved, back);
      }
    });
  }

  /** Says no, to the request or to the goods that came back. @throws Refusal `not_found`, `state.conflict` */
  reject(operator: Author, id: string, reason: string): Promise<ConsoleAfterSaleReply> {
    return this.decide(operator, id, 'reject', async (tx, afterSale, to) => {
      await this.moves.move(tx, afterSale, { to, actor: 'operator', reason, note: reason });
    });
  }

  /**
   * The goods are here; they are looked at, then paid for or rejected.
   * @throws Refusal `not_found`, `state.conflict`
   */
  received(operator: Author, id: string): Promise<ConsoleAfterSaleReply> {
    return this.decide(operator, id, 'receive', async (tx, afterSale, to) => {
      await this.moves.move(tx, afterSale, { to, actor: 'operator' });
    });
  }

  /** Changes how the shop deals with after-sales by itself; what runs already keeps its clock. */
  changeSettings(operator: Author, body: AfterSaleSettingsBody): Promise<AfterSaleSettingsReply> {
    return this.db.tx(async (tx) => {
      await tx.query('select 1 from shop_setting for update');
      const before = await this.views.settings(tx);
      const wanted = { ...before, ...body };
      await tx.query(
        `update shop_setting set after_sale_decide_hours = $1, after_sale_return_days = $2,
           after_sale_receive_days = $3, after_sale_auto_fen = $4, after_sale_approve_overdue = $5,
           return_address = $6`,
        [
          wanted.decideHours,
          wanted.returnDays,
          wanted.receiveDays,
          wanted.autoApproveFen,
          wanted.approveOverdue,
          wanted.returnAddress,
        ],
      );
      const now = await this.views.settings(tx);
      await this.audit.record(tx, operator, 'after_sale.rules', 'settings', 'after_sale', before, now);
      return now;
    });
  }

  /** Locks, judges, acts, and leaves an audit entry; what was decided so before is answered as it is. */
  private decide(
    operator: Author,
    id: string,
    action: AfterSaleAction,
    act: (tx: EntityManager, afterSale: LockedAfterSale, to: LockedAfterSale['state']) => Promise<void>,
  ): Promise<ConsoleAfterSaleReply> {
    return this.db.tx(async (tx) => {
      const afterSale = await this.moves.lock(tx, id);
      const before = await this.views.forConsole(id, tx);
      const to = decideAfterSale(afterSale, action);
      if (to === null) return before;
      await act(tx, afterSale, to);
      const now = await this.views.forConsole(id, tx);
      await this.audit.record(tx, operator, `after_sale.${action}`, 'after_sale', id, before, now);
      return now;
    });
  }
}

const missing = (path: string) => new Refusal('request.invalid', { errors: [{ path, rule: 'required' }] });
