import pg from 'pg';
import type { MigrationConfig } from '../../infra/config.js';
import { again, type Database } from '../../infra/database/database.js';
import { Heartbeats, SEED_HEARTBEAT } from '../../infra/heartbeats.js';
import { BOSS_SCHEMA } from '../../infra/jobs/queue-names.js';
import type { Log } from '../../infra/log.js';
import { migrate } from '../migrate.js';

/** Written before the first thing of the demo shop is made. */
const BEGUN = 'seed.demo.begun';

/** What an earlier start left: nothing, a shop that is in use, or a demo shop that was never finished. */
export type Found = 'empty' | 'in use' | 'unfinished' | 'unfinished and changed';

/**
 * Looks at the shop.
 * @param titles titles of all products the demo makes; a shop that holds anything else is somebody's own
 */
export async function look(
  database: Database,
  heartbeats: Heartbeats,
  titles: readonly string[],
): Promise<Found> {
  const ages = await heartbeats.ages();
  if (ages.has(SEED_HEARTBEAT)) return 'in use';
  const [row] = await database.query<{ all: number; foreign: number }>(
    `select (select count(*) from product)::int + (select count(*) from operator)::int as all,
       (select count(*) from product where title <> all ($1))::int
         + (select count(*) from operator where not demo)::int as foreign`,
    [titles],
  );
  if (row === undefined) throw new Error('The count of products answered nothing');
  const { all, foreign } = row;
  if (!ages.has(BEGUN)) return all === 0 ? 'empty' : 'in use';
  return foreign === 0 ? 'unfinished' : 'unfinished and changed';
}

/** From now on a start finds an unfinished demo shop. */
export const markBegun = (heartbeats: Heartbeats) => heartbeats.beat(BEGUN);

/** The shop is complete, or was never the demo's business: health may say so. */
export const markDone = (heartbeats: Heartbeats) => heartbeats.beat(SEED_HEARTBEAT);

/**
 * Empties the database of a demo shop that was never finished, by dropping and migrating it again: the ledger
 * in it lets nobody delete, not even here.
 */
export async function startOver(urls: MigrationConfig, log: Log): Promise<void> {
  const owner = new pg.Client({ connectionString: urls.ownerUrl, application_name: 'tuanlink-seed' });
  await owner.connect();
  try {
    // One transaction; API and worker are at work meanwhile, and may be in the way of it.
    await again(() =>
      owner.query(`drop schema public cascade; drop schema ${BOSS_SCHEMA} cascade; create schema public`),
    );
  } finally {
    await owner.end();
  }
  await migrate(urls, log);
}
