import { Injectable } from '@nestjs/common';
import type { GroupsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleGroupReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';

/** Groups as operators see them. Names and faces are shown only of members who agreed to it, here too. */
@Injectable()
export class ConsoleGroupViews {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async list(query: GroupsQuery): Promise<Page<ConsoleGroupReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleGroupReply>>(
      `select json_build_object(
         'id', g.id, 'campaignId', g.campaign_id, 'campaignTitle', g.terms->'title', 'productTitle', d.title,
         'state', g.state, 'size', g.size, 'takenCount', n.taken, 'heldCount', n.held,
         'closesAt', iso(g.closes_at), 'createdAt', iso(g.created_at),
         'members', (
           select coalesce(json_agg(json_build_object(
             'seatNo', s.seat_no, 'nickname', case when o.show_face then u.nickname end,
             'avatarUrl', case when o.show_face then nullif(u.avatar_url, '') end,
             'isLeader', s.order_id = g.leader_order_id, 'joinedAt', iso(s.joined_at))
             order by s.seat_no), '[]')
           from group_seat s join shop_order o on o.id = s.order_id join shop_user u on u.id = s.user_id
           where s.group_id = g.id and s.state = 'taken')) as item,
         ${keysOf('g.created_at', 'g.id')} as keys
       from buy_group g join group_seats n on n.group_id = g.id join product d on d.id = g.product_id
       where ($1::text is null or g.state = $1) and ($2::uuid is null or g.campaign_id = $2)
         and ${after('g.created_at', 'g.id', '$3', '$4')}
       order by g.created_at desc, g.id desc limit $5`,
      [query.state ?? null, query.campaignId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
