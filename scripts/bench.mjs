/**
 * `npm run bench [-- --check --seconds=6 --rounds=3 --only=join,notice]`: how near the two hot paths come
 * to what PostgreSQL alone can do with the same SQL functions. Only the ratios count; docs/performance.md
 * says how to read them.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepare } from './lib/build.mjs';
import { attempt } from './lib/command.mjs';
import { tryLock, unlock } from './lib/lock.mjs';
import { Hint, runMain, say, step } from './lib/progress.mjs';

/** @typedef {import('./bench/cases.mjs').Measured} Measured */

/** Ratios that are reported: what, compared with what, the floor `--check` holds it to, the aim. */
const RATIOS = [
  { name: 'join / pgbench', of: 'join', to: 'join.limit', floor: 0.4, aim: 0.6 },
  { name: 'notice / pgbench', of: 'notice', to: 'notice.limit', floor: 0.35, aim: 0.5 },
  { name: 'hot SKU / pgbench', of: 'hot', to: 'hot.limit' },
  { name: 'hot SKU / cold', of: 'hot', to: 'join' },
  { name: 'join with signatures / pgbench', of: 'join.full', to: 'join.limit' },
  { name: 'join / TypeORM save()', of: 'join', to: 'join.naive', aim: 5 },
];

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** Node compiles what runs often, and PostgreSQL settles on plans: that takes thousands of requests. */
const WARM_UP_SECONDS = 10;

/**
 * Runs every case once per round, one after the other, so that what else the machine does meets all alike.
 * @param {Record<string, import('./bench/cases.mjs').Case>} cases
 * @param {{ rounds: number, seconds: number, warmUp: number, postmaster: number | null,
 *   analyze: () => Promise<unknown> }} options
 * @returns {Promise<Record<string, Measured[]>>}
 */
