import { Injectable } from '@nestjs/common';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';

/** The group page, built as JSON by PostgreSQL because every opened card reads it. */
@Injectable()
export class GroupViews {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** `GroupReply` as JSON text, as `userId` (or nobody in particular) sees it. @throws Refusal not_found */
  async page(groupId: string, userId: string | undefined): Promise<string> {
    const text = await this.db.call<string | null>('group_view', [groupId, userId ?? null, this.clock.now()]);
    if (text === null) {
      throw new Refusal('not_found');
    }
    return text;
  }
}
