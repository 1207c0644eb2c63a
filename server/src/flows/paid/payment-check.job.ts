import { Injectable } from '@nestjs/common';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { isUnanswered } from '../../infra/wechat/wechat.errors.js';
import { later } from '../later.js';
import { PaidFlow } from './paid.flow.js';

interface Waiting {
  outTradeNo: string;
}

/** A payment whose end nobody knows is asked for until it is known; the seat has been free since long. */
@Injectable()
export class PaymentCheckJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
  ) {}

  async handle(payload: { orderId: string; attempt: number }): Promise<void> {
    const [waiting] = await this.db.query<Waiting>(
      `select out_trade_no as "outTradeNo" from payment where order_id = $1 and state = 'closing'`,
      [payload.orderId],
    );
    if (waiting === undefined) {
      return;
    }
    try {
      const end = await this.paid.close(waiting.outTradeNo);
      if (end === 'closed') {
        await this.db.call('close_payment', [payload.orderId, 'closed', 'checked', this.clock.now()]);
      }
      if (end !== 'unread') return;
    } catch (error) {
      if (!isUnanswered(error)) throw error;
    }
    await later(this.db, this.clock, 'payment.check', payload, payload.orderId);
  }
}
