import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import { later } from '../later.js';
import { PaidFlow } from '../paid/paid.flow.js';

interface Holder {
  orderId: string;
  outTradeNo: string;
}

/** A group is decided when all open payments have answered, at the latest this long after its deadline. */
const DECIDE_AFTER_MS = 45 * SECOND_MS;
const ASK_AGAIN_MS = 5 * SECOND_MS;
/** Payments closed at WeChat at the same time. */
const AT_ONCE = 8;

/**
 * The deadline of a group: open payments are closed, money already there counts, then the group is decided.
 */
@Injectable()
export class GroupCloseJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly paid: PaidFlow,
  ) {}

  async handle({ groupId, attempt = 1 }: { groupId: string; attempt?: number }): Promise<void> {
    const [group] = await this.db.query<{ closesAt: Date; holders: Holder[] }>(
      `select g.closes_at as "closesAt", coalesce((
         select json_agg(json_build_object('orderId', o.id, 'outTradeNo', y.out_trade_no) order by o.id)
         from shop_order o join payment y on y.order_id = o.id
         where o.group_id = g.id and o.state = 'unpaid'), '[]') as holders
       from buy_group g where g.id = $1 and g.state = 'forming' and g.closes_at <= $2`,
      [groupId, this.clock.now()],
    );
    if (group === undefined) {
      return;
    }
    const silent = await this.closeAll(group.holders);
    const overdueMs = this.clock.now().getTime() - group.closesAt.getTime();
    if (silent > 0 && overdueMs < DECIDE_AFTER_MS) {
      await later(this.db, this.clock, 'group.close', { groupId, attempt }, groupId, ASK_AGAIN_MS);
      return;
    }
    await this.db.call('fail_group', [groupId, 'time_over', 'system', this.clock.now()]);
  }

  /** Closes the members' open payments; how many of them WeChat said nothing about. */
  private async closeAll(holders: readonly Holder[]): Promise<number> {
    let silent = 0;
    for (let start = 0; start < holders.length; start += AT_ONCE) {
      const answers = await Promise.all(
        holders.slice(start, start + AT_ONCE).map((holder) => this.closeOne(holder)),
      );
      silent += answers.filter((answer) => answer === 'silent').length;
      const closed = answers.filter((answer) => answer !== 'silent' && answer !== 'paid');
      if (closed.length > 0) {
        await this.db.call('release_orders', [closed, 'group_closed', 'system', 'closed', this.clock.now()]);
      }
    }
    return silent;
  }

  /** The order's id when its payment is closed, else what became of it. */
  private async closeOne({ orderId, outTradeNo }: Holder): Promise<string> {
    try {
      return (await this.paid.close(outTradeNo)) === 'paid' ? 'paid' : orderId;
    } catch (error) {
      if (error instanceof WechatUnavailable || error instanceof WechatRefused) {
        return 'silent';
      }
      throw error;
    }
  }
}
