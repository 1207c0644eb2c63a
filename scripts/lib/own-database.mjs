/** The shop's database on this machine, also without the rest of the shop. Needs installed dependencies. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { spawnGuarded } from './children.mjs';
import { run } from './command.mjs';
import { APP_ROLE, OWNER_ROLE, ensureDatabase, ensureRoles, withUrl } from './database.mjs';
import { tryLock, unlock } from './lock.mjs';
import { fromRoot } from './paths.mjs';
import { startPostgres } from './postgres.mjs';
import { Hint, step } from './progress.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */
/** @typedef {{ url: string, ownerUrl: string }} Logins of the application and of the owner of all tables */

const DATABASE = 'tuanlink';

/**
 * The passwords of the embedded database, made at the first start and kept beside its data.
 * @param {string} folder
 * @returns {{ admin: string, owner: string, app: string }}
 */
function passwords(folder) {
  const file = path.join(folder, 'passwords.json');
  if (!fs.existsSync(file)) {
    const [admin, owner, app] = [1, 2, 3].map(() => randomBytes(24).toString('base64url'));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ admin, owner, app }), { mode: 0o600 });
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * @param {string} serverUrl any login on the server
 * @param {{ owner: string, app: string }} passwordOf
 * @returns {Logins}
 */
function logins(serverUrl, passwordOf) {
  const login = (/** @type {string} */ user, /** @type {string} */ password) =>
    withUrl(serverUrl, { database: DATABASE, user, password });
  return { url: login(APP_ROLE, passwordOf.app), ownerUrl: login(OWNER_ROLE, passwordOf.owner) };
}

/**
 * Starts the embedded server of a data folder, with roles and an empty database where they are missing.
 * @param {string} dataDir
 * @param {{ durable?: boolean }} [options] as for `startPostgres`
 * @returns {Promise<{ server: import('./postgres.mjs').Postgres, database: Logins }>}
 */
export async function startOwnDatabase(dataDir, options) {
  const folder = path.join(dataDir, 'postgres');
  const { admin, owner, app } = passwords(folder);
  const server = await startPostgres({ folder, password: admin, ...options });
  await ensureRoles(server.adminUrl, { ownerPassword: owner, appPassword: app });
  await ensureDatabase(server.adminUrl, DATABASE);
  return { server, database: logins(server.adminUrl, { owner, app }) };
}

/**
 * The logins at a shop that is running at this moment.
 * @param {string} dataDir
 * @returns {Logins}
 */
function runningDatabase(dataDir) {
  const folder = path.join(dataDir, 'postgres');
  // The fourth line of PostgreSQL's own note is its port.
  const port = fs.readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[3];
  return logins(`postgres://127.0.0.1:${port}/`, passwords(folder));
}

/** What a program does with the shop's database while it works. */
export const Use = Object.freeze({ read: 'read', fill: 'fill' });

/**
 * Works with the shop's database: the one of DATABASE_URL, the one of the shop that is running, or the one of
 * the shop that is stopped, which is started for as long as it takes.
 * @param {Settings} settings
 * @param {'read' | 'fill'} use to fill it the shop has to be stopped, and a missing one is made
 * @param {(database: Logins) => Promise<void>} work
 * @throws {Hint} when there is no shop, or it is running and must not
 */
export async function withShopDatabase({ database, dataDir }, use, work) {
  if (database) {
    return work(database);
  }
  if (use === Use.read && !fs.existsSync(path.join(dataDir, 'postgres'))) {
    throw new Hint(`There is no shop in ${dataDir}: npm start makes one.`);
  }
  const lock = path.join(dataDir, 'start.lock');
  const holder = tryLock(lock);
  if (holder !== 0) {
    if (use === Use.fill) {
      throw new Hint(`This shop is running (process ${holder}); stop it first. Its data are in ${dataDir}.`);
    }
    return work(runningDatabase(dataDir));
  }
  try {
    const own = await step('starting PostgreSQL', () => startOwnDatabase(dataDir));
    try {
      await work(own.database);
    } finally {
      await own.server.stop();
    }
  } finally {
    unlock(lock);
  }
}

/**
 * @param {Logins | undefined} database
 * @param {string} dataDir
 * @returns {NodeJS.ProcessEnv}
 */
function shopEnv(database, dataDir) {
  const login = database && { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl };
  return { ...process.env, ...login, TUANLINK_DATA_DIR: dataDir };
}

/**
 * Runs a program of the server on a shop's data; what it says goes to the terminal as it comes.
 * @param {string} name in server/dist/cli
 * @param {string[]} args
 * @param {Logins | undefined} database
 * @param {string} dataDir
 * @throws {Hint} when it fails, after it has said why
 */
export async function runOnShop(name, args, database, dataDir) {
  const program = fromRoot(`server/dist/cli/${name}.js`);
  const child = spawnGuarded(process.execPath, [program, ...args], {
    env: shopEnv(database, dataDir),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Hint(`${name} did not succeed, see above.`);
  }
}

/**
 * Brings a database to the present form.
 * @param {Logins} database
 * @param {string} dataDir
 */
export const migrateShop = (database, dataDir) =>
  run(process.execPath, [fromRoot('server/dist/cli/migrate.js')], { env: shopEnv(database, dataDir) });
