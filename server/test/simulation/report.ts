import type { Failure } from './checks.js';
import type { Plan } from './plan/plan.js';
import { shrink, type ShrinkLimits } from './shrink.js';
import { type Outcome, simulate } from './simulate.js';
import type { SimShop } from './shop/sim-shop.js';

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);

/** A day as a person reads it: who came when to do what, and what went wrong around them. */
export function historyOf({ people, crashes, weather }: Plan): string {
  const { outages, ...rates } = weather;
  const lines = [
    ...people.map(({ atMs, name, does }) => ({ atMs, text: `${name}: ${does}` })),
    ...crashes.map(({ afterMs, process, stepsLeft, point }) => ({
      atMs: afterMs,
      text: `the ${process} dies ${stepsLeft} steps later (${JSON.stringify(point)})`,
    })),
    ...outages.map(({ fromMs, toMs }) => ({
      atMs: fromMs,
      text: `WeChat is away until ${clock(toMs)}`,
    })),
  ].sort((a, b) => a.atMs - b.atMs);
  const faults = Object.entries(rates).filter(([, rate]) => rate > 0);
  return [
    ...lines.map(({ atMs, text }) => `  ${clock(atMs)} ${text}`),
    ...faults.map(([name, rate]) => `  throughout: ${name} ${rate}`),
  ].join('\n');
}

export function describe(failures: readonly Failure[]): string {
  return failures.map(({ rule, rows }) => `${rule}\n${JSON.stringify(rows, null, 1)}`).join('\n');
}

/** The seed, what broke, and the shortest history that was found to break it in the same way. */
export async function reportOf(
  plan: Plan,
  outcome: Outcome,
  limits: ShrinkLimits,
  sabotage?: (shop: SimShop) => Promise<unknown>,
): Promise<{ text: string; shortest: Plan }> {
  const [first] = outcome.failures;
  const fails = async (candidate: Plan) => {
    const { failures } = await simulate(candidate, sabotage);
    return failures.some(({ rule }) => rule === first?.rule);
  };
  const shortest = await shrink(plan, fails, limits);
  const text = [
    `seed ${plan.seed} failed: ${describe(outcome.failures)}`,
    `the shortest history found that fails in the same way (${shortest.people.length} people):`,
    historyOf(shortest),
  ].join('\n');
  return { text, shortest };
}
