import { Injectable } from '@nestjs/common';
import type { GroupsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleGroupDetailReply, ConsoleGroupReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { closesAtMax } from '../../domains/group-buying/group.rules.js';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

type Stored = Omit<ConsoleGroupDetailReply, 'closesAtMax'>;

/** Groups as operators see them. Names and faces are shown only of members who agreed to it, here too. */
@Injectable()
export class ConsoleGroupViews {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async list(query: GroupsQuery): Promise<Page<ConsoleGroupReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleGroupReply>>(
      `select console_group_card(g) as item, ${keysOf('g.created_at', 'g.id')} as keys
       from buy_group g
       where ($1::text is null or g.state = $1) and ($2::uuid is null or g.campaign_id = $2)
         and ${after('g.created_at', 'g.id', '$3', '$4')}
       order by g.created_at desc, g.id desc limit $5`,
      [query.state ?? null, query.campaignId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** One group with its members, orders and history. @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleGroupDetailReply> {
    const rows: { item: Stored | null }[] = await tx.query('select console_group_view($1) as item', [id]);
    const stored = rows[0]?.item ?? null;
    if (stored === null) throw new Refusal('not_found');
    const { state, openedAt, windowMinutes } = stored;
    const latest = closesAtMax({
      state,
      windowMinutes,
      openedAt: openedAt === null ? null : new Date(openedAt),
    });
    return { ...stored, closesAtMax: latest?.toISOString() ?? null };
  }

  /** Whether there is such a group. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from buy_group where id = $1', [id])).length > 0;
  }
}
