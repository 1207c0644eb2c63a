import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { type MigrationConfig, loadMigrationConfig } from '../infra/config.js';
import { connect, makeDataSource } from '../infra/database/data-source.js';
import { ensureRole, grantRights } from '../infra/database/grants.js';
import { type Execute, applySqlFiles, readSqlFiles } from '../infra/database/sql-files.js';
import { installQueues } from '../infra/jobs/queues.js';
import { Log } from '../infra/log.js';
import { migrations } from '../migrations/index.js';

/** Two programs that migrate one database at once wait for each other; the number means nothing. */
const LOCK = 7_218_402_601;

/** What a run changed. */
export interface MigrationReport {
  migrations: string[];
  sqlFiles: string[];
}

/**
 * Brings a database to the present form: migrations, SQL functions, queues, rights. May be repeated, and
 * changes nothing then.
 */
export async function migrate({ ownerUrl, appUrl }: MigrationConfig, log: Log): Promise<MigrationReport> {
  const holder = new pg.Client({ connectionString: ownerUrl, application_name: 'tuanlink-migrate-lock' });
  const dataSource = makeDataSource(
    { url: ownerUrl, applicationName: 'tuanlink-migrate', entities: [], migrations, poolSize: 2 },
    log,
  );
  await connect(dataSource);
  try {
    await holder.connect();
    await holder.query('select pg_advisory_lock($1)', [LOCK]);
    const execute: Execute = async (sql, params) => (await holder.query(sql, params)).rows ?? [];
    const role = new URL(appUrl);
    await ensureRole(execute, decodeURIComponent(role.username), decodeURIComponent(role.password));
    await execute(`create table if not exists sql_file
      (path text primary key, hash text not null, applied_at timestamptz not null)`);
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    const sqlFiles = await applySqlFiles(execute, readSqlFiles());
    await installQueues({ executeSql: (text, values) => holder.query(text, values) });
    await grantRights(execute, decodeURIComponent(role.username));
    return { migrations: ran.map(({ name }) => name), sqlFiles };
  } finally {
    await holder.end();
    await dataSource.destroy();
  }
}

const isMain = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isMain) {
  const log = new Log('info');
  const report = await migrate(loadMigrationConfig(), log);
  log.write('info', 'the database is up to date', { ...report });
}
