import { Inject, Injectable } from '@nestjs/common';
import type { RefundReason, RefundState } from '@tuanlink/shared/states';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { RefundStatus, RefundView } from '../../infra/wechat/wechat-pay.types.js';
import { NoticeRejected, WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { later } from '../later.js';
import { refundReasonTexts } from './refund.texts.js';

/** What WeChat must tell of a refund as we know it. */
interface Identified {
  transactionId: string;
  amountFen: number;
}

interface PendingRefund extends Identified {
  outRefundNo: string;
  totalFen: number;
  reason: RefundReason;
  /** How long it has to wait for another refund of the same payment; 0: it is marked as sent now. */
  waitMs: number;
}

interface RefundJob {
  refundId: string;
  attempt?: number;
}

/** WeChat wants a minute between two refunds of one payment; one second more, because clocks differ. */
const BETWEEN_REFUNDS_MS = 61 * SECOND_MS;
const FIRST_CHECK_MS = 5 * SECOND_MS;
const LAST_ERROR_MAX = 500;

/** WeChat says no for good: asking again changes nothing before a person has done something about it. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set([
  'USER_ACCOUNT_ABNORMAL',
  'RESOURCE_NOT_EXISTS',
  'MCH_NOT_EXISTS',
  'INVALID_REQUEST',
  'PARAM_ERROR',
]);

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
    const refund = await this.claim(refundId);
    if (refund === null) {
      return;
    }
    if (refund.waitMs > 0) {
      // Waiting for one's turn is no attempt.
      const job = { refundId, attempt: attempt - 1 };
      await later(this.db, this.clock, 'refund.send', job, refundId, refund.waitMs);
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
      if (await this.fits(refundId, view, refund)) {
        await this.recordView(refundId, view);
        return;
      }
    } catch (error) {
      if (await this.isRefusedForGood(refundId, refund, error)) return;
    }
    await later(this.db, this.clock, 'refund.send', { refundId, attempt }, refundId);
  }

  /**
   * Job `refund.check`: asks until WeChat knows. An abnormal refund is asked for once: somebody may have
   * mended it on the merchant platform, and the notice was lost.
   */
  async check({ refundId, attempt = 1 }: RefundJob): Promise<void> {
    const [refund] = await this.db.query<Identified & { outRefundNo: string; isAbnormal: boolean }>(
      `select out_refund_no as "outRefundNo", transaction_id as "transactionId", amount_fen as "amountFen",
         state = 'abnormal' as "isAbnormal"
       from refund where id = $1 and state in ('accepted', 'abnormal')`,
      [refundId],
    );
    if (refund === undefined) {
      return;
    }
    try {
      const view = await this.pay.queryRefund(refund.outRefundNo);
      if (view !== null && view.status !== 'PROCESSING' && (await this.fits(refundId, view, refund))) {
        await this.record(refundId, view);
        return;
      }
    } catch (error) {
      await this.note(refundId, error);
    }
    if (refund.isAbnormal) return;
    await later(this.db, this.clock, 'refund.check', { refundId, attempt }, refundId);
  }

  /**
   * A notice says what became of a refund. False: no refund of ours has this number.
   * @throws NoticeRejected when amount or payment are not those of the refund
   */
  async recordNotice(view: RefundView): Promise<boolean> {
    const [refund] = await this.db.query<Identified & { id: string }>(
      `select id, transaction_id as "transactionId", amount_fen as "amountFen"
       from refund where out_refund_no = $1`,
      [view.outRefundNo],
    );
    if (refund === undefined) {
      return false;
    }
    const contradiction = contradictionIn(view, refund);
    if (contradiction !== null) throw new NoticeRejected(400, 'malformed', contradiction);
    await this.record(refund.id, view);
    return true;
  }

  /**
   * Whether WeChat will never carry it out, which is a person's matter then. An attempt before may have been
   * taken all the same: WeChat is asked whether it knows the number before anybody settles it elsewhere.
   */
  private async isRefusedForGood(refundId: string, refund: PendingRefund, error: unknown): Promise<boolean> {
    await this.note(refundId, error);
    if (!(error instanceof WechatRefused && FINAL_REFUSALS.has(error.code))) return false;
    try {
      const view = await this.pay.queryRefund(refund.outRefundNo);
      if (view !== null) {
        if (!(await this.fits(refundId, view, refund))) return false;
        await this.recordView(refundId, view);
        return true;
      }
    } catch (unanswered) {
      await this.note(refundId, unanswered);
      return false;
    }
    const news = [refundId, refund.outRefundNo, 'abnormal', null, error.code, this.clock.now()];
    await this.db.call('record_refund', news);
    return true;
  }

  private async recordView(refundId: string, view: RefundView): Promise<void> {
    await this.record(refundId, view);
    if (view.status === 'PROCESSING') {
      const first = { refundId, attempt: 0 };
      await later(this.db, this.clock, 'refund.check', first, refundId, FIRST_CHECK_MS);
    }
  }

  /** Whether WeChat speaks of the refund we asked for; what does not fit is written down for the operator. */
  private async fits(refundId: string, view: RefundView, ours: Identified): Promise<boolean> {
    const contradiction = contradictionIn(view, ours);
    if (contradiction !== null) await this.write(refundId, contradiction);
    return contradiction === null;
  }

  private async record(refundId: string, view: RefundView): Promise<void> {
    const note = stateOf[view.status] === 'abnormal' ? view.status : '';
    const { outRefundNo, status } = view;
    const args = [refundId, outRefundNo, stateOf[status], view.refundId, note, this.clock.now()];
    await this.db.call('record_refund', args);
  }

  /** Marks the refund as sent now and reads it; null when it needs no sending any more. */
  private claim(refundId: string): Promise<PendingRefund | null> {
    return this.db.call('claim_refund', [refundId, BETWEEN_REFUNDS_MS / SECOND_MS, this.clock.now()]);
  }

  /** WeChat gave no good answer: written down for the operator; anything else is a mistake of ours. */
  private async note(refundId: string, error: unknown): Promise<void> {
    if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) {
      throw error;
    }
    await this.write(refundId, error.message);
  }

  private async write(refundId: string, note: string): Promise<void> {
    const kept = note.slice(0, LAST_ERROR_MAX);
    await this.db.query('update refund set last_error = $2 where id = $1', [refundId, kept]);
  }
}

/** What in WeChat's words does not fit the refund; null when all does. */
function contradictionIn(
  { outRefundNo, refundFen, transactionId }: RefundView,
  ours: Identified,
): string | null {
  if (refundFen !== ours.amountFen) {
    return `WeChat tells of ${refundFen} fen for refund ${outRefundNo}, not of ${ours.amountFen}`;
  }
  if (transactionId !== ours.transactionId) {
    return `WeChat tells of another payment for refund ${outRefundNo}`;
  }
  return null;
}
