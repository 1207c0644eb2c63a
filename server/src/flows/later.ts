import { addMs, HOUR_MS, SECOND_MS } from '@tuanlink/shared/time';
import type { Clock } from '../infra/clock.js';
import type { Database } from '../infra/database/database.js';
import type { JobTopic } from '../infra/jobs/topics.js';

/** First wait before WeChat is asked again, doubled each time up to an hour. */
const FIRST_WAIT_MS = 30 * SECOND_MS;
const WAIT_MAX_MS = HOUR_MS;

/** How long to wait before attempt `attempt + 1`, by the shop's clock. */
export function waitBefore(attempt: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), WAIT_MAX_MS);
}

/**
 * Puts a job back for later because WeChat gave no answer; it never ends as a dead letter, because money is
 * asked for until it is known. `subject` is the id of what the job is about.
 */
export async function later<T extends { attempt: number }>(
  db: Database,
  clock: Clock,
  topic: JobTopic,
  payload: T,
  subject: string,
  waitMs: number = waitBefore(payload.attempt),
): Promise<void> {
  const attempt = payload.attempt + 1;
  const now = clock.now();
  await db.query(
    `insert into outbox (topic, payload, dedupe_key, due_at, created_at) values ($1, $2, $3, $4, $5)
     on conflict (dedupe_key) do nothing`,
    [
      topic,
      JSON.stringify({ ...payload, attempt }),
      `${topic}:${subject}:${attempt}`,
      addMs(now, waitMs),
      now,
    ],
  );
}
