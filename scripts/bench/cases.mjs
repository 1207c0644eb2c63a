/** What is measured: each case prepares what it needs, then runs for some seconds and tells its rate. */
import { sendLoad } from './load.mjs';
import { runPgbench } from './pgbench.mjs';
import { joins, notices } from './requests.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {import('./store.mjs').Place} Place */
/** @typedef {import('./servers.mjs').Server} Server */
/**
 * @typedef {{ perSecond: number, count: number, p50?: number, p99?: number, cpuUs?: number }} Measured
 *   `cpuUs`: processor time per operation of API and database, microseconds; absent where it cannot be read
 */
/**
 * @typedef {object} Case
 * @property {string} title
 * @property {number} guess operations per second before the first run, to have enough of them
 * @property {number[]} pids processes that do the work, besides the database's
 * @property {(supply: number) => Promise<(seconds: number) => Promise<Measured>>} prepare `supply`: how many
 *   operations at most; what it answers runs them
 */

/** Connections of pgbench: more only get into each other's way, fewer leave the disk waiting. */
const PGBENCH_CLIENTS = 8;
/** Callers at a time over HTTP. */
const CONNECTIONS = 16;

/**
 * The SQL function alone.
 * @param {string} title
 * @param {string} script
 * @param {(supply: number) => Promise<unknown>} supplies
 * @param {{ store: Store, pgbench: string | undefined }} parts
 * @returns {Case}
 */
function limit(title, script, supplies, { store, pgbench }) {
  return {
    title,
    guess: 4_000,
    pids: [],
    async prepare(supply) {
      await supplies(supply);
      return (seconds) => runPgbench(pgbench, store.url, script, { clients: PGBENCH_CLIENTS, seconds });
    },
  };
}

/**
 * The same over HTTP.
 * @param {string} title
 * @param {Server} server
 * @param {number} status of a reply
 * @param {(supply: number) => Promise<import('./load.mjs').Request[]>} make
 * @returns {Case}
 */
function http(title, { url, pid }, status, make) {
  return {
    title,
    guess: 2_000,
    pids: [pid],
    async prepare(supply) {
      const requests = await make(supply);
      return (seconds) => sendLoad(url, requests, { connections: CONNECTIONS, seconds, status });
    },
  };
}

/**
 * All cases in the order in which each round runs them; a case and what it is compared with are neighbours.
 * @param {object} parts
 * @param {Store} parts.store
 * @param {string | undefined} parts.pgbench
 * @param {any} parts.identity of the merchant, with WeChat's private key
 * @param {Record<'api' | 'full' | 'naive', Server>} parts.servers
 * @returns {Record<string, Case>}
 */
export function makeCases({ store, pgbench, identity, servers }) {
  const parts = { store, pgbench };
  const join = (/** @type {Place} */ place) => async (/** @type {number} */ supply) =>
    joins(await store.take(place, supply), supply, place);
  const signed = async (/** @type {number} */ supply) => notices(await store.takePayable(supply), identity);
  return {
    'join.limit': limit('place_orders by pgbench', 'join', (supply) => store.seats('join', supply), parts),
    join: http('join over HTTP', servers.api, 201, join('join')),
    'join.full': http('join, prepay at the sandbox', servers.full, 201, join('join')),
    'join.naive': http('join, TypeORM save()', servers.naive, 201, join('join')),
    'hot.limit': limit('one hot SKU by pgbench', 'hot', (supply) => store.seats('hot', supply), parts),
    hot: http('one hot SKU over HTTP', servers.api, 201, join('hot')),
    'notice.limit': limit('record_payments by pgbench', 'notice', (supply) => store.payable(supply), parts),
    notice: http('payment notice over HTTP', servers.api, 200, signed),
  };
}
