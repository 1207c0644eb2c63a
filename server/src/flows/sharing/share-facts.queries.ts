import { Injectable } from '@nestjs/common';
import type { ShareTargetKind } from '@tuanlink/shared/states';
import type { ParentShare, ShareTarget } from '../../domains/sharing/share.service.js';
import { sharePath } from '../../domains/sharing/share.rules.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';

/** What is known before somebody shares something. */
export interface ShareFacts {
  /** Null when there is no such thing to share. */
  target: ShareTarget | null;
  /** The share they name, when it exists; else the one that they are attributed to at this moment. */
  parent: ParentShare | null;
}

/** SQL: the product to show for target `$1` (kind), `$2` (id); no row when there is no such target. */
const TARGET = `
  select id as product_id from product where $1 = 'product' and id = $2 and status = 'on_sale'
  union all select product_id from buy_group where $1 = 'group' and id = $2
  union all select product_id from campaign where $1 = 'campaign' and id = $2 and state <> 'draft'
  union all select null::uuid where $1 = 'shop'`;

/** Reads across the domains that a share touches. */
@Injectable()
export class ShareQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** One statement. The present attribution: the last visit within the window, else the binding's share. */
  async facts(
    userId: string,
    target: { kind: ShareTargetKind; id: string },
    parentToken: string | undefined,
  ): Promise<ShareFacts> {
    const [row] = await this.db.query<{ targets: (string | null)[]; parent: ParentShare | null }>(
      `select
         (select coalesce(json_agg(t.product_id), '[]') from (${TARGET}) t) as targets,
         (select json_build_object('token', s.token, 'chain', s.chain) from share s
          where s.token = coalesce(
            (select token from share where token = $4),
            (select v.token from visit v
             where v.user_id = $3 and v.at <= $5
               and v.at >= $5::timestamptz - make_interval(days => r.visit_window_days)
             order by v.at desc limit 1),
            (select b.share_token from binding b where b.user_id = $3 and b.expires_at > $5))) as parent
       from (select visit_window_days from commission_rules where effective_at <= $5
             order by version desc limit 1) r`,
      [target.kind, target.id, userId, parentToken ?? null, this.clock.now()],
    );
    if (row === undefined) throw new Error('no commission rules are in force');
    const [productId] = row.targets;
    const found = productId === undefined ? null : { ...target, productId };
    return { target: found, parent: row.parent };
  }

  /** Page and query of a share's target within the mini program; null for an unknown token. */
  async pathOf(token: string): Promise<string | null> {
    const [share] = await this.db.query<{ kind: ShareTargetKind; id: string; productId: string | null }>(
      `select s.target_kind as kind, s.target_id as id, c.product_id as "productId"
       from share s left join campaign c on s.target_kind = 'campaign' and c.id = s.target_id
       where s.token = $1`,
      [token],
    );
    return share === undefined ? null : sharePath(share, token, share.productId);
  }
}
