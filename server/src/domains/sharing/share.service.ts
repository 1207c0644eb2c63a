import { Injectable } from '@nestjs/common';
import type { ShareReply, VisitReply } from '@tuanlink/shared/replies';
import type { ShareChannel, ShareTargetKind } from '@tuanlink/shared/states';
import { addMs } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Config } from '../../infra/config.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { chainOf, isSameVisit, type LastVisit, SAME_VISIT_MS, sharePath } from './share.rules.js';

const TOKEN_LENGTH = 10;
/** Two equal tokens are as likely as winning a lottery; several in a row are a broken source of chance. */
const TOKEN_TRIES = 5;
/** What is shared. `productId` is the product to show, for a campaign. */
export interface ShareTarget {
  kind: ShareTargetKind;
  id: string;
  productId: string | null;
}

/** The share through which a sharer came. */
export interface ParentShare {
  token: string;
  chain: string[];
}

/** Who opens a share: the user when logged in, else the visitor's own UUID. */
export type Visitor = { userId: string } | { visitorId: string };

/** Links people pass on, and their opening. */
@Injectable()
export class ShareService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  /** Makes a link. @throws Refusal `auth.expired` when the user is gone */
  async create(
    userId: string,
    target: ShareTarget,
    channel: ShareChannel,
    parent: ParentShare | null,
  ): Promise<ShareReply> {
    const chain = chainOf(userId, parent?.chain ?? []);
    for (let tries = 1; tries <= TOKEN_TRIES; tries++) {
      const token = this.ids.base62(TOKEN_LENGTH);
      const [made] = await this.db.query<{ inserted: boolean; known: boolean }>(
        `with made as (
           insert into share
             (token, user_id, parent_token, chain, target_kind, target_id, channel, created_at)
           select $1, u.id, $3, $4::uuid[], $5, $6::uuid, $7, $8 from shop_user u where u.id = $2
           on conflict (token) do nothing returning 1
         )
         select exists (select 1 from made) as inserted,
           exists (select 1 from shop_user where id = $2) as known`,
        [token, userId, parent?.token ?? null, chain, target.kind, target.id, channel, this.clock.now()],
      );
      if (made?.known === false) throw new Refusal('auth.expired');
      if (made?.inserted === true) return this.linkOf(token, target);
    }
    throw new Error(`${TOKEN_TRIES} random share tokens existed already`);
  }

  /** A share was opened. @throws Refusal `not_found` for an unknown token, `auth.expired` for a lost user */
  async visit(token: string, visitor: Visitor, scene: number | undefined): Promise<VisitReply> {
    const now = this.clock.now();
    const userId = 'userId' in visitor ? visitor.userId : null;
    const visitorId = 'visitorId' in visitor ? visitor.visitorId : null;
    const [visit] = await this.db.query<Omit<VisitReply, 'visitId'> & { visitId: string | null }>(
      `with opened as (
         select token, target_kind, target_id from share where token = $1
       ), recent as (
         select v.id from visit v
         where v.token = $1 and v.at > $6 and v.at <= $5 and v.source = 'open'
           and (v.user_id = $2 or (v.visitor_id = $3 and v.user_id is null))
           and not exists (select 1 from visit w where w.token <> $1 and w.at >= v.at and w.at <= $5
             and (w.user_id = $2 or (w.visitor_id = $3 and w.user_id is null)))
         order by v.at desc limit 1
       ), made as (
         insert into visit (id, token, user_id, visitor_id, at, scene, source)
         select $4, token, $2, $3, $5, $7, 'open' from opened where not exists (select 1 from recent)
           and ($2::uuid is null or exists (select 1 from shop_user where id = $2))
         returning id
       )
       select coalesce((select id from recent), (select id from made)) as "visitId",
         jsonb_build_object('kind', target_kind, 'id', target_id) as target
       from opened`,
      [token, userId, visitorId, this.ids.uuid(), now, addMs(now, -SAME_VISIT_MS), scene ?? null],
    );
    if (visit === undefined) throw new Refusal('not_found');
    if (visit.visitId === null) throw new Refusal('auth.expired');
    return { ...visit, visitId: visit.visitId };
  }

  /**
   * A share came with a quote that was answered: its buyer has seen it at that moment. Prices are asked for
   * again and again; what is the same visit still is not written.
   * @param token of a share that exists
   * @param last the buyer's latest visit before
   */
  async visitByQuote(userId: string, token: string, last: LastVisit | undefined, at: Date): Promise<void> {
    if (isSameVisit(last, token, at)) return;
    await this.db.query(
      `insert into visit (id, token, user_id, at, source) values ($1, $2, $3, $4, 'order')`,
      [this.ids.uuid(), token, userId, at],
    );
  }

  /** The visits of somebody who has just logged in become theirs. */
  async joinVisits(visitorId: string, userId: string): Promise<void> {
    await this.db.query('update visit set user_id = $2 where visitor_id = $1 and user_id is null', [
      visitorId,
      userId,
    ]);
  }

  private linkOf(token: string, target: ShareTarget): ShareReply {
    const path = sharePath(target, token, target.productId);
    return { token, path, url: `${this.config.publicUrl}/s/${token}`, scene: token };
  }
}
