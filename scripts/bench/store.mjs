/** The bench's database: made anew for each run, with a shop of its own in it. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { run } from '../lib/command.mjs';
import { APP_ROLE, OWNER_ROLE, ensureDatabase, ensureRoles, withClient, withUrl } from '../lib/database.mjs';
import { CACHE_DIR, fromRoot } from '../lib/paths.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { Hint } from '../lib/progress.mjs';

/** Everything the bench leaves behind stands here. */
export const FOLDER = path.join(CACHE_DIR, 'bench');

/** Orders placed in one transaction of the preparation: each holds a lock until its end. */
const PER_TRANSACTION = 960;
/** Groups opened in one go, so that each place is extended by about as many joins. */
const GROUPS_AT_A_TIME = { join: 2_000, hot: 2_000, group: 100 };
/** Seats of a group that its opener leaves; groups_from and sizes stand in shop.sql. */
const FREE_SEATS = { join: 9, hot: 9, group: 99 };
/** The groups that are full, and those whose product is sold out. */
const REFUSING_GROUPS = 50;

/** A place where orders are placed, see shop.sql. */
/** @typedef {'join' | 'hot' | 'group'} Place */
/** A join as it is asked for over HTTP: ids. */
/** @typedef {{ user: number, address: string, sku: string, campaign: string, group: string }} Join */
/** @typedef {{ out_trade_no: string, amount_fen: string, openid: string }} Payable */

/**
 * A server of its own, durable like a real one; or the empty database that DATABASE_URL and
 * DATABASE_OWNER_URL name.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ url: string, ownerUrl: string, stop: () => Promise<void> }>}
 */
async function findServer(env) {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl } = env;
  if (url && ownerUrl) {
    return { url, ownerUrl, stop: async () => {} };
  }
  const folder = path.join(FOLDER, 'postgres');
  fs.rmSync(folder, { recursive: true, force: true });
  const [admin, owner, app] = [1, 2, 3].map(() => randomBytes(24).toString('base64url'));
  const settings = ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track=top'];
  const server = await startPostgres({ folder, password: admin, settings });
  await ensureRoles(server.adminUrl, { ownerPassword: owner, appPassword: app });
  await ensureDatabase(server.adminUrl, 'bench');
  await withClient(withUrl(server.adminUrl, { database: 'bench' }), async (client) => {
    // Not in the schema that migrations give the application its rights on.
    await client.query(`
      create schema counting; grant usage on schema counting to ${OWNER_ROLE};
      create extension pg_stat_statements schema counting`);
  });
  const login = (/** @type {string} */ user, /** @type {string} */ password) =>
    withUrl(server.adminUrl, { database: 'bench', user, password });
  return { url: login(APP_ROLE, app), ownerUrl: login(OWNER_ROLE, owner), stop: server.stop };
}

/** The database with the shop in it. Groups and payable orders are made as they are needed. */
export class Store {
  /** Groups made so far. */
  #groups = { join: 0, hot: 0, group: 0 };

  /**
   * @param {pg.Client} owner
   * @param {string} url login of the application's role
   * @param {() => Promise<void>} stopServer
   */
  constructor(owner, url, stopServer) {
    this.owner = owner;
    this.url = url;
    this.stopServer = stopServer;
  }

  /** @param {NodeJS.ProcessEnv} env */
  static async open(env) {
    const { url, ownerUrl, stop } = await findServer(env);
    const program = fromRoot('server/dist/cli/migrate.js');
    const settings = { ...env, DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl };
    await run(process.execPath, [program], { env: settings });
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    const store = new Store(owner, url, stop);
    if ((await store.number('select count(*) from shop_user')) > 0) {
      await store.close();
      throw new Hint('The bench needs an empty database: this one has users in it.');
    }
    const version = await store.number(`select current_setting('server_version_num')`);
    const uuid = version >= 180_000 ? 'uuidv7()' : 'gen_random_uuid()';
    await owner.query(`create function bench_uuid() returns uuid language sql volatile return ${uuid}`);
    await owner.query(fs.readFileSync(fromRoot('scripts/bench/shop.sql'), 'utf8'));
    const role = owner.escapeIdentifier(decodeURIComponent(new URL(url).username));
    await owner.query(`grant usage on all sequences in schema public to ${role}`);
    await owner.query(`grant select on bench_payable, bench_ready to ${role}`);
    for (const place of ['full', 'sold']) {
      await owner.query('select bench_open($1, 0, $2)', [place, REFUSING_GROUPS - 1]);
    }
    await owner.query(`select bench_join_many('full', 0, $1)`, [FREE_SEATS.join * REFUSING_GROUPS - 1]);
    await owner.query('vacuum analyze');
    return store;
  }

  /**
   * @param {string} sql one row with one value
   * @param {unknown[]} [values]
   */
  async number(sql, values) {
    const { rows } = await this.owner.query({ text: sql, values, rowMode: 'array' });
    return Number(rows[0][0]);
  }

