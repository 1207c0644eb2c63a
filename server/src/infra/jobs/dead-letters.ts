import { Injectable } from '@nestjs/common';
import type { JobsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { JobReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { type ListRow, after, keysOf, pageOf, readCursor, rowsToRead } from '../database/paging.js';
import { BOSS_SCHEMA, DEAD_LETTER_QUEUE } from './queue-names.js';
import { jobTopics } from './topics.js';

/** A job as it stands in the database. */
type JobRow = Omit<JobReply, 'dueAt'> & { dueAt: Date };

/**
 * All jobs there are: rows of the outbox, jobs handed to pg-boss, and dead letters. The data of a job at
 * pg-boss is what `JobRunner` put there.
 */
const ALL_JOBS = `
  select id, topic, 'waiting' as state, due_at as "dueAt", 0 as attempts, null as "lastError", payload
  from outbox
  union all
  select id, name, 'waiting', (data ->> 'dueAt')::timestamptz, retry_count + (started_on is not null)::int,
    output ->> 'message', data -> 'payload'
  from ${BOSS_SCHEMA}.job where name = any($1) and state <= 'active'
  union all
  select id, data ->> 'topic', 'failed', (data ->> 'dueAt')::timestamptz, (data ->> 'triesMax')::int,
    output ->> 'message', data -> 'payload'
  from ${BOSS_SCHEMA}.job where name = '${DEAD_LETTER_QUEUE}' and state < 'active'`;

const toReply = (row: JobRow): JobReply => ({ ...row, dueAt: row.dueAt.toISOString() });

const listRow = ({ keys, ...row }: JobRow & { keys: string[] }): ListRow<JobReply> => ({
  item: toReply(row),
  keys,
});

/** The list of jobs for operators, and the way back for those that failed for good. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Jobs of one state or of all, those due last first. */
  async list(query: JobsQuery): Promise<Page<JobReply>> {
    const rows = await this.database.query<JobRow & { keys: string[] }>(
      `select *, ${keysOf('"dueAt"', 'id')} as keys from (${ALL_JOBS}) job
       where ($2::text is null or state = $2) and ${after('"dueAt"', 'id', '$3', '$4')}
       order by "dueAt" desc, id desc limit $5`,
      [jobTopics, query.state ?? null, ...readCursor(query.cursor), rowsToRead(query)],
    );
    return pageOf(rows.map(listRow), query);
  }

  /** Whether there is such a dead letter. */
  async exists(id: string): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from (${ALL_JOBS}) job where state = 'failed' and id = $2`,
      [jobTopics, id],
    );
    return rows.length > 0;
  }

  /**
   * Puts a dead letter back into the outbox, due at once.
   * @returns the job as it was; null when there is no such dead letter
   */
  async revive(tx: EntityManager, id: string): Promise<JobReply | null> {
    const [found] = await tx.query<JobRow[]>(
      `select * from (${ALL_JOBS}) job where state = 'failed' and id = $2`,
      [jobTopics, id],
    );
    if (found === undefined) return null;
    // The row is the lock: of two operators who press at once, one finds nothing to delete.
    const [, deleted] = await tx.query<[unknown, number]>(
      `delete from ${BOSS_SCHEMA}.job where name = $1 and id = $2`,
      [DEAD_LETTER_QUEUE, id],
    );
    if (deleted === 0) return null;
    await tx.query(
      `insert into outbox (id, topic, payload, dedupe_key, due_at, created_at)
       values ($1::uuid, $2, $3::jsonb, 'again:' || $1::text, $4, $4)`,
      [id, found.topic, JSON.stringify(found.payload), this.clock.now()],
    );
    return toReply(found);
  }
}
