/** A whole shop on this machine: database, WeChat sandbox, API and worker. Needs installed dependencies. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './command.mjs';
import { fromRoot } from './paths.mjs';
import { startOwnDatabase } from './own-database.mjs';
import { Hint, say, step } from './progress.mjs';
import { Service, tailOf } from './service.mjs';
import { serviceEnv } from './settings.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */

/** How long API or sandbox may take until they answer. */
const READY_MS = 180_000;
/** A young generation that fits a small server: half the memory for the same number of requests. */
export const NODE_FLAGS = ['--max-semi-space-size=4'];

/** Starts the parts in the order in which they need each other, stops them in the opposite order. */
export class Shop {
  /** @type {(() => Promise<unknown>)[]} */
  #stops = [];
  /** @type {Promise<never>[]} */
  #failures = [];

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
    this.logDir = path.join(settings.dataDir, 'logs');
    this.url = `http://${settings.reachable}:${settings.port}`;
    this.sandboxUrl = `http://${settings.reachable}:${settings.sandboxPort}`;
    /** @type {NodeJS.ProcessEnv} */
    this.env = {};
  }

  /** Starts everything and returns when the shop can be used. */
  async start() {
    const { database = await this.#startDatabase(), sandbox, dataDir, seed } = this.settings;
    this.env = serviceEnv(this.settings, database, process.env);
    if (sandbox) {
      const program = fromRoot('scripts/dist/wechat-sandbox/main.js');
      const service = this.#service('wechat-sandbox', [program, path.join(dataDir, 'wechat-sandbox')]);
      await step('starting the WeChat sandbox', () =>
        this.#answer(service, `${this.sandboxUrl}/sandbox/clock`),
      );
    }
    await step('migrating the database', () => this.#runOnce('migrate'));
    const api = this.#service('api', [...NODE_FLAGS, fromRoot('server/dist/main.js')]);
    this.#service('worker', [...NODE_FLAGS, fromRoot('server/dist/worker.js')]);
    await step('starting API and worker', () => this.#answer(api, `${this.url}/api/health`, 503));
    if (seed === 'demo') {
      await step('filling the demo shop, if it is empty', () => this.#runOnce('seed'));
    }
    await this.#answer(api, `${this.url}/api/health`);
  }

  /** Resolves never; rejects when a part has failed for good. */
  failed() {
    return Promise.race(this.#failures);
  }

  /** Stops what was started, the last first. */
  async stop() {
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop();
    }
  }

  /** @returns {Promise<{ url: string, ownerUrl: string }>} */
  async #startDatabase() {
    const { dataDir } = this.settings;
    const { server, database } = await step('starting PostgreSQL', () => startOwnDatabase(dataDir));
    this.#stops.push(server.stop);
    const ended = server.ended.then(() => {
      throw new Hint(`PostgreSQL ended by itself:\n${tailOf(path.join(dataDir, 'postgres/postgres.log'))}`);
    });
    ended.catch(() => {}); // heard of through failed()
    this.#failures.push(ended);
    return database;
  }

  /**
   * @param {string} name
   * @param {string[]} args
   */
  #service(name, args) {
    const service = new Service(name, args, { env: this.env, logDir: this.logDir });
    this.#stops.push(() => service.stop());
    this.#failures.push(service.failed);
    service.start();
    return service;
  }

  /**
   * Runs a program of the server to its end; its output goes to the logs.
   * @param {string} name in server/dist/cli
   */
  async #runOnce(name) {
    const program = run(process.execPath, [fromRoot(`server/dist/cli/${name}.js`)], { env: this.env });
    const output = await Promise.race([program, this.failed()]);
    fs.writeFileSync(path.join(this.logDir, `${name}.log`), output);
  }

  /**
   * Waits until an address answers 200, or another status that will do.
   * @param {Service} service whose log is shown when it does not
   * @param {string} url
   * @param {number} [alsoGood]
   */
  async #answer(service, url, alsoGood) {
    const poll = async () => {
      for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(100)) {
        const status = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
          (reply) => reply.status,
          () => 0, // not listening yet
        );
        if (status === 200 || status === alsoGood) {
          return;
        }
      }
      say(`the end of ${service.logFile}:`);
      console.log(tailOf(service.logFile));
      throw new Hint(`${url} was not ready after ${READY_MS / 1000} s.`);
    };
    await Promise.race([poll(), this.failed()]);
  }
}
