import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { Ids } from '../ids.js';
import type { JobTopic } from '../jobs/topics.js';

/** Work that must follow a commit. */
export interface OutboxJob {
  topic: JobTopic;
  /** Plain data, stored as JSON. */
  payload: object;
  /** The same key never makes a second job while the first still waits. */
  dedupeKey: string;
  /** Not before this moment, by `Clock`. */
  dueAt: Date;
}

/** Writes jobs into the transaction that makes them necessary; nothing else enqueues. */
@Injectable()
export class Outbox {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** One statement for any number of jobs; a key that stands there already is left as it is. */
  async put(tx: EntityManager, jobs: readonly OutboxJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const { sql, params } = this.clause(jobs, 1);
    await tx.query(sql, params);
  }

  /**
   * The same as part of another statement, for one of its `with` clauses.
   * @param first number of the first of the six parameters
   */
  clause(jobs: readonly OutboxJob[], first: number): { sql: string; params: unknown[] } {
    const [ids, topics, payloads, keys, dueAts, now] = [0, 1, 2, 3, 4, 5].map((n) => `$${first + n}`);
    return {
      sql: `insert into outbox (id, topic, payload, dedupe_key, due_at, created_at)
       select id, topic, payload::jsonb, dedupe_key, due_at, ${now}::timestamptz
       from unnest(${ids}::uuid[], ${topics}::text[], ${payloads}::text[], ${keys}::text[],
         ${dueAts}::timestamptz[]) as job (id, topic, payload, dedupe_key, due_at)
       on conflict (dedupe_key) do nothing`,
      params: [
        jobs.map(() => this.ids.uuid()),
        jobs.map((job) => job.topic),
        jobs.map((job) => JSON.stringify(job.payload)),
        jobs.map((job) => job.dedupeKey),
        jobs.map((job) => job.dueAt),
        this.clock.now(),
      ],
    };
  }
}