async function measure(cases, { rounds, seconds, warmUp, postmaster, analyze }) {
  const guess = Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, one.guess]));
  const results = /** @type {Record<string, Measured[]>} */ ({});
  for (let round = 0; round <= rounds; round++) {
    for (const [name, one] of Object.entries(cases)) {
      const time = round === 0 ? warmUp : seconds;
      const supply = Math.ceil((guess[name] * time) / 16) * 16;
      const run = await one.prepare(supply);
      // Tables that grew from nothing within seconds: what autovacuum does in its first minute.
      await analyze();
      const measured = await withCpu(() => run(time), postmaster === null ? [] : [postmaster, ...one.pids]);
      guess[name] = measured.perSecond * 1.6;
      if (round > 0) {
        (results[name] ??= []).push(measured);
      }
      say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${one.title}: ${line(measured)}`);
    }
  }
  return results;
}

/**
 * Runs and adds the processor time that each operation took.
 * @param {() => Promise<Measured>} run
 * @param {number[]} pids of API and database; none where they cannot be looked at
 * @returns {Promise<Measured>}
 */
async function withCpu(run, pids) {
  if (pids.length === 0) {
    return run();
  }
  const { cpuMs } = await import('./bench/cpu.mjs');
  const used = () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const before = used();
  const measured = await run();
  // Backends of pgbench that have just ended are counted once the postmaster has noticed.
  await sleep(200);
  return { ...measured, cpuUs: ((used() - before) * 1_000) / measured.count };
}

/** @param {Measured} measured */
function line({ perSecond, p50, p99, cpuUs }) {
  const cpu = cpuUs ? `, ${(cpuUs / 1_000).toFixed(2)} ms of CPU` : '';
  const times = p50 && p99 ? `, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms` : '';
  return `${Math.round(perSecond)}/s${cpu}${times}`;
}

/** @param {Record<string, Measured[]>} results */
function ratiosOf(results) {
  return RATIOS.filter(({ of, to }) => results[of] && results[to]).map((ratio) => {
    const rounds = results[ratio.of].map(
      ({ perSecond }, index) => perSecond / results[ratio.to][index].perSecond,
    );
    const cpu = results[ratio.of].map(
      ({ cpuUs }, index) => (results[ratio.to][index].cpuUs ?? Number.NaN) / (cpuUs ?? Number.NaN),
    );
    return { ...ratio, median: median(rounds), rounds, cpu: median(cpu) };
  });
}

/**
 * @param {{ ratios: ReturnType<typeof ratiosOf>, results: Record<string, Measured[]>, boot: any }} outcome
 * @param {Record<string, import('./bench/cases.mjs').Case>} cases
 */
function print({ ratios, results, boot }, cases) {
  console.log('\nMedians');
  for (const [name, rounds] of Object.entries(results)) {
    const middle = rounds.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor((rounds.length - 1) / 2)];
    const all = rounds.map(({ perSecond }) => Math.round(perSecond)).join(' ');
    console.log(`  ${cases[name].title.padEnd(30)}${line(middle)}   (${all})`);
  }
  console.log('\nRatios');
  for (const { name, floor, aim, median: middle, rounds, cpu } of ratios) {
    const all = rounds.map((value) => value.toFixed(2)).join(' ');
    const goals = `${floor ? ` floor ${floor.toFixed(2)}` : ''}${aim ? ` aim ${aim.toFixed(2)}` : ''}`;
    console.log(`  ${name.padEnd(32)}${middle.toFixed(2)}   (${all}) by CPU ${cpu.toFixed(2)}${goals}`);
  }
  console.log(`\nStart to first answer ${boot.startMs.toFixed(0)} ms, memory when idle ${boot.rssMb} MB\n`);
}

/** @param {{ seconds: string, rounds: string, only: string, check: boolean }} options */
async function bench({ seconds, rounds, only, check }) {
  await prepare(['server', 'scripts']);
  const { Store, FOLDER } = await import('./bench/store.mjs');
  const { Servers } = await import('./bench/servers.mjs');
  const { makeCases } = await import('./bench/cases.mjs');
  const { findPostmaster } = await import('./bench/cpu.mjs');
  const { findPgbench } = await import('./bench/pgbench.mjs');
  const { logIn } = await import('./bench/requests.mjs');
  fs.mkdirSync(FOLDER, { recursive: true });
  const lock = path.join(FOLDER, 'lock');
  if (tryLock(lock) !== 0) {
    throw new Hint('The bench is running already in this folder.');
  }
  process.once('exit', () => unlock(lock));
  const pgbench = findPgbench();
  const limit = pgbench ?? 'node-postgres with named statements (pgbench is not installed)';
  say(`the database's own limit is measured with ${limit}`);
  const load = os.loadavg();
  const store = await step('making the database', () => Store.open(process.env));
  const servers = new Servers(store);
  try {
    const identity = await servers.sandbox();
    const boot = await servers.boot();
    await logIn(servers.jwtSecret);
    const api = await servers.api('constant');
    const full = await servers.api('real');
    const naive = await servers.naive();
    const all = makeCases({ store, pgbench, identity, servers: { api, full, naive } });
    const wanted = Object.entries(all).filter(
      ([name]) => only === '' || only.split(',').includes(name.split('.')[0]),
    );
    const cases = Object.fromEntries(wanted);
    const warmUp = Math.max(WARM_UP_SECONDS, Number(seconds));
    const postmaster = process.platform === 'linux' ? await findPostmaster(store.owner) : null;
    const time = { rounds: Number(rounds), seconds: Number(seconds), warmUp };
    const analyze = () => store.owner.query('analyze');
    const results = await measure(cases, { ...time, postmaster, analyze });
    const ratios = ratiosOf(results);
    const commit = (await attempt('git', ['rev-parse', 'HEAD'])).output.trim();
    const outcome = { commit, load, limit, postgres: await store.version(), boot, ratios, results };
    fs.writeFileSync(path.join(FOLDER, 'result.json'), `${JSON.stringify(outcome, null, 2)}\n`);
    print(outcome, cases);
    const low = ratios.filter(({ floor, median: middle }) => floor !== undefined && middle < floor);
    if (check && low.length > 0) {
      throw new Hint(`Below the floor: ${low.map(({ name }) => name).join(', ')}`);
    }
  } finally {
    await servers.stop();
    await store.close();
  }
}

await runMain(() => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '6' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      check: { type: 'boolean', default: false },
    },
  });
  return bench(values);
});
process.exit();
