import type PgBoss from 'pg-boss';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { Log } from '../log.js';
import { type Presence, isPresent } from './presence.js';
import { BOSS_SCHEMA } from './queue-names.js';
import { type JobTopic, jobTopics } from './topics.js';

/** Jobs of one topic that one worker runs at the same time. */
const CONCURRENCY = 4;
/**
 * A job is given back when nobody worked on it at this many looks in a row: the first may be a moment too
 * early.
 */
const LOOKS = 3;

/** What a job carries through pg-boss, and into the dead-letter queue. */
export interface Carried {
  id: string;
  topic: JobTopic;
  dueAt: string;
  payload: object;
  /** Tries a dead letter has behind it. */
  triesMax: number;
}

/** A job that this worker has taken. */
export interface TakenJob {
  topic: JobTopic;
  id: string;
  data: Carried;
}

/** A job that somebody has taken, as all workers see it. */
interface SeenJob {
  topic: JobTopic;
  id: string;
  /** Id of the worker that took it. */
  takenBy: string;
  /** Whether that worker is there. */
  isPresent: boolean;
}

/** Picks the job `$2` of the topic `$1` as long as the worker `$3` has it. */
const HELD_BY = `name = $1 and id = $2 and state = 'active' and data ->> 'takenBy' = $3`;

const TAKEN = `
  select name as topic, id, data ->> 'takenBy' as "takenBy", ${isPresent("data ->> 'takenBy'")} as "isPresent"
  from ${BOSS_SCHEMA}.job where state = 'active' and name = any($1) and data ? 'takenBy'`;

const MARK = `
  update ${BOSS_SCHEMA}.job set data = data || jsonb_build_object('takenBy', $3::text)
  where name = $1 and id = any($2)`;

const COMPLETE = `
  update ${BOSS_SCHEMA}.job set state = 'completed', completed_on = now() where ${HELD_BY}`;

/** The try counts: a job that ends the process whenever it is tried must not be tried for ever. */
const GIVE_BACK = `
  update ${BOSS_SCHEMA}.job set state = 'retry', start_after = now(), data = data - 'takenBy'
  where ${HELD_BY} and retry_count < retry_limit`;

/** As if the jobs had not been taken; a try that had not failed does not count. */
const HAND_BACK = `
  update ${BOSS_SCHEMA}.job
  set state = 'retry', start_after = now(), started_on = null, data = data - 'takenBy'
  where state = 'active' and name = any($1) and data ->> 'takenBy' = $2`;

/**
 * Who works on which job. A job bears the id of the worker that took it; every worker looks for jobs whose
 * worker is gone, or which it has itself and does not work on (because the database went away just then),
 * and gives them back. A worker that is merely slow is there, and keeps its jobs.
 */
export class TakenJobs {
  private readonly running = new Set<string>();
  /** Jobs nobody worked on at the last look, by job and worker, and at how many looks in a row. */
  private abandoned = new Map<string, number>();

  constructor(
    private readonly boss: PgBoss,
    private readonly database: Database,
    private readonly presence: Presence,
    private readonly log: Log,
  ) {}

  /**
   * Takes some jobs of a topic that are due; none while other workers could not see that this one is there.
   */
  async take(topic: JobTopic): Promise<PgBoss.Job<Carried>[]> {
    if (!this.presence.isShown) return [];
    const jobs = await this.database.tx(async (tx) => {
      const taken = await this.boss.fetch<Carried>(topic, { batchSize: CONCURRENCY, db: bossOf(tx) });
      if (taken.length > 0) await tx.query(MARK, [topic, taken.map(({ id }) => id), this.presence.id]);
      return taken;
    });
    jobs.forEach(({ id }) => this.running.add(id));
    return jobs;
  }

  /** The job is done. Changes nothing when it was given to another meanwhile. */
  async complete(topic: JobTopic, id: string): Promise<void> {
    try {
      await this.database.query(COMPLETE, [topic, id, this.presence.id]);
    } finally {
      this.running.delete(id);
    }
  }

  /**
   * The job failed and is due again after a pause, or a dead letter. Changes nothing when another has it
   * now.
   */
  async fail(topic: JobTopic, id: string, message: string): Promise<void> {
    try {
      await this.database.tx((tx) => this.failIn(tx, { topic, id, takenBy: this.presence.id }, message));
    } finally {
      this.running.delete(id);
    }
  }

  /** Gives back what nobody works on any more. To be repeated every few seconds. */
  async look(): Promise<void> {
    // Who was cut off itself, or learns nothing, begins to watch anew: others may have been cut off with it.
    const before = this.abandoned;
    this.abandoned = new Map();
    if (!this.presence.isShown) return;
    const seen = await this.database.query<SeenJob>(TAKEN, [jobTopics]);
    for (const job of seen.filter((one) => this.isAbandoned(one))) {
      const key = `${job.id} ${job.takenBy}`;
      const looks = (before.get(key) ?? 0) + 1;
      if (looks < LOOKS) this.abandoned.set(key, looks);
      else await this.giveBack(job);
    }
  }

  /** Hands back what is not done, and shows that this worker is gone. */
  async leave(): Promise<void> {
    try {
      await this.database.query(HAND_BACK, [jobTopics, this.presence.id]);
    } catch (error) {
      this.log.failure('jobs could not be handed back; the others will find them', error);
    }
    await this.presence.close();
  }

  private isAbandoned({ id, takenBy, isPresent: isThere }: SeenJob): boolean {
    return takenBy === this.presence.id ? !this.running.has(id) : !isThere;
  }

  private async giveBack(job: SeenJob): Promise<void> {
    await this.database.tx(async (tx) => {
      const [, given] = await tx.query<[unknown, number]>(GIVE_BACK, [job.topic, job.id, job.takenBy]);
      if (given === 0) await this.failIn(tx, job, 'the worker ended in the middle of it');
    });
    const { topic, id } = job;
    this.log.write('warn', 'a job nobody works on any more is given out again', { topic, job: id });
  }

  private async failIn(
    tx: EntityManager,
    { topic, id, takenBy }: Omit<SeenJob, 'isPresent'>,
    message: string,
  ): Promise<void> {
    const held = await tx.query<unknown[]>(`select 1 from ${BOSS_SCHEMA}.job where ${HELD_BY} for update`, [
      topic,
      id,
      takenBy,
    ]);
    if (held.length > 0) await this.boss.fail(topic, id, { message }, { db: bossOf(tx) });
  }
}

/** pg-boss inside a transaction of ours. */
export function bossOf(tx: EntityManager): PgBoss.Db {
  return { executeSql: async (text, values) => rowsOf(await tx.query<unknown>(text, values)) };
}

/** TypeORM answers rows for a `select`, and for an `update` the pair of rows and their number. */
function rowsOf(answer: unknown): { rows: unknown[] } {
  const isPair = Array.isArray(answer) && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return { rows: (isPair ? answer[0] : answer) as unknown[] };
}
