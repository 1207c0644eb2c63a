import { Injectable } from '@nestjs/common';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Log } from '../../infra/log.js';

/** Jobs put back in one go; the rest follows a minute later. */
const PUT_BACK_MAX = 500;

/**
 * Nothing whose outcome is unknown is forgotten: what is overdue, and on which neither a row of the outbox
 * nor a job is at work any more (it failed for good, or its row was lost), is given to its job again. The
 * truth is the state of the thing itself, so that it would all come right with every job of the shop
 * deleted.
 */
@Injectable()
export class JanitorJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Job `janitor.sweep`. */
  async sweep(): Promise<void> {
    const put = await this.db.call<{ topic: string; subject: string }[]>('put_back_work', [
      this.clock.now(),
      PUT_BACK_MAX,
    ]);
    if (put.length > 0) {
      this.log.write('warn', 'overdue work is done again', {
        count: put.length,
        first: put[0],
      });
    }
  }
}
