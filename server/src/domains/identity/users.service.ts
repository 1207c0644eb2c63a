import { Injectable } from '@nestjs/common';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';

/** Who WeChat says somebody is. */
export interface WechatPerson {
  openid: string;
  unionid?: string;
}

/** What a user may change about themselves; absent fields stay. */
export interface ProfileChange {
  nickname?: string;
  avatarUrl?: string;
}

/** The shop's users. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The user behind a WeChat person, made at their first login; their id. */
  async enter({ openid, unionid }: WechatPerson): Promise<string> {
    const [user] = await this.db.query<{ id: string }>(
      `insert into shop_user (id, openid, unionid, created_at) values ($1, $2, $3, $4)
       on conflict (openid) do update set unionid = coalesce(excluded.unionid, shop_user.unionid)
       returning id`,
      [this.ids.uuid(), openid, unionid ?? null, this.clock.now()],
    );
    if (user === undefined) throw new Error('an upsert of a user returned no row');
    return user.id;
  }

  /**
   * Changes what a user shows to others.
   * @throws Refusal `auth.expired` when the user is gone: the client then logs in again by itself
   */
  async changeProfile(userId: string, change: ProfileChange): Promise<void> {
    const rows = await this.db.query(
      `update shop_user set nickname = coalesce($2, nickname), avatar_url = coalesce($3, avatar_url)
       where id = $1 returning id`,
      [userId, change.nickname ?? null, change.avatarUrl ?? null],
    );
    if (rows.length === 0) throw new Refusal('auth.expired');
  }
}
