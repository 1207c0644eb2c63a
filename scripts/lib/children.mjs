import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {ChildProcess | undefined} */
let watchdog;

/** The one watchdog of this process, started with the first child. */
function theWatchdog() {
  if (!watchdog || watchdog.exitCode !== null) {
    const program = fileURLToPath(new URL('watchdog.mjs', import.meta.url));
    watchdog = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watchdog.stdin?.on('error', () => {}); // it was killed: the children are then on their own
    watchdog.unref();
    /** @type {import('node:net').Socket} */ (watchdog.stdin).unref();
  }
  return watchdog;
}

/**
 * Starts a program that ends when this process ends, however that happens. It gets a process group of its
 * own, so that Ctrl-C at the terminal reaches only us and we stop everything in order.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { endSignal?: NodeJS.Signals }} options
 *   `endSignal`: what asks it to stop when we die, SIGTERM unless given
 * @returns {ChildProcess}
 */
export function spawnGuarded(command, args, { endSignal = 'SIGTERM', ...options }) {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    theWatchdog().stdin?.write(`+${pid} ${endSignal}\n`);
    child.once('exit', () => theWatchdog().stdin?.write(`-${pid}\n`));
  }
  return child;
}

/**
 * Asks a child to stop and waits; kills it when it has not ended in time.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 * @param {number} [graceMs]
 * @returns {Promise<void>}
 */
export function stopChild(child, signal = 'SIGTERM', graceMs = 10_000) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.ref();
    child.kill(signal);
  });
}
