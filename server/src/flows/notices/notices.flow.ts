import { Inject, Injectable } from '@nestjs/common';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { NoticeHeaders, WechatNotice } from '../../infra/wechat/wechat-pay.types.js';
import { NoticeRejected } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { PaidFlow } from '../paid/paid.flow.js';
import { RefundFlow } from '../refund/refund.flow.js';
import { PayoutFlow } from '../withdraw/payout.flow.js';
import { RejectedNotices } from './rejected-notices.js';

/** What WeChat is told when its notice was taken in. */
export interface NoticeAnswer {
  code: 'SUCCESS';
}

/** Notices of WeChat Pay: verified first, then recorded; the answer goes out after the commit. */
@Injectable()
export class NoticesFlow {
  constructor(
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
    private readonly paid: PaidFlow,
    private readonly refunds: RefundFlow,
    private readonly payouts: PayoutFlow,
    private readonly rejected: RejectedNotices,
  ) {}

  /**
   * Takes in one notice; a repeat changes nothing and is answered alike. Money with a number of no order of
   * ours is left alone: the merchant's account may serve other programs too. A refused notice is noted, and
   * changes nothing else.
   * @param kind what this address is for
   * @throws NoticeRejected, WechatUnavailable when WeChat's certificates cannot be read
   */
  async take(
    kind: WechatNotice['kind'],
    headers: NoticeHeaders,
    rawBody: Buffer,
    remoteAddress: string,
  ): Promise<NoticeAnswer> {
    try {
      await this.record(kind, headers, rawBody);
    } catch (error) {
      if (error instanceof NoticeRejected) {
        const serial = String(headers['wechatpay-serial'] ?? '');
        const { fault, status } = error;
        await this.rejected.note({ kind, fault, status }, { remoteAddress, serial, body: rawBody });
      }
      throw error;
    }
    return { code: 'SUCCESS' };
  }

  private async record(kind: WechatNotice['kind'], headers: NoticeHeaders, rawBody: Buffer): Promise<void> {
    const notice = await this.pay.readNotice(headers, rawBody);
    if (notice.kind !== kind) {
      const reason = `a ${notice.kind} notice came to the address of ${kind} notices`;
      throw new NoticeRejected(400, 'wrong_address', reason);
    }
    if (notice.kind === 'payment') {
      await this.paid.record(notice.transaction);
    } else if (notice.kind === 'refund') {
      await this.refunds.recordNotice(notice.refund);
    } else {
      await this.payouts.recordNotice(notice.transfer);
    }
  }
}
