/** What is measured: each case runs for some seconds and tells its rate. */
import { sendLoad } from './load.mjs';
import { runPgbench } from './pgbench.mjs';
import { joins, notices } from './requests.mjs';

/** @typedef {import('./store.mjs').Store} Store */
/** @typedef {{ perSecond: number, count: number, p50?: number, p99?: number }} Measured */
/**
 * @typedef {object} Case
 * @property {string} title
 * @property {number} guess requests per second before the first run, to have enough to send
 * @property {(seconds: number, supply: number) => Promise<Measured>} run `supply`: how many at most
 */

/** Connections of pgbench: more only get into each other's way, fewer leave the disk waiting. */
const PGBENCH_CLIENTS = 8;
/** Callers at a time over HTTP. */
export const CONNECTIONS = 16;

/**
 * All cases in the order in which each round runs them; a case and what it is compared with are neighbours.
 * @param {object} parts
 * @param {Store} parts.store
 * @param {string | undefined} parts.pgbench
 * @param {any} parts.identity of the merchant, with WeChat's private key
 * @param {{ api: string, full: string, naive: string }} parts.urls
 * @returns {Record<string, Case>}
 */
export function makeCases({ store, pgbench, identity, urls }) {
  const callers = { connections: CONNECTIONS, clients: PGBENCH_CLIENTS };
  /**
   * @param {string} script
   * @param {(supply: number) => Promise<unknown>} prepare
   */
  const database =
    (script, prepare) => async (/** @type {number} */ seconds, /** @type {number} */ supply) => {
      await prepare(supply);
      return runPgbench(pgbench, store.url, script, { ...callers, seconds });
    };
  /**
   * @param {string} url
   * @param {import('./store.mjs').Place} place
   */
  const http = (url, place) => async (/** @type {number} */ seconds, /** @type {number} */ supply) => {
    const requests = joins(await store.take(place, supply), supply, place);
    return sendLoad(url, requests, { ...callers, seconds, status: 201 });
  };
  return {
    'join.limit': {
      title: 'place_orders by pgbench',
      guess: 5_000,
      run: database('join', (supply) => store.seats('join', supply)),
    },
    join: { title: 'join over HTTP', guess: 2_500, run: http(urls.api, 'join') },
    'join.full': { title: 'join, prepay at the sandbox', guess: 1_000, run: http(urls.full, 'join') },
    'join.naive': { title: 'join, TypeORM save()', guess: 800, run: http(urls.naive, 'join') },
    'hot.limit': {
      title: 'one hot SKU by pgbench',
      guess: 4_000,
      run: database('hot', (supply) => store.seats('hot', supply)),
    },
    hot: { title: 'one hot SKU over HTTP', guess: 3_000, run: http(urls.api, 'hot') },
    'notice.limit': {
      title: 'record_payments by pgbench',
      guess: 4_000,
      run: database('notice', (supply) => store.payable(supply)),
    },
    notice: {
      title: 'payment notice over HTTP',
      guess: 2_500,
      run: async (seconds, supply) => {
        const requests = notices(await store.takePayable(supply), identity);
        return sendLoad(urls.api, requests, { ...callers, seconds, status: 200 });
      },
    },
  };
}
