import { Inject, Injectable } from '@nestjs/common';
import type { RefundReason, RefundState } from '@tuanlink/shared/states';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { RefundStatus, RefundView } from '../../infra/wechat/wechat-pay.types.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { later } from '../later.js';
import { refundReasonTexts } from './refund.texts.js';

interface PendingRefund {
  transactionId: string;
  outRefundNo: string;
  amountFen: number;
  totalFen: number;
  reason: RefundReason;
  /** When another refund of the same payment was last sent. */
  otherSentAt: Date | null;
}

interface RefundJob {
  refundId: string;
  attempt?: number;
}

/** WeChat wants a minute between two refunds of one payment; one second more, because clocks differ. */
const BETWEEN_REFUNDS_MS = 61 * SECOND_MS;
const FIRST_CHECK_MS = 5 * SECOND_MS;

const stateOf: Record<RefundStatus, RefundState> = {
  PROCESSING: 'accepted',
  SUCCESS: 'succeeded',
  ABNORMAL: 'abnormal',
  CLOSED: 'abnormal',
};

/** Sends refunds to WeChat and learns what became of them; a refund keeps its number through every retry. */
@Injectable()
export class RefundFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** Job `refund.send`. */
  async send({ refundId, attempt = 1 }: RefundJob): Promise<void> {
    const now = this.clock.now();
    const refund = await this.claim(refundId, now);
    if (refund === undefined) {
      return;
    }
    const sinceOtherMs =
      refund.otherSentAt === null ? Infinity : now.getTime() - refund.otherSentAt.getTime();
    if (sinceOtherMs < BETWEEN_REFUNDS_MS) {
      const waitMs = BETWEEN_REFUNDS_MS - sinceOtherMs;
      await later(this.db, this.clock, 'refund.send', { refundId, attempt }, refundId, waitMs);
      return;
    }
    try {
      const view = await this.pay.refund({
        transactionId: refund.transactionId,
        outRefundNo: refund.outRefundNo,
        reason: refundReasonTexts[refund.reason],
        refundFen: refund.amountFen,
        totalFen: refund.totalFen,
      });
      await this.recordView(refundId, view);
    } catch (error) {
      await this.note(refundId, error);
      await later(this.db, this.clock, 'refund.send', { refundId, attempt }, refundId);
    }
  }

  /** Job `refund.check`: asks until WeChat knows. */
  async check({ refundId, attempt = 1 }: RefundJob): Promise<void> {
    const [refund] = await this.db.query<{ outRefundNo: string }>(
      `select out_refund_no as "outRefundNo" from refund where id = $1 and state = 'accepted'`,
      [refundId],
    );
    if (refund === undefined) {
      return;
    }
    try {
      const view = await this.pay.queryRefund(refund.outRefundNo);
      if (view !== null && view.status !== 'PROCESSING') {
        await this.record(refundId, view);
        return;
      }
    } catch (error) {
      await this.note(refundId, error);
    }
    await later(this.db, this.clock, 'refund.check', { refundId, attempt }, refundId);
  }

  /** A notice says what became of a refund. False: no refund of ours has this number. */
  async recordNotice(view: RefundView): Promise<boolean> {
    const [refund] = await this.db.query<{ id: string }>('select id from refund where out_refund_no = $1', [
      view.outRefundNo,
    ]);
    if (refund === undefined) {
      return false;
    }
    await this.record(refund.id, view);
    return true;
  }

  private async recordView(refundId: string, view: RefundView): Promise<void> {
    await this.record(refundId, view);
    if (view.status === 'PROCESSING') {
      const first = { refundId, attempt: 0 };
      await later(this.db, this.clock, 'refund.check', first, refundId, FIRST_CHECK_MS);
    }
  }

  private async record(refundId: string, view: RefundView): Promise<void> {
    const note = view.status === 'CLOSED' ? 'CLOSED' : '';
    const args = [refundId, stateOf[view.status], view.refundId, note, this.clock.now()];
    await this.db.call('record_refund', args);
  }

  /** Marks the refund as sent now and reads it; undefined when it needs no sending any more. */
  private async claim(refundId: string, now: Date): Promise<PendingRefund | undefined> {
    const [refund] = await this.db.query<PendingRefund>(
      `with other as (
         select max(o.sent_at) as at from refund r join refund o on o.transaction_id = r.transaction_id
         and o.id <> r.id where r.id = $1
       )
       update refund r set sent_at = case when other.at > $3 then r.sent_at else $2 end
       from other where r.id = $1 and r.state = 'requested'
       returning r.transaction_id as "transactionId", r.out_refund_no as "outRefundNo",
         r.amount_fen as "amountFen", r.total_fen as "totalFen", r.reason, other.at as "otherSentAt"`,
      [refundId, now, new Date(now.getTime() - BETWEEN_REFUNDS_MS)],
    );
    return refund;
  }

  /** WeChat gave no good answer: written down for the operator; anything else is a mistake of ours. */
  private async note(refundId: string, error: unknown): Promise<void> {
    if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) {
      throw error;
    }
    const note = error.message.slice(0, 500);
    await this.db.query('update refund set last_error = $2 where id = $1', [refundId, note]);
  }
}
