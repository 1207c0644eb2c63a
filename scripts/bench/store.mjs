/** The bench's database: made anew for each run, with a shop of its own in it. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { run } from '../lib/command.mjs';
import { APP_ROLE, OWNER_ROLE, ensureDatabase, ensureRoles, withUrl } from '../lib/database.mjs';
import { CACHE_DIR, fromRoot } from '../lib/paths.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { Hint } from '../lib/progress.mjs';

/** Everything the bench leaves behind stands here. */
export const FOLDER = path.join(CACHE_DIR, 'bench');

/** Joins that fit into the groups made at one time; must agree with shop.sql. */
const JOINS_PER_BLOCK = 18_000;
const GROUPS_PER_BLOCK = 2_000;
/** Orders placed in one transaction of the preparation: each holds a lock until its end. */
const PER_TRANSACTION = 1_000;

/** Which of a server's functions is measured, and what the bench counts its calls with. */
/** @typedef {'join' | 'hot'} Place */

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
  const server = await startPostgres({ folder, password: admin });
  await ensureRoles(server.adminUrl, { ownerPassword: owner, appPassword: app });
  await ensureDatabase(server.adminUrl, 'bench');
  const login = (/** @type {string} */ user, /** @type {string} */ password) =>
    withUrl(server.adminUrl, { database: 'bench', user, password });
  return { url: login(APP_ROLE, app), ownerUrl: login(OWNER_ROLE, owner), stop: server.stop };
}

/** The database with the shop in it. Groups and payable orders are made as they are needed. */
export class Store {
  /** Groups made so far, cold and hot. */
  #blocks = { join: 0, hot: 0 };

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
    await owner.query(`grant select on bench_payable to ${role}`);
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

  /**
   * Sees to it that `count` more joins find a seat.
   * @param {Place} place
   * @param {number} count
   * @returns {Promise<number>} the number of the first of them
   */
  async seats(place, count) {
    const first = await this.number(`select last_value + is_called::int from bench_${place}`);
    while (this.#blocks[place] * JOINS_PER_BLOCK < first + count) {
      const from = this.#blocks[place]++ * GROUPS_PER_BLOCK + (place === 'hot' ? 1_000_000 : 0);
      await this.owner.query('select bench_open($1, $2, $3)', [
        from,
        from + GROUPS_PER_BLOCK - 1,
        place === 'hot',
      ]);
      await this.owner.query('vacuum analyze');
    }
    return first;
  }

  /**
   * Takes `count` numbers out of the count, for joins that do not take them one by one.
   * @param {Place} place
   * @param {number} count
   */
  async take(place, count) {
    const first = await this.seats(place, count);
    await this.owner.query(`select setval('bench_${place}', $1)`, [first + count - 1]);
    return first;
  }

  /**
   * Sees to it that `count` more payments can be recorded: unpaid orders of earlier rounds, and as many new
   * ones as are missing.
   * @param {number} count
   * @returns {Promise<number>} the number of the first of them in bench_payable
   */
  async payable(count) {
    const first = await this.number('select last_value + is_called::int from bench_pay');
    const list = `insert into bench_payable
      select (select coalesce(max(n), 0) from bench_payable)
          + row_number() over (order by y.created_at, y.id),
        y.out_trade_no, y.amount_fen, y.openid
      from payment y join shop_order o on o.id = y.order_id
      where y.state = 'open' and o.kind = 'join'
        and not exists (select 1 from bench_payable b where b.out_trade_no = y.out_trade_no)`;
    await this.owner.query(list);
    const missing = first + count - 1 - (await this.number('select coalesce(max(n), 0) from bench_payable'));
    if (missing > 0) {
      const join = await this.take('join', missing);
      const end = join + missing;
      for (let from = join; from < end; from += PER_TRANSACTION) {
        const to = Math.min(from + PER_TRANSACTION, end) - 1;
        await this.owner.query('select bench_join_many($1, $2)', [from, to]);
      }
      await this.owner.query(list);
    }
    await this.owner.query('vacuum analyze');
    return first;
  }

  /**
   * Takes `count` payable orders out of the count.
   * @param {number} count
   * @returns {Promise<{ out_trade_no: string, amount_fen: string, openid: string }[]>}
   */
  async takePayable(count) {
    const first = await this.payable(count);
    await this.owner.query(`select setval('bench_pay', $1)`, [first + count - 1]);
    const sql = 'select * from bench_payable where n between $1 and $2 order by n';
    return (await this.owner.query(sql, [first, first + count - 1])).rows;
  }

  /** Orders placed so far; of each kind of call one row. */
  async placed() {
    return this.number(`select count(*) from shop_order`);
  }

  /** Payments recorded so far. */
  async paid() {
    return this.number(`select count(*) from payment where state = 'paid'`);
  }

  async close() {
    await this.owner.end();
    await this.stopServer();
  }
}
