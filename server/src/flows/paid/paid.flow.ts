import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../infra/clock.js';
import { Batch } from '../../infra/database/batch.js';
import { Database } from '../../infra/database/database.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import { isPaid, type PaidTransaction } from '../../infra/wechat/wechat-pay.types.js';
import { isUnanswered } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';

/** What became of money that WeChat reported; see the SQL function `record_payments`. */
export type PaymentOutcome = 'taken' | 'repeat' | 'odd' | 'refunded' | 'unknown';

interface RecordResult {
  outcome: PaymentOutcome | 'late';
  orderId?: string;
  groupId?: string | null;
}

/** Money as the SQL function `record_payments` takes it. */
interface PaymentItem {
  outTradeNo: string;
  transactionId: string;
  amountFen: number;
  openid: string;
}

/** As for placing orders; fewer at a time, because each takes longer and all are locked until the end. */
const RECORDING = { callsMax: 2, itemsMax: 8 };

/** Records payments, by notice or by asking; every way in ends here, and effects happen once. */
@Injectable()
export class PaidFlow {
  /** Payments that come while others are being recorded are recorded together: one call, one commit. */
  private readonly recording = new Batch<PaymentItem, RecordResult>(
    (items) => this.db.call<RecordResult[]>('record_payments', [items, this.clock.now()]),
    RECORDING,
  );

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** Takes up money for its order, or sends it back by the declared policy. Committed when it answers. */
  async record(transaction: PaidTransaction): Promise<PaymentOutcome> {
    const item: PaymentItem = {
      outTradeNo: transaction.outTradeNo,
      transactionId: transaction.transactionId,
      amountFen: transaction.totalFen,
      openid: transaction.openid,
    };
    const result = await this.recording.add(item);
    if (result.outcome !== 'late') {
      return result.outcome;
    }
    const late = await this.db.call<{ outcome: PaymentOutcome }>('late_payment', [item, this.clock.now()]);
    return late.outcome;
  }

  /**
   * Asks WeChat whether an order was paid and records it if so.
   * @returns the outcome, or null when it was not paid
   */
  async ask(outTradeNo: string): Promise<PaymentOutcome | null> {
    const transaction = await this.pay.query(outTradeNo);
    if (transaction === null || !isPaid(transaction)) {
      return null;
    }
    return this.record(transaction);
  }

  /**
   * Makes sure that an order is not paid any more: closes it at WeChat, and records the payment if it turns
   * out to have been paid. `unread`: WeChat says that it was paid, but not yet how much and by whom.
   * @throws WechatUnavailable, WechatRefused when WeChat does not say what became of it
   */
  async close(outTradeNo: string): Promise<'closed' | 'paid' | 'unread'> {
    if ((await this.pay.close(outTradeNo)) === 'closed') {
      return 'closed';
    }
    try {
      return (await this.ask(outTradeNo)) === null ? 'unread' : 'paid';
    } catch (error) {
      if (isUnanswered(error)) return 'unread';
      throw error;
    }
  }
}
