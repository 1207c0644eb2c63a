import PgBoss from 'pg-boss';
import { BOSS_SCHEMA, DEAD_LETTER_QUEUE } from './queue-names.js';
import { jobTopics } from './topics.js';

/** Retries after the first try, after about 1, 2, 4 … 512 seconds: a quarter of an hour in all. */
export const RETRIES_MAX = 10;
const RETRY = { retryLimit: RETRIES_MAX, retryDelay: 1, retryBackoff: true };
/**
 * The jobs of a worker that is gone are given to others within seconds (`TakenJobs`). One that a living
 * worker has not ended after this long hangs, and is given to another besides.
 */
const EXPIRE_SECONDS = 3_600;
/** Finds the jobs that are being worked on among all that are done. */
const ACTIVE_INDEX = `
  create index if not exists job_active on ${BOSS_SCHEMA}.job (id) where state = 'active'`;
/** Money may depend on a job: none is forgotten within five years. */
export const RETENTION_MINUTES = 5 * 365 * 24 * 60;

/** How pg-boss reaches a database. */
export type BossDb = PgBoss.Db;

/**
 * pg-boss over connections of ours. It starts no timer of its own and changes no table.
 * @param onError what pg-boss reports besides the failures of calls
 */
export function makeBoss(db: BossDb, onError: (error: Error) => void): PgBoss {
  const boss = new PgBoss({ db, schema: BOSS_SCHEMA, migrate: false, supervise: false, schedule: false });
  boss.on('error', onError);
  return boss;
}

/** Makes or updates pg-boss's tables and one queue per topic; for migrations, as the owner. */
export async function installQueues(db: BossDb): Promise<void> {
  const boss = new PgBoss({ db, schema: BOSS_SCHEMA, supervise: false, schedule: false });
  let reported: Error | undefined;
  boss.on('error', (error) => (reported = error));
  await boss.start();
  const common = { expireInSeconds: EXPIRE_SECONDS, retentionMinutes: RETENTION_MINUTES };
  await ensureQueue(boss, DEAD_LETTER_QUEUE, { ...common, retryLimit: 0 });
  for (const topic of jobTopics) {
    await ensureQueue(boss, topic, { ...common, ...RETRY, deadLetter: DEAD_LETTER_QUEUE });
  }
  await db.executeSql(ACTIVE_INDEX, []);
  await boss.stop({ graceful: false, wait: false });
  if (reported) throw reported;
}

async function ensureQueue(boss: PgBoss, name: string, options: object): Promise<void> {
  await boss.createQueue(name, { name, ...options });
  await boss.updateQueue(name, { name, ...options });
}
