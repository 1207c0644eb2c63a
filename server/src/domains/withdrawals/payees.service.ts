import { Injectable } from '@nestjs/common';
import type { PayeeReply } from '@tuanlink/shared/replies';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { Sealer } from '../../infra/sealer.js';
import { maskName, tidyName } from './withdrawal.rules.js';

/** What a name is bound to, so that it is of no use on somebody else's row. */
const subjectOf = (userId: string) => `payee:${userId}`;

/** Real names of those who are paid. In the clear a name exists only on its way to WeChat. */
@Injectable()
export class Payees {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Takes down a person's real name, or another one in its place. What is on its way keeps the name it was
   * sent with.
   * @throws Refusal `auth.expired` when the user is gone
   */
  async name(userId: string, realName: string): Promise<PayeeReply> {
    const name = tidyName(realName);
    const realNameMasked = maskName(name);
    const rows = await this.db.query(
      `insert into payee (user_id, real_name_sealed, real_name_masked, updated_at)
       select id, $2, $3, $4 from shop_user where id = $1
       on conflict (user_id) do update set real_name_sealed = excluded.real_name_sealed,
         real_name_masked = excluded.real_name_masked, updated_at = excluded.updated_at
       returning user_id`,
      [userId, this.sealer.seal(name, subjectOf(userId)), realNameMasked, this.clock.now()],
    );
    if (rows.length === 0) throw new Refusal('auth.expired');
    return { realNameMasked };
  }

  /** Opens a name that was sealed for this person, to be handed to WeChat and nobody else. */
  open(userId: string, sealed: string): string {
    return this.sealer.open(sealed, subjectOf(userId));
  }
}
