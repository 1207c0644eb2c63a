import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { later } from '../later.js';
import { type Holder, OpenPayments } from './open-payments.js';

/**
 * A group is decided when all open payments have answered, at the latest 45 seconds after its deadline.
 * Closing a payment and asking what became of it may take ten of them, so the last look begins this long
 * after the deadline.
 */
const LAST_LOOK_MS = 35 * SECOND_MS;
const ASK_AGAIN_MS = 5 * SECOND_MS;

/**
 * The deadline of a group: open payments are closed, money already there counts, then the group is decided.
 */
@Injectable()
export class GroupCloseJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly payments: OpenPayments,
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
    const leftMs = () => group.closesAt.getTime() + LAST_LOOK_MS - this.clock.now().getTime();
    const { closed, unknownCount } = await this.payments.closeAll(group.holders, leftMs());
    if (closed.length > 0) {
      await this.db.call('release_orders', [closed, 'group_closed', 'system', 'closed', this.clock.now()]);
    }
    if (unknownCount > 0 && leftMs() > 0) {
      const waitMs = Math.min(ASK_AGAIN_MS, leftMs());
      await later(this.db, this.clock, 'group.close', { groupId, attempt }, groupId, waitMs);
      return;
    }
    await this.db.call('close_group', [groupId, this.clock.now()]);
  }
}
