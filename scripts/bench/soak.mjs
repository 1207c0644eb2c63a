/** A long time under mixed load: does the API's memory stay where it is? */
import { say } from '../lib/progress.mjs';
import { residentMb } from './servers.mjs';
import { median } from './targets.mjs';

/** The hot routes in turn, some seconds each. */
const ROUTES = ['product', 'group', 'join', 'notice', 'hot', 'hotnotice'];
const SECONDS_EACH = 3;
const MINUTE_SECONDS = 60;
/** Caches fill and code is compiled in the first minute; what comes after it is growth. */
const SETTLED_SECONDS = 60;

/**
 * @param {import('./measure.mjs').Bench} bench
 * @param {Record<string, import('./cases.mjs').Case>} cases
 * @param {{ pid: number, minutes: number }} options `pid` of the API that is under load
 * @returns {Promise<{ loadSeconds: number, minutes: number, rssMb: number, growthMb: number } | null>} null
 *   where memory cannot be read
 */
export async function soak(bench, cases, { pid, minutes }) {
  /** @type {{ second: number, mb: number }[]} */
  const samples = [];
  let seconds = 0;
  while (seconds < minutes * MINUTE_SECONDS) {
    for (const name of ROUTES) {
      await bench.runOne(name, cases[name], SECONDS_EACH);
      seconds += SECONDS_EACH;
    }
    const mb = await residentMb(pid);
    if (mb === null) {
      return null;
    }
    samples.push({ second: seconds, mb });
    say(`soak  ${seconds} s under load: ${mb} MB`);
  }
  const settled = samples.filter(({ second }) => second >= Math.min(SETTLED_SECONDS, seconds));
  const third = Math.ceil(settled.length / 3);
  const of = (/** @type {typeof samples} */ part) => median(part.map(({ mb }) => mb));
  const rssMb = of(settled.slice(-third));
  const growthMb = rssMb - of(settled.slice(0, third));
  return { loadSeconds: bench.loadSeconds, minutes, rssMb, growthMb };
}
