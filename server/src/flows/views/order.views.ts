import { Injectable } from '@nestjs/common';
import type { ConsoleOrdersQuery, OrdersQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type {
  ConsoleOrderCardReply,
  ConsoleOrderReply,
  OrderCardReply,
  OrderReply,
} from '@tuanlink/shared/replies';
import type { MoneyFlag } from '@tuanlink/shared/states';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** Orders as people see them, read across domains in one statement each. */
@Injectable()
export class OrderViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Somebody's own order. @throws Refusal not_found */
  async own(userId: string, orderId: string): Promise<OrderReply> {
    return found(await this.db.call<OrderReply | null>('order_view', [orderId, userId, this.clock.now()]));
  }

  /** Whether there is such an order, and it is this user's where one is given. */
  async exists(orderId: string, userId: string | undefined): Promise<boolean> {
    const rows = await this.db.query(
      'select 1 from shop_order where id = $1 and ($2::uuid is null or user_id = $2)',
      [orderId, userId ?? null],
    );
    return rows.length > 0;
  }

  /** Any order, for operators. @throws Refusal not_found */
  async forConsole(orderId: string): Promise<ConsoleOrderReply> {
    return found(
      await this.db.call<ConsoleOrderReply | null>('console_order_view', [orderId, this.clock.now()]),
    );
  }

  /** Somebody's own orders, newest first. */
  async listOwn(userId: string, query: OrdersQuery): Promise<Page<OrderCardReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<OrderCardReply>>(
      `select order_card_view(o) as item, ${keysOf('o.created_at', 'o.id')} as keys
       from shop_order o
       where o.user_id = $1 and ($2::text is null or o.state = $2)
         and ${after('o.created_at', 'o.id', '$3', '$4')}
       order by o.created_at desc, o.id desc limit $5`,
      [userId, query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** All orders, newest first. */
  async listForConsole(query: ConsoleOrdersQuery): Promise<Page<ConsoleOrderCardReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleOrderCardReply>>(
      `select jsonb_build_object(
         'id', o.id, 'state', o.state, 'groupId', o.group_id,
         'buyer', jsonb_build_object('id', u.id, 'nickname', u.nickname),
         'title', (select string_agg(l.title || ' ' || l.sku_name, '、' order by l.position)
                   from order_line l where l.order_id = o.id),
         'quantity', (select sum(l.quantity) from order_line l where l.order_id = o.id),
         'payFen', o.pay_fen, 'refundedFen', o.refunded_fen, 'createdAt', iso(o.created_at),
         'paidAt', iso(o.paid_at), 'carrier', o.carrier, 'trackingNo', o.tracking_no,
         'late', y.late, 'odd', has_odd_money(o.id)) as item,
         ${keysOf('o.created_at', 'o.id')} as keys
       from shop_order o join shop_user u on u.id = o.user_id join payment y on y.order_id = o.id
       where ($1::text is null or o.state = $1) and ($2::uuid is null or o.group_id = $2)
         and ${after('o.created_at', 'o.id', '$3', '$4')} ${withMoney(query.money)}
       order by o.created_at desc, o.id desc limit $5`,
      [query.state ?? null, query.groupId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}

/** SQL condition that leaves orders with a flag alone; written out, so that the index of the flag is used. */
function withMoney(flag: MoneyFlag | undefined): string {
  if (flag === undefined) return '';
  return flag === 'late' ? 'and y.late' : 'and o.id in (select order_id from odd_money)';
}

function found<T>(reply: T | null): T {
  if (reply === null) {
    throw new Refusal('not_found');
  }
  return reply;
}
