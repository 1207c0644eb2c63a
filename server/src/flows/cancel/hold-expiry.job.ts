import { Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { isUnanswered } from '../../infra/wechat/wechat.errors.js';
import { later } from '../later.js';
import { PaidFlow } from '../paid/paid.flow.js';

/** The job; `silentSince` is when WeChat was first asked in vain. */
interface HoldExpiry {
  orderId: string;
  attempt?: number;
  silentSince?: string;
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

  async handle({ orderId, attempt = 1, silentSince }: HoldExpiry): Promise<void> {
    const [order] = await this.db.query<{ outTradeNo: string }>(
      `select y.out_trade_no as "outTradeNo"
       from shop_order o join payment y on y.order_id = o.id where o.id = $1 and o.state = 'unpaid'`,
      [orderId],
    );
    if (order === undefined) {
      return;
    }
    try {
      const end = await this.paid.close(order.outTradeNo);
      if (end === 'closed') {
        await this.release(orderId, 'closed');
      } else if (end === 'unread') {
        // The money is there: the seat is kept until WeChat says what was paid.
        await later(this.db, this.clock, 'order.hold-expired', { orderId, attempt }, orderId);
      }
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      const now = this.clock.now();
      const since = silentSince ?? now.toISOString();
      if (now.getTime() - Date.parse(since) >= SILENCE_MAX_MS) {
        await this.release(orderId, 'closing');
      } else {
        const again = { orderId, attempt, silentSince: since };
        await later(this.db, this.clock, 'order.hold-expired', again, orderId, ASK_AGAIN_MS);
      }
    }
  }

  private async release(orderId: string, paymentState: 'closed' | 'closing'): Promise<void> {
    await this.db.call('release_orders', [[orderId], 'expired', 'system', paymentState, this.clock.now()]);
  }
}
