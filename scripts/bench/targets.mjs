/**
 * The numbers this shop is held to: each has a floor, below which `--check` fails, and an aim. They are
 * numbered as in docs/performance.md.
 */
import os from 'node:os';

/** @typedef {import('./cases.mjs').Measured} Measured */
/**
 * @typedef {object} Facts what a run has found out
 * @property {Record<string, Measured[]>} results of each case, one per round
 * @property {{ startMs: number, rssMb: number | null } | null} boot
 * @property {{ loadSeconds: number, minutes: number, rssMb: number, growthMb: number } | null} soak
 * @property {Record<string, Record<string, number>>} broken case → rule that did not hold after it → times
 */
/**
 * @typedef {object} Target
 * @property {string} number
 * @property {string} name
 * @property {'at least' | 'at most'} better
 * @property {number} [floor] worst value that is accepted; absent: only reported
 * @property {number} [aim]
 * @property {string} [unit]
 * @property {(facts: Facts) => { value: number, rounds?: number[], cpu?: number } | null} find null when the
 *   run did not measure it
 */

/** @param {number[]} values */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** Processes can only share out what there is: below four cores a second API has none of its own. */
const SPARE_CORES = os.availableParallelism() >= 4;

/**
 * Throughput of one case divided by that of another, round by round; `cpu` the same for operations per
 * processor second, which other programs on the machine hardly change.
 * @param {string} of
 * @param {string} to
 * @returns {Target['find']}
 */
const ratio =
  (of, to) =>
  ({ results }) => {
    const [ours, theirs] = [results[of], results[to]];
    if (!ours || !theirs) {
      return null;
    }
    const rounds = ours.map(({ perSecond }, round) => perSecond / theirs[round].perSecond);
    const cpu = ours.map(({ cpuUs }, round) => (theirs[round].cpuUs ?? Number.NaN) / (cpuUs ?? Number.NaN));
    return { value: median(rounds), rounds, cpu: median(cpu) };
  };

/**
 * A value of each round of a case.
 * @param {string} of
 * @param {(measured: Measured) => number | undefined} read
 * @returns {Target['find']}
 */
const each =
  (of, read) =>
  ({ results }) => {
    const rounds = (results[of] ?? []).map(read).filter((value) => value !== undefined);
    return rounds.length === 0 ? null : { value: median(rounds), rounds };
  };

const p99 = (/** @type {string} */ of) => each(of, (measured) => measured.p99);
const spread = (/** @type {string} */ of) => each(of, ({ p50 = 0, p99: high = 0 }) => high / p50);
const statements = (/** @type {string} */ of) => each(of, (measured) => measured.statements);

/**
 * @param {string} number
 * @param {string} name
 * @param {Target['find']} find
 * @param {{ floor?: number, aim?: number }} [goals]
 * @returns {Target}
 */
const atLeast = (number, name, find, goals = {}) => ({ number, name, better: 'at least', find, ...goals });
/**
 * @param {string} number
 * @param {string} name
 * @param {Target['find']} find
 * @param {{ floor?: number, aim?: number, unit?: string }} goals
 * @returns {Target}
 */
const atMost = (number, name, find, goals) => ({ number, name, better: 'at most', find, ...goals });

/** Routes that many people call at once. */
const HOT_ROUTES = {
  join: 'join',
  hot: 'join, one hot SKU',
  party: 'join, one hot group',
  notice: 'payment notice',
  hotnotice: 'payment notice, one hot group',
  product: 'product page',
  group: 'group page',
};
const hotRoutes = Object.entries(HOT_ROUTES);

