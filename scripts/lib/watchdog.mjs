/**
 * Ends what its parent started when the parent dies in whatever way, `kill -9` included. It reads orders
 * from its standard input, a pipe that only the parent holds: `+<pid> <signal>` takes a process into its
 * care, `-<pid>` lets it go. When the pipe closes, each process still in its care is sent its signal, the
 * youngest first, and is killed when it has not ended 8 seconds later.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './lock.mjs';

const GRACE_MS = 8_000;
/** @type {Map<number, NodeJS.Signals>} */
const care = new Map();

/**
 * Signals a child and all that it started in turn: each child leads a process group of its own.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {}); // only the pipe decides
}
for await (const line of createInterface({ input: process.stdin })) {
  const [order = '', signal] = line.split(' ');
  const pid = Number(order.slice(1));
  if (order.startsWith('+')) {
    care.set(pid, /** @type {NodeJS.Signals} */ (signal));
  } else {
    care.delete(pid);
  }
}
for (const [pid, signal] of [...care].reverse()) {
  send(pid, signal);
  for (const until = Date.now() + GRACE_MS; isAlive(pid) && Date.now() < until;) {
    await sleep(50);
  }
  send(pid, 'SIGKILL');
}
