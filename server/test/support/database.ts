import { randomBytes } from 'node:crypto';
import { APP_ROLE, OWNER_ROLE, ensureDatabase, withClient, withUrl } from '../../../scripts/lib/database.mjs';

/** A database of its own for one test file, migrated and empty. */
export interface TestDatabase {
  /** Its name on the test server. */
  name: string;
  /** Login of the role that owns all tables; may do anything in this database. */
  ownerUrl: string;
  /** Login of the role that API and worker use. */
  appUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** What `global-setup.mjs` left for the test processes. */
function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(
      `${name} is not set: tests with a database run in the Jest projects "server", "faces" and "crash"`,
    );
  }
  return value;
}

function describe(name: string): TestDatabase {
  const adminUrl = fromSetup('TEST_DATABASE_ADMIN_URL');
  const password = fromSetup('TEST_DATABASE_PASSWORD');
  return {
    name,
    ownerUrl: withUrl(adminUrl, { database: name, user: OWNER_ROLE, password }),
    appUrl: withUrl(adminUrl, { database: name, user: APP_ROLE, password }),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

const newName = () => `test_${randomBytes(6).toString('hex')}`;

/**
 * Clones the migrated template (0.1–0.3 s). Call it in `beforeAll` and `drop` it in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = newName();
  const template = fromSetup('TEST_DATABASE_TEMPLATE');
  await withClient(fromSetup('TEST_DATABASE_ADMIN_URL'), async (client) => {
    await client.query(`create database ${name} template ${template} owner ${OWNER_ROLE}`);
  });
  return describe(name);
}

/** A database without any table, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = newName();
  await ensureDatabase(fromSetup('TEST_DATABASE_ADMIN_URL'), name);
  return describe(name);
}
