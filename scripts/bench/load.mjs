/**
 * HTTP load: keep-alive connections that each send the next request of one list as soon as they have the
 * answer to the last. It writes bytes made before the run and reads no more of an answer than its status and
 * its length: a client that does everything for everybody took a quarter of the processor time that was to be
 * measured.
 */
import { connect } from 'node:net';

/**
 * @typedef {object} Request
 * @property {'GET' | 'POST'} [method] POST unless given
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [body]
 */
/**
 * @typedef {object} Measured
 * @property {number} perSecond replies with the wanted status
 * @property {number} count
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 */

const TIMEOUT_MS = 30_000;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * The value below which a share of the sorted values lies.
 * @param {number[]} sorted
 * @param {number} share 0 to 1
 */
export const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** @param {Request} request */
export function bytesOf({ method = 'POST', path, headers, body }) {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: '127.0.0.1', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

/**
 * Status and length in bytes of an answer of which at least the head has arrived; null before that.
 * @param {Buffer} received
 * @returns {{ status: number, length: number } | null}
 * @throws when it does not say how long it is
 */
export function readHead(received) {
  const end = received.indexOf(HEAD_END);
  if (end < 0) {
    return null;
  }
  const head = received.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) {
    throw new Error(`an answer without a length: ${head.slice(0, 200)}`);
  }
  return { status: Number(head.slice(9, 12)), length: end + HEAD_END.length + Number(length) };
}

/**
 * One connection; resolves when `next` has no more for it.
 * @param {string} url
 * @param {() => Buffer | undefined} next
 * @param {(status: number, ms: number) => void} done
 * @returns {Promise<void>}
 */
function converse(url, next, done) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let received = Buffer.alloc(0);
    let from = 0;
    const send = () => {
      const bytes = next();
      if (bytes === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      from = performance.now();
      socket.write(bytes);
    };
    socket.setTimeout(TIMEOUT_MS, () =>
      socket.destroy(new Error(`${url} did not answer for ${TIMEOUT_MS} ms`)),
    );
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${url} closed a connection`)));
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const head = readHead(received);
      if (head === null || received.length < head.length) {
        return;
      }
      received = received.subarray(head.length);
      done(head.status, performance.now() - from);
      send();
    });
  });
}

/**
 * Sends requests for some seconds, or until they are used up. They leave in the order they stand in.
 * @param {readonly string[]} urls servers that the connections are spread over
 * @param {readonly Request[]} requests each is sent once, unless `again`
 * @param {{ connections: number, seconds: number, status: number, again?: boolean }} options `status`: what a
 *   reply must have; `again`: begin anew when they are used up
 * @returns {Promise<Measured>}
 * @throws when another status came, because refused requests are cheap and would look like speed
 */
export async function sendLoad(urls, requests, { connections, seconds, status, again = false }) {
  const ready = requests.map(bytesOf);
  /** @type {number[]} */
  const times = [];
  /** @type {Map<number, number>} */
  const others = new Map();
  const from = performance.now();
  const until = from + seconds * 1_000;
  let sent = 0;
  const next = () => {
    const used = sent >= ready.length && !again;
    return used || performance.now() >= until ? undefined : ready[sent++ % ready.length];
  };
  const done = (/** @type {number} */ code, /** @type {number} */ ms) =>
    code === status ? times.push(ms) : others.set(code, (others.get(code) ?? 0) + 1);
  await Promise.all(
    Array.from({ length: connections }, (_, index) => converse(urls[index % urls.length], next, done)),
  );
  const took = (performance.now() - from) / 1_000;
  if (others.size > 0 || times.length === 0) {
    throw new Error(
      `${urls[0]} answered ${JSON.stringify([...others])} besides ${times.length} of ${status}`,
    );
  }
  const sorted = times.toSorted((a, b) => a - b);
  return {
    perSecond: times.length / took,
    count: times.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
}
