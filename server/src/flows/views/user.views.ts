import { Injectable } from '@nestjs/common';
import type { UserReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';

/** The person behind a token. */
@Injectable()
export class UserViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal `auth.expired` when the user is gone: the client then logs in again by itself */
  async user(userId: string): Promise<UserReply> {
    const [user] = await this.db.query<UserReply>(
      `select u.id, u.nickname, u.avatar_url as "avatarUrl", exists (
         select 1 from distributor d where d.user_id = u.id and d.state = 'approved') as "isDistributor"
       from shop_user u where u.id = $1`,
      [userId],
    );
    if (user === undefined) throw new Refusal('auth.expired');
    return user;
  }
}