/** @type {readonly Target[]} */
export const targets = [
  atLeast('1', 'join / pgbench', ratio('join', 'join.limit'), { floor: 0.4, aim: 0.6 }),
  atLeast('2', 'join, 64 callers / pgbench', ratio('join64', 'join.limit'), { floor: 0.8, aim: 1.1 }),
  atLeast('3', 'hot SKU, 64 callers / pgbench', ratio('hot64', 'hot.limit'), { floor: 1.5, aim: 3 }),
  atLeast('3a', 'hot SKU / pgbench', ratio('hot', 'hot.limit')),
  atLeast('3b', 'hot group / pgbench', ratio('party', 'party.limit')),
  atLeast('3c', 'hot group, 64 callers / pgbench', ratio('party64', 'party.limit')),
  atLeast('4', 'hot SKU / cold, 64 callers', ratio('hot64', 'join64'), { floor: 0.7, aim: 0.9 }),
  atLeast('5', 'payment notice / pgbench', ratio('notice', 'notice.limit'), { floor: 0.35, aim: 0.5 }),
  atLeast('5a', 'notice, hot group / pgbench', ratio('hotnotice', 'hotnotice.limit')),
  atLeast('6', 'product page / pgbench', ratio('product', 'product.limit'), { floor: 0.18, aim: 0.3 }),
  atLeast('6a', 'group page / pgbench', ratio('group', 'group.limit')),
  atLeast('6b', 'hot group page / pgbench', ratio('large', 'large.limit')),
  atLeast('7', 'product page, 1 s cache / pgbench', ratio('product.cached', 'product.limit'), {
    floor: 0.33,
    aim: 0.45,
  }),
  atLeast('8', 'refused: full / product page', ratio('refused.full', 'product'), { floor: 0.7, aim: 1 }),
  atLeast('8a', 'refused: sold out / product page', ratio('refused.sold', 'product'), { floor: 0.7, aim: 1 }),
  atLeast('11', 'join / TypeORM save()', ratio('join', 'join.naive'), { floor: 5, aim: 7 }),
  atLeast('11a', 'notice / TypeORM save()', ratio('notice', 'notice.naive'), { floor: 5, aim: 7 }),
  atLeast('11b', 'product page / TypeORM find()', ratio('product', 'product.naive'), { floor: 5, aim: 7 }),
  atMost('12', 'p99 join', p99('join'), { floor: 60, aim: 40, unit: 'ms' }),
  atMost('12a', 'p99 join, 64 callers', p99('join64'), { floor: 150, aim: 80, unit: 'ms' }),
  ...hotRoutes.map(([of, name]) => atMost('13', `p99 / p50 ${name}`, spread(of), { floor: 8, aim: 4 })),
  atMost('14', 'rules broken under load', ({ broken }) => ({ value: Object.keys(broken).length }), {
    floor: 0,
    aim: 0,
  }),
  atMost('17', 'start to first answer', ({ boot }) => boot && { value: boot.startMs }, {
    floor: 2_500,
    aim: 1_500,
    unit: 'ms',
  }),
  atMost('18', 'memory when idle', ({ boot }) => (boot?.rssMb ? { value: boot.rssMb } : null), {
    floor: 140,
    aim: 115,
    unit: 'MB',
  }),
  atMost('18a', 'memory after load', ({ soak }) => soak && { value: soak.rssMb }, {
    floor: 200,
    aim: 150,
    unit: 'MB',
  }),
  atMost('18b', 'growth over ten minutes', ({ soak }) => soakGrowth(soak), { floor: 10, aim: 3, unit: 'MB' }),
  atMost('19', 'statements per join', statements('join'), { floor: 2, aim: 1 }),
  atMost('19', 'statements per notice', statements('notice'), { floor: 2, aim: 1 }),
  atMost('19', 'statements per product page', statements('product'), { floor: 2, aim: 1 }),
  atMost('19', 'statements per group page', statements('group'), { floor: 2, aim: 1 }),
  atLeast('S', 'join, two processes / one', ratio('join.two', 'join'), SPARE_CORES ? { floor: 1.1 } : {}),
  atLeast(
    'S',
    'page, two processes / one',
    ratio('product.two', 'product'),
    SPARE_CORES ? { floor: 1.2 } : {},
  ),
  atLeast('R', 'join with signatures / pgbench', ratio('join.signed', 'join.limit')),
];

/** What grows within seconds is warming up: only a long run says something. @param {Facts['soak']} soak */
const soakGrowth = (soak) => (soak && soak.minutes >= 10 ? { value: soak.growthMb } : null);

/**
 * Where each target stands.
 * @param {Facts} facts
 */
export function judge(facts) {
  return targets.flatMap(({ find, ...target }) => {
    const found = find(facts);
    if (found === null) {
      return [];
    }
    const meets = (/** @type {number | undefined} */ goal) =>
      goal === undefined || (target.better === 'at least' ? found.value >= goal : found.value <= goal);
    const state = !meets(target.floor) ? 'below the floor' : meets(target.aim) ? '' : 'short of the aim';
    return [{ ...target, ...found, state }];
  });
}
