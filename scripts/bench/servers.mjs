/** The programs under load, each in a process of its own. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnGuarded, stopChild } from '../lib/children.mjs';
import { attempt } from '../lib/command.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { freePort } from '../lib/ports.mjs';
import { Hint } from '../lib/progress.mjs';
import { tailOf } from '../lib/service.mjs';
import { NODE_FLAGS } from '../lib/shop.mjs';
import { FOLDER } from './store.mjs';
import { median } from './targets.mjs';

const READY_MS = 60_000;
/** How long a server is left alone before its memory is read. */
const SETTLE_MS = 2_000;
/** Starts that are measured. */
const BOOTS = 3;

/** @typedef {{ url: string, pid: number, startMs: number, stop: () => Promise<void> }} Server */

/**
 * Starts a program as the shop is started and waits for its first answer.
 * @param {string} name of its log
 * @param {string} program
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, port: number, path: string }} options `path`: what is asked for
 * @returns {Promise<Server>} `startMs` from the start of the process to the first 2xx
 */
async function startServer(name, program, args, { env, port, path: asked }) {
  const logFile = path.join(FOLDER, `${name}.log`);
  const log = fs.openSync(logFile, 'w');
  const from = performance.now();
  const child = spawnGuarded(process.execPath, [...NODE_FLAGS, program, ...args], {
    env,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}${asked}`))) {
    if (child.exitCode !== null || performance.now() - from > READY_MS) {
      await stopChild(child);
      throw new Hint(`${name} did not start:\n${tailOf(logFile)}`);
    }
    await sleep(10);
  }
  const startMs = performance.now() - from;
  return { url, pid: child.pid ?? 0, startMs, stop: () => stopChild(child) };
}

/** @param {string} url */
const answers = (url) =>
  fetch(url).then(
    (reply) => reply.ok,
    () => false, // not listening yet
  );

/** Everything the programs have in common: one database, one WeChat, one set of secrets. */
export class Servers {
  /** @type {(() => Promise<void>)[]} */
  #stops = [];

  /** @param {{ url: string }} store */
  constructor({ url }) {
    this.jwtSecret = randomBytes(32).toString('hex');
    /** @type {NodeJS.ProcessEnv} */
    this.env = {
      PATH: process.env.PATH,
      NODE_ENV: 'development',
      DATABASE_URL: url,
      JWT_SECRET: this.jwtSecret,
      DATA_KEY: randomBytes(32).toString('hex'),
      TUANLINK_DATA_DIR: path.join(FOLDER, 'data'),
      WECHAT_SANDBOX_CONFIG: path.join(FOLDER, 'wechat-sandbox', 'client.json'),
    };
  }

  /** @param {Server} server */
  #keep(server) {
    this.#stops.push(server.stop);
    return server;
  }

  /** WeChat's other side; writes the identity that notices are signed with. */
  async sandbox() {
    const port = await freePort();
    const env = { ...this.env, SANDBOX_PORT: String(port) };
    const program = fromRoot('scripts/dist/wechat-sandbox/main.js');
    const options = { env, port, path: '/sandbox/clock' };
    this.#keep(await startServer('sandbox', program, [FOLDER], options));
    return JSON.parse(fs.readFileSync(path.join(FOLDER, 'wechat-sandbox', 'identity.json'), 'utf8'));
  }

  /**
   * The API.
   * @param {string} name of its log
   * @param {{ prepay: 'constant' | 'real', cacheMs?: number }} options `constant`: the prepay does not go to
   *   WeChat; `cacheMs`: how long product pages are kept
   */
  async api(name, { prepay, cacheMs = 0 }) {
    const port = await freePort();
    const own = { PORT: String(port), BENCH_PREPAY: prepay, PRODUCT_CACHE_MS: String(cacheMs) };
    const options = { env: { ...this.env, ...own }, port, path: '/api/shop/products' };
    return this.#keep(await startServer(name, fromRoot('scripts/bench/api.mjs'), [], options));
  }

  /** The ORM's way of the hot paths. */
  async naive() {
    const port = await freePort();
    const options = { env: { ...this.env, PORT: String(port) }, port, path: '/ready' };
    return this.#keep(await startServer('naive', fromRoot('scripts/bench/naive/main.mjs'), [], options));
  }

  /**
   * Starts the API as it is delivered, some times, and reads its memory before anything was asked of it.
   * @returns {Promise<{ startMs: number, rssMb: number | null }>} medians; null where `ps` does not say
   */
  async boot() {
    const starts = [];
    const sizes = [];
    for (let time = 0; time < BOOTS; time++) {
      const port = await freePort();
      const options = { env: { ...this.env, PORT: String(port) }, port, path: '/api/shop/products' };
      const server = await startServer('boot', fromRoot('server/dist/main.js'), [], options);
      await sleep(SETTLE_MS);
      const mb = await residentMb(server.pid);
      await server.stop();
      starts.push(server.startMs);
      sizes.push(...(mb === null ? [] : [mb]));
    }
    return { startMs: median(starts), rssMb: sizes.length === 0 ? null : median(sizes) };
  }

  async stop() {
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop();
    }
  }
}

/**
 * Memory a process holds, in MB; null where `ps` does not say.
 * @param {number} pid
 */
export async function residentMb(pid) {
  const { status, output } = await attempt('ps', ['-o', 'rss=', '-p', String(pid)]);
  return status === 0 ? Math.round(Number(output) / 1024) : null;
}
