import { Injectable } from '@nestjs/common';
import type { ApplyAfterSaleBody, TrackReturnBody } from '@tuanlink/shared/dto';
import type { AfterSaleReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import {
  checkApplicable,
  decideAfterSale,
  dueOf,
  isAutoApproved,
} from '../../domains/after-sales/after-sale.rules.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { AfterSaleViews } from '../views/after-sale.views.js';
import { askedMoney, givesPiecesBack } from './after-sale-amounts.rules.js';
import { AfterSaleMoves, type LockedAfterSale } from './after-sale-moves.js';

/** What buyers do: ask for their money back, send goods back, or let it be. */
@Injectable()
export class AfterSaleFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly moves: AfterSaleMoves,
    private readonly views: AfterSaleViews,
  ) {}

  /**
   * Asks for money back. Small money for goods that are still here is approved at once where the shop says
   * so.
   * @throws Refusal `not_found`, `state.conflict`, `after_sale.open`, `refund.above_paid`, `request.invalid`
   */
  apply(userId: string, orderId: string, body: ApplyAfterSaleBody): Promise<AfterSaleReply> {
    return this.db.tx(async (tx) => {
      const order = await this.moves.lockOrder(tx, orderId, userId);
      const { kind, reason, words = '', pictures = [] } = body;
      checkApplicable(kind, order.state);
      const money = askedMoney(order.lines, body.lines, order.shippingLeftFen, body.refundFen);
      const now = this.clock.now();
      const id = this.ids.uuid();
      const dueAt = dueOf({ state: 'applied', tracked: false }, order.settings, now);
      const asked = { id, orderId, userId, kind, reason, words, pictures, ...money, dueAt };
      const open = await callIn<string | null>(tx, 'insert_after_sale', [asked, now]);
      if (open !== null) throw new Refusal('after_sale.open', { afterSaleId: open });
      const { state: orderState, refundedFen } = order;
      const facts = { kind, orderState, askedFen: money.askedFen, refundedFen };
      if (isAutoApproved(facts, order.settings.autoApproveFen)) {
        await this.approveByItself(tx, await this.moves.lock(tx, id), 'auto_approved');
      }
      return this.views.own(userId, id, tx);
    });
  }

  /** Lets it be. @throws Refusal `not_found`, `state.conflict` */
  withdraw(userId: string, id: string): Promise<AfterSaleReply> {
    return this.db.tx(async (tx) => {
      const afterSale = await this.moves.lock(tx, id, userId);
      const to = decideAfterSale(afterSale, 'withdraw');
      if (to !== null) await this.moves.move(tx, afterSale, { to, actor: 'buyer' });
      return this.views.own(userId, id, tx);
    });
  }

  /**
   * Says how the goods come back; a mistyped number may be given again.
   * @throws Refusal `not_found`, `state.conflict`
   */
  track(userId: string, id: string, { carrier, trackingNo }: TrackReturnBody): Promise<AfterSaleReply> {
    return this.db.tx(async (tx) => {
      const afterSale = await this.moves.lock(tx, id, userId);
      const repeated = afterSale.carrier === carrier && afterSale.trackingNo === trackingNo;
      const to = repeated ? null : decideAfterSale(afterSale, 'track');
      if (to !== null) {
        const reason = `${carrier} ${trackingNo}`;
        await this.moves.move(tx, afterSale, { to, actor: 'buyer', reason, carrier, trackingNo });
      }
      return this.views.own(userId, id, tx);
    });
  }

  /**
   * Approves in the shop's own name, as its settings say. What cannot be given back stays with a person, and
   * so does a part of the price of goods that still go out: only whole pieces stay on the shelf.
   */
  async approveByItself(tx: EntityManager, afterSale: LockedAfterSale, reason: string): Promise<void> {
    const { order } = afterSale;
    if (order.state === 'to_ship' && !givesPiecesBack(afterSale, order.lines)) return;
    if (await this.moves.isBlocked(tx, afterSale)) return;
    const approved = await this.moves.move(tx, afterSale, { to: 'approved', actor: 'system', reason });
    await this.moves.refund(tx, approved, { actor: 'system' });
  }
}
