import os from 'node:os';

/**
 * Lets only so many pieces of work run at a time; the others wait in the order in which they came.
 * @param {number} [max] one per processor unless given
 */
export function limit(max = os.availableParallelism()) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];
  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  return async (work) => {
    if (running >= max) {
      await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    }
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
