import { Injectable } from '@nestjs/common';
import { addMs } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { isUnanswered } from '../../infra/wechat/wechat.errors.js';
import { PaidFlow } from '../paid/paid.flow.js';

/** An order that holds a seat and has not paid for it. */
export interface Holder {
  orderId: string;
  outTradeNo: string;
}

/** What WeChat said of the payments of a group's holders; those that were paid are recorded by now. */
export interface ClosedPayments {
  /** Orders whose payments are closed for good. */
  closed: string[];
  /** How many payments nobody knows about yet. */
  unknownCount: number;
}

/** Payments closed at WeChat at the same time. */
const AT_ONCE = 8;

/**
 * Closes the payments of a group's unpaid members at WeChat, before the group is decided. Money that is there
 * already is recorded and counts as in time.
 */
@Injectable()
export class OpenPayments {
  constructor(
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
  ) {}

  /**
   * @param forMs no further payments are asked about after this long; a WeChat that does not answer must not
   *   keep a group open
   */
  async closeAll(holders: readonly Holder[], forMs: number): Promise<ClosedPayments> {
    const until = addMs(this.clock.now(), forMs);
    const closed: string[] = [];
    let knownCount = 0;
    for (let start = 0; start < holders.length; start += AT_ONCE) {
      if (start > 0 && this.clock.now() >= until) break;
      const batch = holders.slice(start, start + AT_ONCE);
      const answers = await Promise.all(batch.map((holder) => this.closeOne(holder)));
      knownCount += answers.filter((answer) => answer !== 'unknown').length;
      closed.push(...batch.filter((_, index) => answers[index] === 'closed').map(({ orderId }) => orderId));
    }
    return { closed, unknownCount: holders.length - knownCount };
  }

  private async closeOne({ outTradeNo }: Holder): Promise<'closed' | 'paid' | 'unknown'> {
    try {
      const end = await this.paid.close(outTradeNo);
      return end === 'unread' ? 'unknown' : end;
    } catch (error) {
      if (isUnanswered(error)) return 'unknown';
      throw error;
    }
  }
}
