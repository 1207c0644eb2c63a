import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type PgBoss from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { Heartbeats, WORKER_HEARTBEAT } from '../heartbeats.js';
import { Ids } from '../ids.js';
import { Log } from '../log.js';
import { JOB_HANDLERS, type Job, type JobHandler, type JobHandlerMap, mapHandlers } from './job-handlers.js';
import { Presence } from './presence.js';
import { BOSS_SCHEMA } from './queue-names.js';
import { RETRIES_MAX, makeBoss } from './queues.js';
import { type Carried, type TakenJob, TakenJobs, bossOf } from './taken-jobs.js';
import { type JobTopic, jobTopics, recurringTopics } from './topics.js';

/** Pause between two looks at the outbox and the queues, in milliseconds. */
const TICK_MS = 500;
/** Rows handed over in one transaction. */
const SWEEP_MAX = 200;
/** How often a worker shows that it is alive: to the health check, and to other workers. */
const HEARTBEAT_MS = 2_000;
const SHOW_MS = 1_000;
/** How often it looks for jobs that nobody works on any more, and tidies pg-boss's tables. */
const LOOK_MS = 3_000;
const MAINTAIN_MS = 60_000;
/** Longest wait for running jobs when the process ends. */
const STOP_WAIT_MS = 10_000;
/** A drain that runs more jobs than this goes in a circle. */
const DRAIN_MAX = 20_000;

/** A row of the outbox. */
export interface OutboxRow {
  id: string;
  /** Order of writing. */
  seq: number;
  topic: JobTopic;
  payload: object;
  dedupeKey: string;
  dueAt: Date;
}

/** The rows to take are chosen once: inside of the deletion they could be chosen anew for each row. */
const TAKE_DUE = `
  with due as materialized (
    select id from outbox where due_at <= $1 order by due_at, seq limit $2 for update skip locked
  )
  delete from outbox o using due where o.id = due.id
  returning o.id, o.seq, o.topic, o.payload, o.dedupe_key as "dedupeKey", o.due_at as "dueAt"`;

