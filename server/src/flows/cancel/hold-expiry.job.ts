import { Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import { later } from '../later.js';
import { PaidFlow } from '../paid/paid.flow.js';

interface HeldOrder {
  outTradeNo: string;
  heldUntil: Date;
}

/** How long WeChat may stay silent before the seat is freed without its answer. */
const SILENCE_MAX_MS = MINUTE_MS;
const ASK_AGAIN_MS = 10 * SECOND_MS;

/**
 * The time to pay is over: the payment is closed at WeChat first, and money already there counts as in time.
 */
@Injectable()
export class HoldExpiryJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
  ) {}

  async handle({ orderId, attempt = 1 }: { orderId: string; attempt?: number }): Promise<void> {
    const [order] = await this.db.query<HeldOrder>(
      `select y.out_trade_no as "outTradeNo", o.held_until as "heldUntil"
       from shop_order o join payment y on y.order_id = o.id where o.id = $1 and o.state = 'unpaid'`,
      [orderId],
    );
    if (order === undefined) {
      return;
    }
    try {
      if ((await this.paid.close(order.outTradeNo)) === 'closed') {
        await this.release(orderId, 'closed');
      }
    } catch (error) {
      if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) {
        throw error;
      }
      const silentMs = this.clock.now().getTime() - order.heldUntil.getTime();
      if (silentMs >= SILENCE_MAX_MS) {
        await this.release(orderId, 'closing');
      } else {
        await later(this.db, this.clock, 'order.hold-expired', { orderId, attempt }, orderId, ASK_AGAIN_MS);
      }
    }
  }

  private async release(orderId: string, paymentState: 'closed' | 'closing'): Promise<void> {
    await this.db.call('release_orders', [[orderId], 'expired', 'system', paymentState, this.clock.now()]);
  }
}
