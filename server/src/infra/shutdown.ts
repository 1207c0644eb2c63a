import type { Log } from './log.js';

/** A process that has not ended by itself after this long is ended. */
const LONGEST_MS = 20_000;

/**
 * Ends the process in order at SIGTERM or SIGINT: `close` finishes what is running and gives everything
 * back. A second signal, or 20 seconds, end it at once.
 */
export function endInOrder(close: () => Promise<void>, log: Log): void {
  let ending = false;
  const end = async (signal: string) => {
    if (ending) process.exit(1);
    ending = true;
    log.write('info', 'stopping', { signal });
    setTimeout(() => process.exit(1), LONGEST_MS).unref();
    try {
      await close();
      process.exit(0);
    } catch (error) {
      log.failure('the process did not stop in order', error);
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
}
