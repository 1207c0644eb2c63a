import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * True while a process with this id exists (also when it belongs to someone else). One that has ended and
 * only waits for its parent to notice does not count.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  const stat = `/proc/${pid}/stat`;
  return !fs.existsSync(stat) || !/\) Z /.test(readIfThere(stat));
}

/**
 * A small text file's content; empty when it vanished meanwhile.
 * @param {string} file
 */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Takes a lock file for this process. A file left by a process that is gone is taken over.
 * @param {string} file
 * @returns {number} 0 when the lock is ours, else the id of the process that holds it
 */
export function tryLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return 0;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = Number(readIfThere(file));
    if (holder === process.pid) {
      return 0;
    }
    if (holder > 0 && isAlive(holder)) {
      return holder;
    }
    fs.rmSync(file, { force: true });
  }
}

/**
 * Gives a lock back.
 * @param {string} file
 */
export const unlock = (file) => fs.rmSync(file, { force: true });

/**
 * Does some work while holding a lock file; waits as long as another live process holds it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  while (tryLock(file) !== 0) {
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    unlock(file);
  }
}
