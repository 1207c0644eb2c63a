/**
 * `npm run bench [-- --check --seconds=4 --rounds=3 --only=join,notice --minutes=0.6]`: how near the hot
 * paths come to what PostgreSQL alone can do with the same SQL functions, and what else a shop under load
 * must keep. Only ratios within one run count; docs/performance.md says how to read them.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { optionsGiven } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { attempt } from './lib/command.mjs';
import { tryLock, unlock } from './lib/lock.mjs';
import { Hint, runMain, say, step } from './lib/progress.mjs';

const USAGE =
  'npm run bench [-- --check --seconds=<n> --rounds=<n> --only=<case>,<case> --minutes=<n of the soak>]';
/** The product cache as it is measured. */
const CACHE_MS = 1_000;
const SOAK = 'soak';
const BOOT = 'boot';

/** Nobody else may measure in this folder meanwhile. @param {string} folder */
function takeTurn(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'lock');
  if (tryLock(lock) !== 0) {
    throw new Hint('The bench is running already in this folder.');
  }
  process.once('exit', () => unlock(lock));
}

/**
 * The programs under load.
 * @param {import('./bench/servers.mjs').Servers} servers
 */
async function startAll(servers) {
  return {
    api: await servers.api('api', { prepay: 'constant' }),
    second: await servers.api('api-second', { prepay: 'constant' }),
    full: await servers.api('api-full', { prepay: 'real' }),
    cached: await servers.api('api-cached', { prepay: 'constant', cacheMs: CACHE_MS }),
    naive: await servers.naive(),
  };
}

/** @typedef {{ seconds: string, rounds: string, only: string, minutes: string, check: boolean }} Options */

/**
 * Measures what was asked for.
 * @param {import('./bench/store.mjs').Store} store
 * @param {import('./bench/servers.mjs').Servers} servers
 * @param {string | undefined} pgbench
 * @param {Options} options
 */
async function measureAll(store, servers, pgbench, { seconds, rounds, only, minutes }) {
  const { choose, makeCases } = await import('./bench/cases.mjs');
  const { Bench } = await import('./bench/measure.mjs');
  const { findPostmaster } = await import('./bench/cpu.mjs');
  const { logIn } = await import('./bench/requests.mjs');
  const { soak } = await import('./bench/soak.mjs');
  const isAsked = (/** @type {string} */ name) => only === '' || only.split(',').includes(name);
  const identity = await servers.sandbox();
  const boot = isAsked(BOOT) ? await servers.boot() : null;
  if (only === BOOT) {
    return { cases: {}, facts: { results: {}, boot, soak: null, broken: {} } };
  }
  await logIn(servers.jwtSecret);
  const running = await startAll(servers);
  const all = await makeCases({ store, pgbench, identity, servers: running });
  const cases = choose(all, only);
  const bench = new Bench(store, process.platform === 'linux' ? await findPostmaster(store.owner) : null);
  await bench.run(cases, { rounds: Number(rounds), seconds: Number(seconds) });
  const soaked = isAsked(SOAK)
    ? await soak(bench, all, { pid: running.api.pid, minutes: Number(minutes) })
    : null;
  return { cases, facts: { results: bench.results, boot, soak: soaked, broken: bench.broken } };
}

/** @param {Options} options */
async function main(options) {
  await prepare(['server', 'scripts']);
  const { Store, FOLDER } = await import('./bench/store.mjs');
  const { Servers } = await import('./bench/servers.mjs');
  const { findPgbench } = await import('./bench/pgbench.mjs');
  const { limitsOf, report } = await import('./bench/report.mjs');
  takeTurn(FOLDER);
  const pgbench = findPgbench();
  const limit = pgbench ?? 'node-postgres with named statements (pgbench is not installed)';
  say(`the database's own limit is measured with ${limit}`);
  const loadBefore = os.loadavg();
  const store = await step('making the database', () => Store.open(process.env));
  const servers = new Servers(store);
  try {
    const { cases, facts } = await measureAll(store, servers, pgbench, options);
    const numbers = report(facts, cases);
    const machine = { cores: os.availableParallelism(), loadBefore, loadAfter: os.loadavg() };
    const result = {
      commit: (await attempt('git', ['rev-parse', 'HEAD'])).output.trim(),
      at: new Date().toISOString(),
      machine,
      node: process.version,
      postgres: await store.version(),
      limit,
      pgbenchPerSecond: limitsOf(facts.results),
      numbers,
      ...facts,
    };
    fs.writeFileSync(path.join(FOLDER, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
    say(`written down in ${path.join(FOLDER, 'result.json')}`);
    const low = numbers.filter(({ state }) => state === 'below the floor');
    if (options.check && low.length > 0) {
      throw new Hint(`Below the floor: ${low.map(({ number, name }) => `${number} ${name}`).join(', ')}`);
    }
  } finally {
    await servers.stop();
    await store.close();
  }
}

await runMain(() =>
  main(
    optionsGiven(USAGE, {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      minutes: { type: 'string', default: '0.6' },
      check: { type: 'boolean', default: false },
    }),
  ),
);
process.exit();
