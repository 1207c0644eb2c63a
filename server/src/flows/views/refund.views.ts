import { Injectable } from '@nestjs/common';
import type { RefundsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** `ConsoleRefundReply` of the rows `r` (refund), `o` (its order) and `u` (the buyer). */
const REFUND_JSON = `jsonb_build_object(
  'id', r.id, 'orderId', r.order_id, 'buyer', jsonb_build_object('id', u.id, 'nickname', u.nickname),
  'amountFen', r.amount_fen, 'shippingFen', r.shipping_fen,
  'lines', (
    select coalesce(jsonb_agg(jsonb_build_object('orderLineId', l.id, 'title', l.title, 'skuName', l.sku_name,
      'quantity', g.quantity, 'amountFen', g.amount_fen) order by l.position), '[]')
    from refund_line g join order_line l on l.id = g.order_line_id where g.refund_id = r.id),
  'source', r.source, 'reason', r.reason, 'note', r.note, 'state', r.state, 'outRefundNo', r.out_refund_no,
  'attempt', r.attempt, 'requestedAt', iso(r.requested_at), 'sentAt', iso(r.sent_at),
  'succeededAt', iso(r.succeeded_at), 'settledOutside', r.settled_outside, 'lastError', r.last_error)`;

const FROM = 'refund r join shop_order o on o.id = r.order_id join shop_user u on u.id = o.user_id';

/** Refunds as operators see them. */
@Injectable()
export class RefundViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleRefundReply> {
    const rows: { item: ConsoleRefundReply }[] = await tx.query(
      `select ${REFUND_JSON} as item from ${FROM} where r.id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Whether there is such a refund. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from refund where id = $1', [id])).length > 0;
  }

  /** Those asked for last first. */
  async list(query: RefundsQuery): Promise<Page<ConsoleRefundReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleRefundReply>>(
      `select ${REFUND_JSON} as item, ${keysOf('r.requested_at', 'r.id')} as keys from ${FROM}
       where ($1::text is null or r.state = $1) and ($2::uuid is null or r.order_id = $2)
         and ${after('r.requested_at', 'r.id', '$3', '$4')}
       order by r.requested_at desc, r.id desc limit $5`,
      [query.state ?? null, query.orderId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
