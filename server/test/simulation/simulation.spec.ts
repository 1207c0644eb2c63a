import { jest } from '@jest/globals';
import { type Plan, planOf, sizeOf, WHOLE_DAY } from './plan/plan.js';
import { reportOf } from './report.js';
import { type Outcome, simulate } from './simulate.js';

/** A day runs in under a minute and a half on two free processors; a busy machine takes its time. */
jest.setTimeout(900_000);

/** The day that everybody’s change has to get through. */
const SEED = 'the whole day';
/** Spent on a shorter history when a day fails. */
const LIMITS = { runsMax: 60, msMax: 240_000 };

/** What is wrong with a day, with the shortest history that was found; empty when nothing is. */
async function complaint(plan: Plan, outcome: Outcome): Promise<string> {
  return outcome.failures.length === 0 ? '' : (await reportOf(plan, outcome, LIMITS)).text;
}

describe('a simulated day', () => {
  it('gives the same ledger twice from one seed, and breaks no rule', async () => {
    const plan = planOf('one', sizeOf(50));
    const outcome = await simulate(plan);
    expect(await complaint(plan, outcome)).toBe('');
    const again = await simulate(plan);
    expect(again).toEqual(outcome);
  });

  it('of 2,000 buyers, 100 distributors and 5 campaigns breaks no rule, and sees all that may happen', async () => {
    const plan = planOf(SEED, WHOLE_DAY);
    const outcome = await simulate(plan);
    expect(await complaint(plan, outcome)).toBe('');
    expect({ seed: SEED, missing: outcome.missing }).toEqual({ seed: SEED, missing: [] });
    expect(outcome.orderCount).toBeGreaterThan(1_500);
  });
});
