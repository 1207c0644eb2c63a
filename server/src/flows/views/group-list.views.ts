import { Injectable } from '@nestjs/common';
import type { ShopGroupsQuery } from '@tuanlink/shared/dto';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import {
  after,
  keysOf,
  type ListRow,
  pageText,
  readCursor,
  rowsToRead,
} from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** SQL of a group's seats that are neither taken nor held. */
const MISSING = '(n.size - n.taken - n.held)';

/** `GroupCardReply` as JSON text, of the rows `g` (group), `n` (its seats), `d` (product), `m` (my seat). */
const CARD_JSON = `(jsonb_build_object(
  'id', g.id, 'state', g.state, 'size', g.size, 'takenCount', n.taken, 'heldCount', n.held,
  'missing', ${MISSING}, 'closesAt', iso(g.closes_at),
  'guaranteed', is_guaranteed(g),
  'product', jsonb_build_object('id', d.id, 'title', d.title, 'image', d.images->0),
  'groupPriceFen', (select min(value::bigint) from jsonb_each_text(g.terms->'prices')),
  'priceFen', (
    select min(k.price_fen) from sku k where k.product_id = d.id and g.terms->'prices' ? k.id::text))
  || case when m.order_id is null then '{}' else jsonb_build_object('myOrderId', m.order_id) end)::text`;

/** Lists of groups for buyers, one statement per page. */
@Injectable()
export class GroupListViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A page of `GroupCardReply` as JSON text: groups anyone may join, or those the reader is in.
   * @throws Refusal `auth.required` for `mine` without a login
   */
  async page(query: ShopGroupsQuery, userId: string | undefined): Promise<string> {
    if (query.scope !== 'mine') return this.open(query, userId);
    if (userId === undefined) throw new Refusal('auth.required');
    return this.mine(query, userId);
  }

  /** Fullest first, then those that close soonest. */
  private async open(query: ShopGroupsQuery, userId: string | undefined): Promise<string> {
    const [missing, closesAt, id] = readCursor(query.cursor, ['count', 'time', 'uuid']);
    const rows = await this.db.readStale<ListRow<string>>(
      `select ${CARD_JSON} as item,
         ${MISSING}::text || ${keysOf('g.closes_at', 'g.id')} as keys
       from buy_group g join group_seats n on n.group_id = g.id join product d on d.id = g.product_id
       left join group_seat m on m.group_id = g.id and m.user_id = $1 and m.state <> 'freed'
       where g.state = 'forming' and g.closes_at > $2 and ${MISSING} > 0 and d.status = 'on_sale'
         and ($3::int is null
           or (${MISSING}, g.closes_at, g.id) > ($3::int, $4::timestamptz, $5::uuid))
       order by ${MISSING}, g.closes_at, g.id limit $6`,
      [userId ?? null, this.clock.now(), missing, closesAt, id, rowsToRead(query)],
    );
    return pageText(rows, query);
  }

  /** Groups with a seat of the reader's, newest first. */
  private async mine(query: ShopGroupsQuery, userId: string): Promise<string> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<string>>(
      `select ${CARD_JSON} as item, ${keysOf('g.created_at', 'g.id')} as keys
       from group_seat m join buy_group g on g.id = m.group_id
       join group_seats n on n.group_id = g.id join product d on d.id = g.product_id
       where m.user_id = $1 and m.state <> 'freed' and ${after('g.created_at', 'g.id', '$2', '$3')}
       order by g.created_at desc, g.id desc limit $4`,
      [userId, at, id, rowsToRead(query)],
    );
    return pageText(rows, query);
  }
}
