/** What is measured: each case prepares what it needs, then runs for some seconds and tells its rate. */
import { sendLoad } from './load.mjs';
import { runPgbench } from './pgbench.mjs';
import { benchId, joins, notices, plainPayments, reads } from './requests.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {import('./store.mjs').Place} Place */
/** @typedef {import('./servers.mjs').Server} Server */
/** @typedef {import('./load.mjs').Request} Request */
/**
 * @typedef {object} Measured
 * @property {number} perSecond
 * @property {number} count
 * @property {number} [p50] milliseconds
 * @property {number} [p99]
 * @property {number} [cpuUs] processor time per operation of API and database, microseconds; absent where it
 *   cannot be read
 * @property {number} [statements] sent by the application per operation; absent without pg_stat_statements
 */
/**
 * @typedef {object} Case
 * @property {string} title
 * @property {number} guess operations per second before the first run, to have enough of them
 * @property {number[]} pids processes that do the work, besides the database's
 * @property {boolean} writes whether it changes anything
 * @property {(supply: number) => Promise<(seconds: number) => Promise<Measured>>} prepare `supply`: how many
 *   operations at most; what it answers runs them
 */

/** Connections of pgbench: more only get into each other's way, fewer leave the disk waiting. */
const PGBENCH_CLIENTS = 8;
/** Callers at a time over HTTP, and many of them. */
const CALLERS = 16;
const CROWD = 64;
/** Requests made for a case that repeats them. */
const READS = 2_000;

const PRODUCTS = 400;
/** The group that all who read one read: first of the large ones. */
const LARGE_GROUP = benchId(6, 2_000_000);

const placeSql = (/** @type {Place} */ place) =>
  `select place_orders(r.items, now())
   from (select nextval('bench_${place}') as n) x join bench_ready r on r.place = '${place}' and r.n = x.n;`;
const recordSql = (/** @type {'join' | 'group'} */ place) =>
  `select record_payments(jsonb_build_array(jsonb_build_object('outTradeNo', b.out_trade_no,
     'transactionId', '42' || b.out_trade_no, 'amountFen', b.amount_fen, 'openid', b.openid)), now())
   from (select nextval('${place === 'join' ? 'bench_pay' : 'bench_pay_group'}') as n) x
   join bench_payable b on b.place = '${place}' and b.n = x.n;`;
const productSql = `select product_view(bench_id(3, 1 + floor(random() * ${PRODUCTS})::int), now());`;
const groupSql = (/** @type {string} */ group) =>
  `select group_view(${group}, bench_id(1, floor(random() * bench_users())::int), now());`;

/** Makes cases of the parts that a run has. */
class Maker {
  /** @param {{ store: Store, pgbench: string | undefined, identity: any }} parts */
  constructor({ store, pgbench, identity }) {
    this.store = store;
    this.pgbench = pgbench;
    this.identity = identity;
  }

  /**
   * A statement alone: the database's own limit.
   * @param {string} title
   * @param {string} statement
   * @param {(supply: number) => Promise<unknown>} supplies
   * @returns {Case}
   */
  limit(title, statement, supplies) {
    return {
      title: `${title} by pgbench`,
      guess: 3_000,
      pids: [],
      writes: false,
      prepare: async (supply) => {
        await supplies(supply);
        const { pgbench, store } = this;
        return (seconds) => runPgbench(pgbench, store.url, statement, { clients: PGBENCH_CLIENTS, seconds });
      },
    };
  }

  /**
   * Requests over HTTP, each sent once.
   * @param {string} title
   * @param {Server | Server[]} server
   * @param {(supply: number) => Promise<Request[]>} make
   * @param {{ status: number, connections?: number, again?: boolean }} options
   * @returns {Case}
   */
  http(title, server, make, { status, connections = CALLERS, again }) {
    const servers = Array.isArray(server) ? server : [server];
    const urls = servers.map(({ url }) => url);
    return {
      title,
      guess: 1_500,
      pids: servers.map(({ pid }) => pid),
      writes: !again,
      prepare: async (supply) => {
        const requests = await make(again ? READS : supply);
        return (seconds) => sendLoad(urls, requests, { connections, seconds, status, again });
      },
    };
  }

  /** @param {string} title @param {Place} place */
  placing(title, place) {
    return this.limit(title, placeSql(place), (supply) => this.store.writtenDown(place, supply));
  }

  /**
   * @param {string} title
   * @param {Server | Server[]} server
   * @param {Place} place
   * @param {number} [connections]
   */
  joining(title, server, place, connections) {
    const make = async (/** @type {number} */ supply) => joins(await this.store.takeJoins(place, supply));
    return this.http(title, server, make, { status: 201, connections });
  }

