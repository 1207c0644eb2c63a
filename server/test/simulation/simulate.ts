import { type Failure, findFailures } from './checks.js';
import { Day } from './day.js';
import type { Plan } from './plan/plan.js';
import type { SimShop } from './shop/sim-shop.js';
import { findMissing } from './sometimes.js';

/** How a simulated day ended. */
export interface Outcome {
  seed: string;
  ledgerHash: string;
  /** What happened, hundred steps a line. */
  story: readonly string[];
  /** Everything that is not as it must be; empty after a good day. */
  failures: Failure[];
  /** Remarkable things that did not happen. */
  missing: string[];
  orderCount: number;
  transferCount: number;
  deathCount: number;
  simulatedTo: Date;
}

/**
 * Simulates one day and looks at what is left of it.
 * @param sabotage breaks something before the day begins, for tests that want to see it found
 */
export async function simulate(plan: Plan, sabotage?: (shop: SimShop) => Promise<unknown>): Promise<Outcome> {
  const day = await Day.open(plan);
  try {
    await sabotage?.(day.shop);
    const thrown = await day.run().then(() => [], failureOf);
    const failures = thrown.length > 0 ? thrown : await findFailures(day);
    const [counts] = await day.shop.rows<{ orders: number; transfers: number }>(
      `select (select count(*)::int from shop_order) as orders,
         (select count(*)::int from ledger_transfer) as transfers`,
    );
    return {
      seed: plan.seed,
      ledgerHash: await day.ledgerHash(),
      story: day.scheduler.story.blocks,
      failures,
      missing: await findMissing(day),
      orderCount: counts?.orders ?? 0,
      transferCount: counts?.transfers ?? 0,
      deathCount: day.shop.deaths.length,
      simulatedTo: day.scheduler.now(),
    };
  } finally {
    await day.shop.close();
  }
}

/** A day that broke off in the middle. */
function failureOf(error: unknown): Failure[] {
  const chain: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    chain.push(cause.stack ?? cause.message);
  }
  return [{ rule: 'the day could not go on', rows: [{ error: chain.join('\ncaused by ') }] }];
}
