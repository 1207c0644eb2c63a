import fs from 'node:fs';
import path from 'node:path';
import { spawnGuarded, stopChild } from './children.mjs';
import { ROOT } from './paths.mjs';
import { Hint, say } from './progress.mjs';

/** A service that ran this long is thought sound: the next time it ends, counting begins anew. */
const SOUND_MS = 60_000;
/** How often a service may end without having been sound in between. */
const ENDS_MAX = 4;
/** How much of a log is shown when its service ends by itself. */
const TAIL_LINES = 15;

/**
 * The last lines of a log.
 * @param {string} file
 * @param {number} [from] bytes at its beginning that are left out
 */
export function tailOf(file, from = 0) {
  const text = fs.readFileSync(file).subarray(from).toString();
  const lines = text.trim().split('\n').slice(-TAIL_LINES);
  return lines.map((line) => `    ${line}`).join('\n');
}

/** A Node program that is kept running. It prints to a log file, so that the terminal stays readable. */
export class Service {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  #stopped = false;
  #ends = 0;
  #startedAt = 0;
  #logStart = 0;
  /** @type {(error: Error) => void} */
  #giveUp = () => {};

  /**
   * @param {string} name as shown to people; also names the log file
   * @param {string[]} args Node's arguments
   * @param {{ env: NodeJS.ProcessEnv, logDir: string }} options
   */
  constructor(name, args, { env, logDir }) {
    this.name = name;
    this.args = args;
    this.env = env;
    this.logFile = path.join(logDir, `${name}.log`);
    /**
     * Rejects when the service ended too often; never resolves.
     * @type {Promise<never>}
     */
    this.failed = new Promise((_resolve, reject) => (this.#giveUp = reject));
    this.failed.catch(() => {}); // whoever waits for it hears of it
    fs.mkdirSync(logDir, { recursive: true });
    fs.writeFileSync(this.logFile, '');
  }

  /** Starts the program; from now on it is started again, later each time, whenever it ends by itself. */
  start() {
    const log = fs.openSync(this.logFile, 'a');
    this.#startedAt = Date.now();
    this.#logStart = fs.fstatSync(log).size;
    this.#child = spawnGuarded(process.execPath, this.args, {
      cwd: ROOT,
      env: this.env,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.#child.once('exit', (code, signal) => this.#ended(code ?? signal));
  }

  /** @param {number | string | null} how */
  #ended(how) {
    if (this.#stopped) {
      return;
    }
    this.#ends = Date.now() - this.#startedAt > SOUND_MS ? 1 : this.#ends + 1;
    say(`${this.name} ended by itself (${how}); the end of ${path.relative(ROOT, this.logFile)}:`);
    console.log(tailOf(this.logFile, this.#logStart));
    if (this.#ends >= ENDS_MAX) {
      this.#giveUp(new Hint(`${this.name} ended ${this.#ends} times in a row; its log says why.`));
      return;
    }
    const delay = 500 * 2 ** (this.#ends - 1);
    say(`starting ${this.name} again in ${delay / 1000} s`);
    this.#restart = setTimeout(() => this.start(), delay);
  }

  /** Asks the program to stop and waits for it; 10 s later it is killed. */
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#restart);
    if (this.#child) {
      await stopChild(this.#child);
    }
  }
}