  /** @param {string} title @param {'join' | 'group'} place */
  recording(title, place) {
    return this.limit(title, recordSql(place), (supply) => this.store.payable(place, supply));
  }

  /**
   * @param {string} title
   * @param {Server} server
   * @param {'join' | 'group'} place
   * @param {boolean} [plain] as the ORM's way takes them
   */
  notifying(title, server, place, plain = false) {
    const make = async (/** @type {number} */ supply) => {
      const orders = await this.store.takePayable(place, supply);
      return plain ? plainPayments(orders) : notices(orders, this.identity);
    };
    return this.http(title, server, make, { status: 200 });
  }

  /**
   * @param {string} title
   * @param {Server | Server[]} server
   * @param {(n: number) => string} path
   */
  reading(title, server, path) {
    return this.http(title, server, async (count) => reads(count, path), { status: 200, again: true });
  }

  /**
   * Orders that cannot be had.
   * @param {string} title
   * @param {Server} server
   * @param {'full' | 'sold'} place
   */
  refused(title, server, place) {
    const make = async () => joins(await this.store.hopeless(place));
    return this.http(title, server, make, { status: 409, again: true });
  }
}

/**
 * All cases in the order in which each round runs them; a case and what it is compared with are neighbours.
 * @param {object} parts
 * @param {Store} parts.store
 * @param {string | undefined} parts.pgbench
 * @param {any} parts.identity of the merchant, with WeChat's private key
 * @param {Record<'api' | 'second' | 'full' | 'cached' | 'naive', Server>} parts.servers
 * @returns {Promise<Record<string, Case>>}
 */
export async function makeCases({ servers, ...parts }) {
  const { api, second, full, cached, naive } = servers;
  const make = new Maker(parts);
  const groups = await parts.store.groups('join');
  await parts.store.groups('group');
  const product = (/** @type {number} */ n) => `/api/shop/products/${benchId(3, 1 + (n % PRODUCTS))}`;
  const group = (/** @type {number} */ n) => `/api/shop/groups/${benchId(6, n % groups)}`;
  const large = () => `/api/shop/groups/${LARGE_GROUP}`;
  const nothing = async () => {};
  return {
    'join.limit': make.placing('an order', 'join'),
    join: make.joining('join', api, 'join'),
    join64: make.joining('join, 64 callers', api, 'join', CROWD),
    'join.two': make.joining('join, two API processes', [api, second], 'join'),
    'join.signed': make.joining('join, prepay at the sandbox', full, 'join'),
    'join.naive': make.joining('join, TypeORM save()', naive, 'join'),
    'hot.limit': make.placing('an order, one hot SKU', 'hot'),
    hot: make.joining('join, one hot SKU', api, 'hot'),
    hot64: make.joining('join, one hot SKU, 64 callers', api, 'hot', CROWD),
    'party.limit': make.placing('an order, one hot group', 'group'),
    party: make.joining('join, one hot group', api, 'group'),
    party64: make.joining('join, one hot group, 64 callers', api, 'group', CROWD),
    'notice.limit': make.recording('a payment', 'join'),
    notice: make.notifying('payment notice', api, 'join'),
    'notice.naive': make.notifying('payment, TypeORM save()', naive, 'join', true),
    'hotnotice.limit': make.recording('a payment, one hot group', 'group'),
    hotnotice: make.notifying('payment notice, one hot group', api, 'group'),
    'product.limit': make.limit('product page', productSql, nothing),
    product: make.reading('product page', api, product),
    'product.cached': make.reading('product page, 1 s cache', cached, product),
    'product.naive': make.reading('product page, TypeORM find()', naive, product),
    'product.two': make.reading('product page, two API processes', [api, second], product),
    'group.limit': make.limit(
      'group page',
      groupSql(`bench_id(6, floor(random() * ${groups})::int)`),
      nothing,
    ),
    group: make.reading('group page', api, group),
    'large.limit': make.limit('page of one hot group', groupSql(`'${LARGE_GROUP}'`), nothing),
    large: make.reading('page of one hot group', api, large),
    'refused.full': make.refused('join of a full group, refused', api, 'full'),
    'refused.sold': make.refused('join, sold out, refused', api, 'sold'),
  };
}

/**
 * The cases a run is about: `join` names `join`, `join64`, `join.limit` and what else it is compared with.
 * @param {Record<string, Case>} cases
 * @param {string} only first parts of their names, separated by commas; empty: all
 */
export function choose(cases, only) {
  const wanted = only.split(',');
  const names = Object.keys(cases).filter((name) => only === '' || wanted.includes(name.split(/[.\d]/)[0]));
  return Object.fromEntries(names.map((name) => [name, cases[name]]));
}
