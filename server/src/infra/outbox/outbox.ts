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
    await tx.query(
      `insert into outbox (id, topic, payload, dedupe_key, due_at, created_at)
       select id, topic, payload::jsonb, dedupe_key, due_at, $6
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
         as job (id, topic, payload, dedupe_key, due_at)
       on conflict (dedupe_key) do nothing`,
      [
        jobs.map(() => this.ids.uuid()),
        jobs.map((job) => job.topic),
        jobs.map((job) => JSON.stringify(job.payload)),
        jobs.map((job) => job.dedupeKey),
        jobs.map((job) => job.dueAt),
        this.clock.now(),
      ],
    );
  }
}
