/**
 * Runs once before all tests that need a database: starts a PostgreSQL server and makes the template
 * database, with the migrations that production runs. Test files clone it (`database.ts`).
 */
import path from 'node:path';
import { hashFiles, prepare } from '../../../scripts/lib/build.mjs';
import { run } from '../../../scripts/lib/command.mjs';
import {
  APP_ROLE,
  OWNER_ROLE,
  ensureDatabase,
  ensureRoles,
  withClient,
  withUrl,
} from '../../../scripts/lib/database.mjs';
import { tryLock, unlock } from '../../../scripts/lib/lock.mjs';
import { CACHE_DIR, fromRoot } from '../../../scripts/lib/paths.mjs';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';

/** The passwords of a server that holds nothing but test data and listens on loopback only. */
const PASSWORD = 'test';

/** What decides how a migrated database looks. */
const SCHEMA_SOURCES = [
  'server/src/migrations',
  'server/src/infra',
  'server/src/cli/migrate.ts',
  'server/src/flows',
];

/** A folder for the server that no other test run uses at this moment. */
function takeFolder() {
  for (let number = 1; ; number++) {
    const folder = path.join(CACHE_DIR, 'test-postgres', String(number));
    if (tryLock(`${folder}.lock`) === 0) {
      return folder;
    }
  }
}

/**
 * Removes what earlier runs left, and makes the template unless it is there for these very migrations.
 * @param {string} adminUrl
 * @returns {Promise<string>} the template's name
 */
async function ensureTemplate(adminUrl) {
  const template = `template_${hashFiles(SCHEMA_SOURCES).slice(0, 16)}`;
  const ready = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query(
      "select datname, datallowconn from pg_database where datname ~ '^(test|template)_'",
    );
    // A template that still allows connections was never finished.
    const kept = rows.find((row) => row.datname === template && !row.datallowconn);
    for (const { datname } of rows.filter((row) => row !== kept)) {
      await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
    }
    return kept !== undefined;
  });
  if (!ready) {
    await ensureDatabase(adminUrl, template);
    const url = withUrl(adminUrl, { database: template });
    await run(process.execPath, [fromRoot('server/dist/cli/migrate.js')], {
      env: {
        ...process.env,
        DATABASE_OWNER_URL: withUrl(url, { user: OWNER_ROLE, password: PASSWORD }),
        DATABASE_URL: withUrl(url, { user: APP_ROLE, password: PASSWORD }),
        TUANLINK_DATA_DIR: path.join(CACHE_DIR, 'test-data'),
      },
    });
    await withClient(adminUrl, (client) =>
      client.query(`alter database ${template} with allow_connections false`),
    );
  }
  return template;
}

/** @type {(() => Promise<void>) | undefined} */
let stop;

/** Stops the server that this run started. */
export const stopTestServer = async () => stop?.();

/** Jest calls the default export. */
export default async function globalSetup() {
  await prepare(['server']);
  const folder = takeFolder();
  const server = await startPostgres({ folder, password: PASSWORD, durable: false });
  stop = async () => {
    await server.stop();
    unlock(`${folder}.lock`);
  };
  await ensureRoles(server.adminUrl, { ownerPassword: PASSWORD, appPassword: PASSWORD });
  // Test processes inherit these; see database.ts.
  process.env.TEST_DATABASE_ADMIN_URL = server.adminUrl;
  process.env.TEST_DATABASE_PASSWORD = PASSWORD;
  process.env.TEST_DATABASE_TEMPLATE = await ensureTemplate(server.adminUrl);
}
