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

  /** Somebody's own lines, newest first; parts taken back are lines of their own. */
  async listOwn(userId: string, query: CommissionsQuery): Promise<Page<CommissionLineReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<CommissionLineReply>>(
      `select commission_line_json(c, l.title) as item, ${keysOf('c.created_at', 'c.id')} as keys
       from commission_line c join order_line l on l.id = c.order_line_id
       where c.user_id = $1 and ($2::text is null or c.state = $2)
         and ${after('c.created_at', 'c.id', '$3', '$4')}
       order by c.created_at desc, c.id desc limit $5`,
      [userId, query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** All lines, newest first. `distributorId` may be the distributor's id or their shop user's. */
  async listForConsole(query: ConsoleCommissionsQuery): Promise<Page<ConsoleCommissionReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleCommissionReply>>(
      `select jsonb_build_object('availableAt', null) || commission_line_json(c, l.title)
         || jsonb_build_object('distributor', 
           jsonb_build_object('userId', u.id, 'nickname', u.nickname)) as item,
         ${keysOf('c.created_at', 'c.id')} as keys
       from commission_line c join order_line l on l.id = c.order_line_id join shop_user u on u.id = c.user_id
       where ($1::text is null or c.state = $1)
         and ($2::uuid is null or c.user_id = $2
           or c.user_id = (select d.user_id from distributor d where d.id = $2))
         and ($3::uuid is null or c.order_id = $3)
         and ${after('c.created_at', 'c.id', '$4', '$5')}
       order by c.created_at desc, c.id desc limit $6`,
      [query.state ?? null, query.distributorId ?? null, query.orderId ?? null, at, id, rowsToRead(query)],
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
