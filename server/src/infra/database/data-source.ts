import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type DataSourceOptions, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { Log } from '../log.js';
import { isDatabaseDown } from './errors.js';

/** Connections per process: on a hot row four are faster than sixteen. */
const POOL_SIZE = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const CONNECT_TRIES = 20;
const CONNECT_PAUSE_MS = 500;

/** `bigint` arrives as a number, and one that a number cannot hold exactly is an error, not a rounding. */
function readBigint(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is not a safe integer`);
  return number;
}

const bigintOid = pg.types.builtins.INT8;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) =>
    oid === bigintOid ? readBigint : pg.types.getTypeParser(oid, format as 'text'),
};

export interface DataSourceInput {
  url: string;
  /** Shown by PostgreSQL in `pg_stat_activity`. */
  applicationName: string;
  entities: readonly EntityTarget<ObjectLiteral>[];
  migrations?: DataSourceOptions['migrations'];
  poolSize?: number;
}

/** TypeORM's access to one database; not connected yet. */
export function makeDataSource(input: DataSourceInput, log: Log): DataSource {
  return new DataSource({
    type: 'postgres',
    url: input.url,
    applicationName: input.applicationName,
    entities: [...input.entities] as (() => void)[],
    migrations: input.migrations,
    migrationsTableName: 'migration',
    poolSize: input.poolSize ?? POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    // A connection that dies while idle must not end the process.
    poolErrorHandler: (error: unknown) => log.failure('an idle database connection was lost', error),
    installExtensions: false,
    logging: false,
    extra: { types },
  });
}

/**
 * Connections to a replica. A pool of our own, because TypeORM's replication would send reads there that must
 * see what was just written.
 */
export function makeReplicaPool(url: string, applicationName: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types,
  });
  pool.on('error', (error) => log.failure('an idle connection to the replica was lost', error));
  return pool;
}

/** Connects, and waits up to ten seconds for a server that is just starting. */
export async function connect(dataSource: DataSource): Promise<DataSource> {
  for (let tries = 1; ; tries++) {
    try {
      return await dataSource.initialize();
    } catch (error) {
      if (!isDatabaseDown(error) || tries === CONNECT_TRIES) throw error;
      await sleep(CONNECT_PAUSE_MS);
    }
  }
}
