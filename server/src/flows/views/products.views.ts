import { Injectable } from '@nestjs/common';
import type { ProductsQuery } from '@tuanlink/shared/dto';
import { Clock } from '../../infra/clock.js';
import { Config } from '../../infra/config.js';
import { Database } from '../../infra/database/database.js';
import {
  after,
  keysOf,
  type ListRow,
  pageText,
  readCursor,
  rowsToRead,
} from '../../infra/database/paging.js';
import { Recent } from '../../infra/recent.js';
import { Refusal } from '../../infra/refusal.js';

/** Pages of about 5 KB that are kept at a time. */
const PAGES_KEPT_MAX = 1_000;

/**
 * Products as buyers see them, built as JSON by PostgreSQL because everybody reads them. They are the same
 * for all, so each reply may be kept for `Config.productCacheMs`: what somebody has bought or an operator
 * has changed since shows that much later. Orders and quotes read the database, never what is kept.
 */
@Injectable()
export class ProductViews {
  private readonly pages: Recent<string | null>;
  private readonly lists: Recent<string>;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    config: Config,
  ) {
    const limits = { ms: config.productCacheMs, entriesMax: PAGES_KEPT_MAX };
    this.pages = new Recent(limits);
    this.lists = new Recent(limits);
  }

  /** `ProductReply` as JSON text. @throws Refusal `not_found` when it is not on sale */
  async page(id: string): Promise<string> {
    const read = () => this.db.call<string | null>('product_view', [id, this.clock.now()]);
    const text = await this.pages.get(id.toLowerCase(), read);
    if (text === null) throw new Refusal('not_found');
    return text;
  }

  /** A page of `ProductCardReply` as JSON text: what is on sale, newest first, in one statement. */
  list(query: ProductsQuery): Promise<string> {
    return this.lists.get(JSON.stringify(query), () => this.readList(query));
  }

  private async readList(query: ProductsQuery): Promise<string> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.readStale<ListRow<string>>(
      `select json_build_object(
         'id', p.id, 'title', p.title, 'image', p.images->0, 'priceFen', k.price_fen,
         'groupPriceFen', c.price_fen, 'groupSize', c.size, 'stock', k.stock,
         'soldCount', k.sold)::text as item,
         ${keysOf('p.created_at', 'p.id')} as keys
       from product p
       join lateral (
         select min(s.price_fen) filter (where s.withdrawn_at is null) as price_fen,
           coalesce(sum(t.on_hand - t.held) filter (where s.withdrawn_at is null), 0) as stock,
           sum(t.sold) as sold
         from sku s join sku_stock t on t.sku_id = s.id where s.product_id = p.id
       ) k on true
       left join lateral (
         select c.size, min(x.price_fen) as price_fen
         from campaign c join campaign_price x on x.campaign_id = c.id
         join sku s on s.id = x.sku_id and s.withdrawn_at is null
         where c.product_id = p.id and c.state = 'running' and c.starts_at <= $1 and c.ends_at > $1
         group by c.id
       ) c on true
       where p.status = 'on_sale' and ($2::text is null or strpos(lower(p.title), lower($2)) > 0)
         and ${after('p.created_at', 'p.id', '$3', '$4')}
       order by p.created_at desc, p.id desc limit $5`,
      [this.clock.now(), query.search ?? null, at, id, rowsToRead(query)],
    );
    return pageText(rows, query);
  }
}
