import type { INestApplicationContext } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '@tuanlink/shared/time';
import { JobRunner, type OutboxRow } from '../../../src/infra/jobs/job-runner.js';
import { RETRIES_MAX } from '../../../src/infra/jobs/queues.js';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import { ConnectionLost, type Process } from './process.js';

/** How soon after something was written the outbox is looked at. */
const LOOK_MS = 3 * SECOND_MS;
const TAKE_MAX = 200;
/** How long a taken job waits for its turn. */
const TURN_MS = { min: 20, max: 900 };
/** A job whose worker died is given out again after this long at the latest, as `TakenJobs` does. */
const EXPIRE_MS = 15 * SECOND_MS;
const SEAL_EVERY_MS = HOUR_MS;

/** A job that failed for the last time. */
export interface DeadLetter {
  topic: string;
  payload: object;
  error: unknown;
}

/**
 * The worker, with pg-boss played: due rows of the outbox become tasks of the worker's process; what fails is
 * tried again after growing pauses, what was cut off by a death is given out again.
 */
export class SimWorker {
  readonly deadLetters: DeadLetter[] = [];
  /** Jobs given out a second time because the worker had died. */
  redelivered = 0;
  /** Jobs that threw, each time. */
  readonly errors: { job: string; error: unknown }[] = [];
  private lookAtMs = Infinity;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly process: Process<INestApplicationContext>,
    private readonly chance: Chance,
    /** When the next row of the outbox is due, or null. */
    private readonly nextDue: () => Promise<Date | null>,
  ) {}

  /** Something may have been written: looks at the outbox before long. */
  nudge(): void {
    this.lookWithin(LOOK_MS);
  }

  /** Seals the ledger now and every hour until a moment. */
  sealUntil(end: Date): void {
    if (this.scheduler.now() >= end) return;
    this.give({ topic: 'ledger.seal', id: 'seal', seq: 0, payload: {}, dedupeKey: '', dueAt: end }, 0, 0);
    this.scheduler.at(SEAL_EVERY_MS, () => this.sealUntil(end));
  }

  private lookWithin(ms: number): void {
    const atMs = this.scheduler.now().getTime() + ms;
    if (atMs >= this.lookAtMs) return;
    this.lookAtMs = atMs;
    this.scheduler.at(ms, async () => {
      if (this.lookAtMs !== atMs) return;
      this.lookAtMs = Infinity;
      await this.look();
    });
  }

  private async look(): Promise<void> {
    const due = await this.nextDue();
    if (due === null) return;
    const waitMs = due.getTime() - this.scheduler.now().getTime();
    if (waitMs > 0) {
      this.lookWithin(waitMs);
    } else {
      const chance = this.chance.of(`sweep ${due.getTime()}`);
      this.scheduler.spawn('sweep of the outbox', chance, 0, () => this.sweep());
    }
  }

  private async sweep(): Promise<void> {
    const { chance } = this.scheduler.task;
    try {
      const rows = await this.process.run('sweep', chance.of('inside'), { whole: true }, (worker) =>
        worker.get(JobRunner).take(this.scheduler.now(), TAKE_MAX),
      );
      for (const row of rows) this.give(row, 0, chance.of(row.seq).integer(TURN_MS.min, TURN_MS.max));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }
    this.nudge();
  }

  private give(row: OutboxRow, tries: number, waitMs: number): void {
    const name = `${row.topic} ${Object.values(row.payload).join(' ')}`;
    const chance = this.chance.of(`${row.seq} ${name} ${tries}`);
    this.scheduler.spawn(`job ${name}`, chance, waitMs, async () => {
      try {
        await this.process.run(`job ${name}`, chance, {}, (worker) => worker.get(JobRunner).run(row));
      } catch (error) {
        this.again(row, tries, error);
      }
    });
  }

  private again(row: OutboxRow, tries: number, error: unknown): void {
    if (error instanceof ConnectionLost) {
      this.redelivered += 1;
      this.give(row, tries + 1, EXPIRE_MS);
      return;
    }
    this.errors.push({ job: row.topic, error });
    if (tries < RETRIES_MAX) {
      this.give(row, tries + 1, SECOND_MS * 2 ** tries);
    } else {
      this.deadLetters.push({ topic: row.topic, payload: row.payload, error });
    }
  }
}