/**
 * Runs the work that follows commits. Due rows of the outbox, by `Clock`, go to pg-boss in the transaction
 * that removes them; pg-boss keeps them until a handler has succeeded, retries with growing pauses, and moves
 * what fails for the last time to the dead letters. Any number of workers may run.
 */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private readonly handlers: JobHandlerMap;
  private readonly boss: PgBoss;
  /** What this worker is working on; null before it started. */
  private taken: TakenJobs | null = null;
  private readonly busy = new Map<JobTopic, Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly steps = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    @Inject(JOB_HANDLERS) handlers: readonly JobHandler[],
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly heartbeats: Heartbeats,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {
    this.handlers = mapHandlers(handlers);
    this.boss = makeBoss({ executeSql: (text, values) => database.pool.query(text, values) }, (error) =>
      log.failure('pg-boss reported an error', error),
    );
  }

  /** Starts to work until `stop`. Throws when the queues are not those this program knows. */
  async start(): Promise<void> {
    await this.boss.start();
    const queues = new Set((await this.boss.getQueues()).map(({ name }) => name));
    const missing = jobTopics.filter((topic) => !queues.has(topic));
    if (missing.length > 0) throw new Error(`Queues are missing, run the migrations: ${missing.join(', ')}`);
    const presence = new Presence(this.ids.uuid(), this.database, this.log);
    const taken = new TakenJobs(this.boss, this.database, presence, this.log);
    await presence.show();
    this.taken = taken;
    this.every(SHOW_MS, () => presence.show());
    this.every(LOOK_MS, () => taken.look());
    this.every(HEARTBEAT_MS, () => this.heartbeats.beat(WORKER_HEARTBEAT));
    this.every(TICK_MS, () => this.tick(taken));
    for (const { topic, everyMs } of recurringTopics) this.every(everyMs, () => this.runByItself(topic));
    this.every(MAINTAIN_MS, async () => void (await this.boss.maintain()));
  }

  /**
   * Takes no more work and waits, at most ten seconds, for what is running. What is not done then is handed
   * back, for another worker or the next start.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    const running = Promise.allSettled([...this.busy.values(), ...this.steps]);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_WAIT_MS);
    });
    await Promise.race([running, late]);
    clearTimeout(timer);
    const { taken } = this;
    this.taken = null;
    await taken?.leave();
  }

  /** Before the database connections are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Hands all due rows to pg-boss and starts topics that have something to do. */
  private async tick(taken: TakenJobs): Promise<void> {
    while (!this.stopping && (await this.sweep()) === SWEEP_MAX);
    const waiting = await this.database.query<{ name: JobTopic }>(
      `select distinct name from ${BOSS_SCHEMA}.job
       where name = any($1) and state < 'active' and start_after <= now()`,
      [jobTopics],
    );
    for (const { name } of waiting) {
      if (!this.stopping && !this.busy.has(name)) this.work(name, taken);
    }
  }

  /** Moves due rows to pg-boss; the number of rows moved. */
  private async sweep(): Promise<number> {
    return this.database.tx(async (tx) => {
      const rows = await takeDue(tx, this.clock.now(), SWEEP_MAX);
      if (rows.length === 0) return 0;
      await this.boss.insert(
        rows.map((row) => ({ id: row.id, name: row.topic, data: carry(row) })),
        { db: bossOf(tx) },
      );
      return rows.length;
    });
  }

  /** Runs a topic's jobs until none is left that is due. */
  private work(topic: JobTopic, taken: TakenJobs): void {
    const loop = async () => {
      while (!this.stopping) {
        const jobs = await taken.take(topic);
        if (jobs.length === 0) return;
        await Promise.all(jobs.map(({ id, data }) => this.runOne({ topic, id, data }, taken)));
      }
    };
    const done = loop()
      .catch((error: unknown) => this.log.failure('a queue could not be worked on', error, { topic }))
      .finally(() => this.busy.delete(topic));
    this.busy.set(topic, done);
  }

  private async runOne({ topic, id, data }: TakenJob, taken: TakenJobs): Promise<void> {
    const job = { id: data.id, topic, dueAt: new Date(data.dueAt) };
    try {
      await this.handle(job, data.payload);
    } catch (error) {
      this.log.failure('a job failed and will be tried again', error, { topic, job: job.id });
      await taken.fail(topic, id, error instanceof Error ? error.message : String(error));
      return;
    }
    await taken.complete(topic, id);
  }

  /** Work without a row in the outbox, such as sealing the ledger. */
  private async runByItself(topic: JobTopic): Promise<void> {
    await this.handle({ id: `${topic}.recurring`, topic, dueAt: this.clock.now() }, {});
  }

  private async handle(job: Job, payload: unknown): Promise<void> {
    const handler = this.handlers.get(job.topic);
    if (handler === undefined) throw new Error(`${job.topic} has no handler`);
    await handler.handle(payload, job);
  }

  /**
   * For tests: runs everything that is due, in order, with the same handlers and without pg-boss, until
   * nothing due is left; recurring topics once at the end. A failing job goes back to the outbox and its
   * error comes out.
   * @param now the moment up to which jobs are due; the clock's by default
   * @returns the number of jobs run
   */
  async drain(now?: Date): Promise<number> {
    for (let count = 0; count < DRAIN_MAX; count++) {
      const [row] = await this.take(now ?? this.clock.now(), 1);
      if (row === undefined) {
        for (const { topic } of recurringTopics) await this.runByItself(topic);
        return count;
      }
      try {
        await this.run(row);
      } catch (error) {
        await this.putBack(row);
        throw error;
      }
    }
    throw new Error(`More than ${DRAIN_MAX} jobs were due: they go in a circle`);
  }

  /**
   * The two halves of a drain, for tests that stand in for pg-boss: takes due rows out of the outbox, in
   * order. Whoever takes them keeps them until they have run.
   */
  async take(now: Date, countMax: number): Promise<OutboxRow[]> {
    return inOrder(await this.database.query<OutboxRow>(TAKE_DUE, [now, countMax]));
  }

  /** Does the work of one row that was taken; throws what its handler throws. */
  async run(row: OutboxRow): Promise<void> {
    await this.handle(row, row.payload);
  }

  private async putBack(row: OutboxRow): Promise<void> {
    await this.database.query(
      `insert into outbox (id, topic, payload, dedupe_key, due_at, created_at)
       values ($1, $2, $3, $4, $5, $5) on conflict do nothing`,
      [row.id, row.topic, row.payload, row.dedupeKey, row.dueAt],
    );
  }

  /** Does something now and again after each pause; a failure is logged and does not end it. */
  private every(ms: number, work: () => Promise<void>): void {
    const run = async () => {
      try {
        await work();
      } catch (error) {
        if (!this.stopping) this.log.failure('the worker met an error', error);
      }
      if (this.stopping) return;
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        step();
      }, ms);
      this.timers.add(timer);
    };
    const step = () => {
      const done: Promise<void> = run().finally(() => this.steps.delete(done));
      this.steps.add(done);
    };
    step();
  }
}

async function takeDue(tx: EntityManager, now: Date, count: number): Promise<OutboxRow[]> {
  const [rows] = await tx.query<[OutboxRow[], number]>(TAKE_DUE, [now, count]);
  return inOrder(rows);
}

function inOrder(rows: OutboxRow[]): OutboxRow[] {
  return rows.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.seq - b.seq);
}

function carry(row: OutboxRow): Carried {
  const { id, topic, payload, dueAt } = row;
  return { id, topic, payload, dueAt: dueAt.toISOString(), triesMax: RETRIES_MAX + 1 };
}
