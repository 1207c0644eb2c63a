import { Inject, Injectable } from '@nestjs/common';
import type { DifferenceReply, WechatAnswerReply } from '@tuanlink/shared/replies';
import { Clock } from '../../infra/clock.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import { isPaid } from '../../infra/wechat/wechat-pay.types.js';
import { NoticeRejected } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { PaidFlow } from '../paid/paid.flow.js';
import { RefundFlow } from '../refund/refund.flow.js';
import { PayoutFlow } from '../withdraw/payout.flow.js';

type Answer = Omit<WechatAnswerReply, 'at'>;

const nothingKnown: Answer = { state: 'unknown', fen: null, outcome: 'none' };

/**
 * Asks WeChat what it knows of the thing behind a difference, and records it the same way as a notice would
 * be: lost money is taken up, odd money goes back, a refund moves on. The bill itself moves nothing.
 */
@Injectable()
export class InquiryFlow {
  constructor(
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
    private readonly refunds: RefundFlow,
    private readonly payouts: PayoutFlow,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** @throws WechatUnavailable, WechatRefused */
  async ask({ kind, subject }: Pick<DifferenceReply, 'kind' | 'subject'>): Promise<WechatAnswerReply> {
    return { at: this.clock.now().toISOString(), ...(await this.answer(kind, subject)) };
  }

  private answer(kind: DifferenceReply['kind'], subject: string): Promise<Answer> {
    if (kind.startsWith('payment.')) return this.payment(subject);
    return kind.startsWith('refund.') ? this.refund(subject) : this.transfer(subject);
  }

  private async payment(transactionId: string): Promise<Answer> {
    // A bill given by hand may name what cannot be a number of WeChat's: it knows no such thing.
    if (!/^[0-9A-Za-z]{1,32}$/.test(transactionId)) return nothingKnown;
    const transaction = await this.pay.queryTransaction(transactionId);
    if (transaction === null) return nothingKnown;
    if (!isPaid(transaction)) {
      return { state: transaction.state, fen: transaction.totalFen ?? null, outcome: 'none' };
    }
    const outcome = await this.paid.record(transaction);
    const known = outcome === 'repeat' ? 'repeat' : 'recorded';
    return {
      state: transaction.state,
      fen: transaction.totalFen,
      outcome: outcome === 'unknown' ? 'foreign' : known,
    };
  }

  private async refund(outRefundNo: string): Promise<Answer> {
    const view = await this.pay.queryRefund(outRefundNo);
    if (view === null) return nothingKnown;
    const said = { state: view.status, fen: view.refundFen };
    return { ...said, outcome: await this.taken(() => this.refunds.recordNotice(view)) };
  }

  private async transfer(outBillNo: string): Promise<Answer> {
    // Vouchers of other movements have other forms: WeChat knows no transfer by them.
    if (!/^[0-9A-Za-z]{1,32}$/.test(outBillNo)) return nothingKnown;
    const view = await this.pay.queryTransfer(outBillNo);
    if (view === null) return nothingKnown;
    const said = { state: view.state, fen: view.amountFen ?? null };
    return { ...said, outcome: await this.taken(() => this.payouts.recordNotice(view)) };
  }

  /** What became of WeChat's answer. One that contradicts what we know changes nothing: a person looks. */
  private async taken(record: () => Promise<boolean>): Promise<Answer['outcome']> {
    try {
      return (await record()) ? 'recorded' : 'foreign';
    } catch (error) {
      if (error instanceof NoticeRejected) return 'none';
      throw error;
    }
  }
}
