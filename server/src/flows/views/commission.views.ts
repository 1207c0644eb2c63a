import { Injectable } from '@nestjs/common';
import type { CommissionsQuery, ConsoleCommissionsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type {
  CommissionExplanationReply,
  CommissionLineReply,
  ConsoleCommissionReply,
} from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** Commission lines as distributors and operators see them, one statement each. */
@Injectable()
export class CommissionViews {
  constructor(private readonly db: Database) {}

  /** Somebody's own lines and adjustments, newest first; parts taken back are lines of their own. */
  async listOwn(userId: string, query: CommissionsQuery): Promise<Page<CommissionLineReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<CommissionLineReply>>(
      `select entry.item, ${keysOf('entry.created_at', 'entry.id')} as keys from (
         (select c.id, c.created_at, commission_line_json(c, l.title) as item
          from commission_line c join order_line l on l.id = c.order_line_id
          where c.user_id = $1 and ($2::text is null or c.state = $2)
            and ${after('c.created_at', 'c.id', '$3', '$4')}
          order by c.created_at desc, c.id desc limit $5)
         union all
         (select a.id, a.created_at, adjustment_json(a) from commission_adjustment a
          where a.user_id = $1 and ($2::text is null or $2 = 'available')
            and ${after('a.created_at', 'a.id', '$3', '$4')}
          order by a.created_at desc, a.id desc limit $5)
       ) entry
       order by entry.created_at desc, entry.id desc limit $5`,
      [userId, query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** All lines and adjustments, newest first. `distributorId`: the distributor's id or their user's. */
  async listForConsole(query: ConsoleCommissionsQuery): Promise<Page<ConsoleCommissionReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleCommissionReply>>(
      `with who as (
         select $2::uuid as user_id union all select d.user_id from distributor d where d.id = $2
       )
       select jsonb_build_object('availableAt', null) || entry.item || jsonb_build_object('distributor',
           jsonb_build_object('userId', u.id, 'nickname', u.nickname)) as item,
         ${keysOf('entry.created_at', 'entry.id')} as keys
       from (
         (select c.id, c.created_at, c.user_id, commission_line_json(c, l.title) as item
          from commission_line c join order_line l on l.id = c.order_line_id
          where ($1::text is null or c.state = $1)
            and ($2::uuid is null or c.user_id in (select user_id from who))
            and ($3::uuid is null or c.order_id = $3) and ($7::text is null or c.reason_code = $7)
            and ${after('c.created_at', 'c.id', '$4', '$5')}
          order by c.created_at desc, c.id desc limit $6)
         union all
         (select a.id, a.created_at, a.user_id, adjustment_json(a) from commission_adjustment a
          where ($1::text is null or $1 = 'available')
            and ($2::uuid is null or a.user_id in (select user_id from who))
            and ($3::uuid is null or a.order_id = $3) and ($7::text is null or $7 = 'ADJUSTED')
            and ${after('a.created_at', 'a.id', '$4', '$5')}
          order by a.created_at desc, a.id desc limit $6)
       ) entry join shop_user u on u.id = entry.user_id
       order by entry.created_at desc, entry.id desc limit $6`,
      [
        query.state ?? null,
        query.distributorId ?? null,
        query.orderId ?? null,
        at,
        id,
        rowsToRead(query),
        query.reasonCode ?? null,
      ],
    );
    return pageOf(rows, query);
  }

  /**
   * Every fact from which a line can be computed again.
   * @param userId whose line it must be; undefined: anybody's, for operators
   * @throws Refusal `not_found`
   */
  async explain(lineId: string, userId: string | undefined): Promise<CommissionExplanationReply> {
    const reply = await this.db.call<CommissionExplanationReply | null>('commission_explanation', [
      lineId,
      userId ?? null,
    ]);
    if (reply === null) throw new Refusal('not_found');
    return reply;
  }
}