  /** The version of the server, as it says it. */
  async version() {
    const { rows } = await this.owner.query('show server_version');
    return String(rows[0].server_version);
  }

  /** Statements that the application's role has sent so far; null where nobody counts them. */
  async statements() {
    const role = decodeURIComponent(new URL(this.url).username);
    return this.number(
      `select coalesce(sum(s.calls), 0) from counting.pg_stat_statements s
       join pg_roles r on r.oid = s.userid where r.rolname = $1`,
      [role],
    ).catch(() => null);
  }

  /**
   * Sees to it that `count` more joins find a seat.
   * @param {Place} place
   * @param {number} count
   * @returns {Promise<number>} the number of the first of them
   */
  async seats(place, count) {
    const first = await this.number(`select last_value + is_called::int from bench_${place}`);
    const more = GROUPS_AT_A_TIME[place];
    while (this.#groups[place] * FREE_SEATS[place] < first + count) {
      await this.owner.query('select bench_open($1, $2, $3)', [
        place,
        this.#groups[place],
        this.#groups[place] + more - 1,
      ]);
      this.#groups[place] += more;
      await this.owner.query('vacuum analyze');
    }
    return first;
  }

  /** Groups of a place that exist. @param {Place} place */
  async groups(place) {
    await this.seats(place, 1);
    return this.#groups[place];
  }

  /**
   * Sees to it that pgbench finds `count` more joins written down.
   * @param {Place} place
   * @param {number} count
   */
  async writtenDown(place, count) {
    const first = await this.seats(place, count);
    await this.owner.query('select bench_write_down($1, $2, $3)', [place, first, first + count - 1]);
  }

  /**
   * Takes the next `count` joins out of the count.
   * @param {Place} place
   * @param {number} count
   * @returns {Promise<Join[]>}
   */
  async takeJoins(place, count) {
    const first = await this.seats(place, count);
    await this.owner.query(`select setval('bench_${place}', $1)`, [first + count - 1]);
    return this.#joins(place, first, count, 0);
  }

  /**
   * Joins of groups in which nothing can be had, by people who are not in them.
   * @param {'full' | 'sold'} place
   * @returns {Promise<Join[]>}
   */
  hopeless(place) {
    const count = FREE_SEATS.join * REFUSING_GROUPS;
    return this.#joins(place, 0, count, count);
  }

  /**
   * Joins by their numbers.
   * @param {Place | 'full' | 'sold'} place
   * @param {number} first
   * @param {number} count
   * @param {number} shift of the buyers: 0 are those whom the joins are meant for
   * @returns {Promise<Join[]>}
   */
  async #joins(place, first, count, shift) {
    const { rows } = await this.owner.query(
      `select (user_n + $4)::int as user, bench_id(2, user_n + $4) as address, bench_id(4, product_n) as sku,
         bench_id(5, product_n) as campaign, bench_id(6, group_n) as group
       from bench_joins($1, $2, $3) order by n`,
      [place, first, first + count - 1, shift],
    );
    return rows;
  }

  /**
   * Sees to it that `count` more payments can be recorded: unpaid orders of earlier rounds, and as many new
   * ones as are missing.
   * @param {'join' | 'group'} place
   * @param {number} count
   * @returns {Promise<number>} the number of the first of them in bench_payable
   */
  async payable(place, count) {
    const first = await this.number(`select last_value + is_called::int from ${payments(place)}`);
    const list = () =>
      this.owner.query('select bench_list_payable($1, (select product from bench_place where name = $1))', [
        place,
      ]);
    await list();
    const known = 'select coalesce(max(n), 0) from bench_payable where place = $1';
    const missing = first + count - 1 - (await this.number(known, [place]));
    if (missing > 0) {
      const join = await this.seats(place, missing);
      await this.owner.query(`select setval('bench_${place}', $1)`, [join + missing - 1]);
      const end = join + missing;
      for (let from = join; from < end; from += PER_TRANSACTION) {
        const to = Math.min(from + PER_TRANSACTION, end) - 1;
        await this.owner.query('select bench_join_many($1, $2, $3)', [place, from, to]);
      }
      await list();
    }
    return first;
  }

  /**
   * Takes `count` payable orders out of the count.
   * @param {'join' | 'group'} place
   * @param {number} count
   * @returns {Promise<Payable[]>}
   */
  async takePayable(place, count) {
    const first = await this.payable(place, count);
    await this.owner.query(`select setval('${payments(place)}', $1)`, [first + count - 1]);
    const sql = `select out_trade_no, amount_fen, openid from bench_payable
      where place = $1 and n between $2 and $3 order by n`;
    return (await this.owner.query(sql, [place, first, first + count - 1])).rows;
  }

  async close() {
    await this.owner.end();
    await this.stopServer();
  }
}

/** The count of payments of a place. @param {'join' | 'group'} place */
const payments = (place) => (place === 'join' ? 'bench_pay' : 'bench_pay_group');
