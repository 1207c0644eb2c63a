import { Injectable } from '@nestjs/common';
import type { OrderReply } from '@tuanlink/shared/replies';
import type { OrderState } from '@tuanlink/shared/states';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { isUnanswered } from '../../infra/wechat/wechat.errors.js';
import { PaidFlow } from '../paid/paid.flow.js';
import { OrderViews } from '../views/order.views.js';

interface OwnOrder {
  state: OrderState;
  outTradeNo: string;
}

/** What a buyer may do with an order besides placing it: cancel or leave, and ask whether it is paid. */
@Injectable()
export class CancelFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
    private readonly views: OrderViews,
  ) {}

  /**
   * Cancels an unpaid order, or leaves a forming group with a refund. Idempotent by state.
   * @throws Refusal not_found, order.already_paid (it was paid meanwhile and goes on), state.conflict
   */
  async cancel(userId: string, orderId: string): Promise<OrderReply> {
    const order = await this.own(userId, orderId);
    if (order.state === 'unpaid') {
      await this.cancelUnpaid(orderId, order.outTradeNo);
    } else if (order.state === 'waiting_group') {
      const state = await this.db.call<string>('leave_group', [orderId, this.clock.now()]);
      if (state !== 'left' && state !== 'refunding' && state !== 'refunded') {
        throw new Refusal('state.conflict', { state });
      }
    } else if (order.state !== 'cancelled' && order.state !== 'refunding' && order.state !== 'refunded') {
      throw new Refusal('state.conflict', { state: order.state });
    }
    return this.views.own(userId, orderId);
  }

  /** Asks WeChat now whether the order is paid, and answers the order as it then is. */
  async confirm(userId: string, orderId: string): Promise<OrderReply> {
    const order = await this.own(userId, orderId);
    if (order.state === 'unpaid' || order.state === 'cancelled') {
      try {
        await this.paid.ask(order.outTradeNo);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
      }
    }
    return this.views.own(userId, orderId);
  }

  private async cancelUnpaid(orderId: string, outTradeNo: string): Promise<void> {
    let paymentState: 'closed' | 'closing' = 'closing';
    try {
      // Paid is paid, also while WeChat does not say yet by what: the order goes on as soon as that is known.
      if ((await this.paid.close(outTradeNo)) !== 'closed') {
        throw new Refusal('order.already_paid', { orderId });
      }
      paymentState = 'closed';
    } catch (error) {
      // Without an answer the order is cancelled all the same; money that still comes goes back.
      if (!isUnanswered(error)) throw error;
    }
    const released = await this.db.call<string[]>('release_orders', [
      [orderId],
      'buyer',
      'buyer',
      paymentState,
      this.clock.now(),
    ]);
    if (released.length === 0) {
      const [now] = await this.db.query<{ state: OrderState }>('select state from shop_order where id = $1', [
        orderId,
      ]);
      if (now?.state !== 'cancelled') {
        throw new Refusal('order.already_paid', { orderId });
      }
    }
  }

  private async own(userId: string, orderId: string): Promise<OwnOrder> {
    const [order] = await this.db.query<OwnOrder>(
      `select o.state, y.out_trade_no as "outTradeNo" from shop_order o join payment y on y.order_id = o.id
       where o.id = $1 and o.user_id = $2`,
      [orderId, userId],
    );
    if (order === undefined) {
      throw new Refusal('not_found');
    }
    return order;
  }
}
