/** HTTP load: keep-alive connections that each send their own list of requests, one after the other. */
// @ts-expect-error it brings no types
import autocannon from 'autocannon';

/**
 * @typedef {{ path: string, headers: Record<string, string>, body: string }} Request
 * @typedef {object} Measured
 * @property {number} perSecond replies with the wanted status
 * @property {number} count
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 */

/**
 * The value below which a share of the sorted values lies.
 * @param {number[]} sorted
 * @param {number} share 0 to 1
 */
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * Sends requests for some seconds, or until they are used up.
 * @param {string} url
 * @param {Request[]} requests each is sent at most once
 * @param {{ connections: number, seconds: number, status: number }} options `status`: what a reply must have
 * @returns {Promise<Measured>}
 * @throws when another status came, because refused requests are cheap and would look like speed
 */
export async function sendLoad(url, requests, { connections, seconds, status }) {
  /** @type {number[]} */
  const times = [];
  /** @type {Map<number, number>} */
  const others = new Map();
  const share = Math.floor(requests.length / connections);
  let given = 0;
  const setupClient = (/** @type {any} */ client) => {
    const own = requests.slice(given * share, ++given * share);
    client.setRequests(own.map((request) => ({ method: 'POST', ...request })));
    client.on(
      'response',
      (/** @type {number} */ code, /** @type {number} */ _size, /** @type {number} */ ms) =>
        code === status ? times.push(ms) : others.set(code, (others.get(code) ?? 0) + 1),
    );
  };
  const from = performance.now();
  const amount = share * connections;
  const timer = setTimeout(() => instance.stop(), seconds * 1_000);
  const instance = autocannon({ url, connections, amount, setupClient, timeout: 30 });
  await instance;
  clearTimeout(timer);
  const took = (performance.now() - from) / 1_000;
  if (others.size > 0 || times.length === 0) {
    throw new Error(`${url} answered ${JSON.stringify([...others])} besides ${times.length} of ${status}`);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return {
    perSecond: times.length / took,
    count: times.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
}
