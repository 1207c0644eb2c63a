/**
 * Roles and databases on a PostgreSQL server. Needs `pg`, so import it only when dependencies are
 * installed.
 */
import pg from 'pg';

/** Owns every table; only migrations log in with it. */
export const OWNER_ROLE = 'tuanlink_owner';

/** What API and worker log in with; cannot alter the schema, its rights come from migrations. */
export const APP_ROLE = 'tuanlink_app';

/**
 * The same server and, where given, another database or login.
 * @param {string} url
 * @param {{ database?: string, user?: string, password?: string }} change
 */
export function withUrl(url, { database, user, password }) {
  const changed = new URL(url);
  if (database !== undefined) {
    changed.pathname = `/${database}`;
  }
  if (user !== undefined) {
    changed.username = user;
    changed.password = encodeURIComponent(password ?? '');
  }
  return changed.href;
}

/**
 * Runs statements on one connection of their own.
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the two roles when they are absent and gives them these passwords.
 * @param {string} adminUrl
 * @param {{ ownerPassword: string, appPassword: string }} passwords
 */
export async function ensureRoles(adminUrl, { ownerPassword, appPassword }) {
  await withClient(adminUrl, async (client) => {
    for (const [role, password] of [
      [OWNER_ROLE, ownerPassword],
      [APP_ROLE, appPassword],
    ]) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = rowCount ? 'alter' : 'create';
      await client.query(`${verb} role ${role} login password ${client.escapeLiteral(password)}`);
    }
  });
}

/**
 * Makes an empty database that belongs to the owner's role, unless it exists. Nobody else may create
 * objects in it.
 * @param {string} adminUrl
 * @param {string} name
 */
export async function ensureDatabase(adminUrl, name) {
  const made = await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) {
      return false;
    }
    await client.query(`create database ${client.escapeIdentifier(name)} owner ${OWNER_ROLE}`);
    return true;
  });
  if (made) {
    await withClient(withUrl(adminUrl, { database: name }), async (client) => {
      await client.query(`alter schema public owner to ${OWNER_ROLE}`);
      await client.query(`grant usage on schema public to ${APP_ROLE}`);
    });
  }
}
