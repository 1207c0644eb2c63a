import { Clock, SystemClock } from '../../infra/clock.js';
import type { Database } from '../../infra/database/database.js';
import { BOSS_SCHEMA } from '../../infra/jobs/queue-names.js';
import { jobTopics } from '../../infra/jobs/topics.js';
import { type DemoClient, until } from './demo-client.js';

/** The machine's clock plus an offset this program sets itself, together with the sandbox's. */
export class DemoClock extends Clock {
  private readonly system = new SystemClock();
  offsetMs = 0;

  now(): Date {
    return new Date(this.system.now().getTime() + this.offsetMs);
  }
}

/** Due rows of the outbox, and jobs that were taken from it and have not ended. */
const UNDONE = `
  select (select count(*) from outbox where due_at <= $1)::int
    + (select count(*) from ${BOSS_SCHEMA}.job where name = any($2) and state < 'completed')::int as count`;

/** How far API and sandbox may be apart when they count as following the same clock, in milliseconds. */
const TOGETHER_MS = 60_000;

/** Moves the whole shop through time, by the sandbox's clock that API and worker follow. */
export class TimeMachine {
  constructor(
    private readonly client: DemoClient,
    private readonly clock: DemoClock,
    private readonly database: Database,
    /** The API's own present moment. */
    private readonly apiNow: () => Promise<number>,
  ) {}

  /** The shop's present moment. */
  now(): Date {
    return this.clock.now();
  }

  /**
   * Moves to `offsetMs` from the machine's present, and returns when the API is there too and the worker has
   * done everything that fell due on the way.
   */
  async moveTo(offsetMs: number): Promise<void> {
    await this.client.sandbox('PUT', '/sandbox/clock', { offsetMs });
    this.clock.offsetMs = offsetMs;
    await until('the API follows the clock', async () => {
      return Math.abs((await this.apiNow()) - this.clock.now().getTime()) < TOGETHER_MS;
    });
    await this.settle();
  }

  /** Returns when the worker has nothing left to do at this moment. */
  async settle(): Promise<void> {
    await until('all due jobs are done', async () => {
      const [row] = await this.database.query<{ count: number }>(UNDONE, [this.clock.now(), jobTopics]);
      return row?.count === 0;
    });
  }
}
