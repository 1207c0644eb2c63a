import { jest } from '@jest/globals';
import { longTestOptions } from '../support/long-test.js';
import { planOf, sizeOf } from './plan/plan.js';
import { reportOf } from './report.js';
import { simulate } from './simulate.js';

const { seeds, seed, buyers } = longTestOptions({ seeds: 10, seed: 1, buyers: 2_000 });
const LIMITS = { runsMax: 200, msMax: 30 * 60_000 };

jest.setTimeout(2 * 60 * 60_000);

/** Remarkable things that no day has seen yet. */
let unseen: string[] | undefined;

afterAll(() => {
  if (unseen !== undefined && unseen.length > 0) {
    process.stdout.write(`never seen in ${seeds} days: ${unseen.join('; ')}\n`);
  }
});

it.each(Array.from({ length: seeds }, (_, n) => seed + n))(
  'the day of seed %d breaks no rule',
  async (one) => {
    const from = performance.now();
    const plan = planOf(one, sizeOf(buyers));
    const outcome = await simulate(plan);
    const took = Math.round((performance.now() - from) / 1_000);
    const { orderCount, transferCount, deathCount, missing, ledgerHash } = outcome;
    unseen = unseen === undefined ? missing : unseen.filter((what) => missing.includes(what));
    process.stdout.write(
      `seed ${one}: ${orderCount} orders, ${transferCount} transfers, ${deathCount} deaths, ` +
        `${outcome.failures.length} failures, ledger ${ledgerHash.slice(0, 16)}, ${took} s\n`,
    );
    const report = outcome.failures.length > 0 ? (await reportOf(plan, outcome, LIMITS)).text : '';
    expect(report).toBe('');
  },
);
