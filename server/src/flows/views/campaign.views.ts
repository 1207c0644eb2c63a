import { Injectable } from '@nestjs/common';
import type { CampaignsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** `ConsoleCampaignReply` of the rows `c` (campaign) and `n` (its groups, counted). */
const CAMPAIGN_JSON = `campaign_json(c) || jsonb_build_object('groupCounts', jsonb_build_object(
  'opening', coalesce(n.opening, 0), 'forming', coalesce(n.forming, 0),
  'succeeded', coalesce(n.succeeded, 0), 'failed', coalesce(n.failed, 0)))`;

const COUNTED = `select g.campaign_id, count(*) filter (where g.state = 'opening') as opening,
    count(*) filter (where g.state = 'forming') as forming,
    count(*) filter (where g.state = 'succeeded') as succeeded,
    count(*) filter (where g.state = 'failed') as failed
  from buy_group g`;

/** Campaigns as operators see them, with their product's title and how their groups fare. */
@Injectable()
export class CampaignViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleCampaignReply> {
    const rows: { item: ConsoleCampaignReply }[] = await tx.query(
      `select ${CAMPAIGN_JSON} as item
       from campaign c
       left join (${COUNTED} where g.campaign_id = $1 group by g.campaign_id) n on n.campaign_id = c.id
       where c.id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Newest first. The groups of a whole page are counted in one pass. */
  async list(query: CampaignsQuery): Promise<Page<ConsoleCampaignReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleCampaignReply>>(
      `with page as (
         select c from campaign c
         where ($1::text is null or c.state = $1) and ($2::uuid is null or c.product_id = $2)
           and ${after('c.created_at', 'c.id', '$3', '$4')}
         order by c.created_at desc, c.id desc limit $5
       ), counted as (
         ${COUNTED} where g.campaign_id = any (array(select (c).id from page)) group by g.campaign_id
       )
       select ${CAMPAIGN_JSON} as item, ${keysOf('(c).created_at', '(c).id')} as keys
       from page left join counted n on n.campaign_id = (c).id
       order by (c).created_at desc, (c).id desc`,
      [query.state ?? null, query.productId ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
