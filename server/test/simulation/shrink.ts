import type { Plan } from './plan/plan.js';
import type { WeatherPlan } from './wechat/weather.js';

/** One thing that can be left out of a day. */
type Element =
  | { kind: 'person'; index: number }
  | { kind: 'crash'; index: number }
  | { kind: 'outage'; index: number }
  | { kind: 'fault'; name: Exclude<keyof WeatherPlan, 'outages'> };

const FAULTS = [
  'callLost',
  'answerLost',
  'noticeLost',
  'noticeDoubled',
  'noticeLate',
  'refundAbnormal',
  'refundClosed',
] as const;

function elementsOf(plan: Plan): Element[] {
  return [
    ...plan.crashes.map((_, index): Element => ({ kind: 'crash', index })),
    ...plan.weather.outages.map((_, index): Element => ({ kind: 'outage', index })),
    ...FAULTS.filter((name) => plan.weather[name] > 0).map((name): Element => ({ kind: 'fault', name })),
    ...plan.people.map((_, index): Element => ({ kind: 'person', index })),
  ];
}

/** The day with nothing but these elements. */
function planWith(plan: Plan, kept: readonly Element[]): Plan {
  const has = (kind: Element['kind']) => {
    const indexes = new Set(kept.flatMap((one) => (one.kind === kind && 'index' in one ? [one.index] : [])));
    return (_: unknown, index: number) => indexes.has(index);
  };
  const faults = new Set(kept.flatMap((one) => (one.kind === 'fault' ? [one.name] : [])));
  const rates = Object.fromEntries(FAULTS.map((name) => [name, faults.has(name) ? plan.weather[name] : 0]));
  return {
    seed: plan.seed,
    people: plan.people.filter(has('person')),
    crashes: plan.crashes.filter(has('crash')),
    weather: { ...plan.weather, ...rates, outages: plan.weather.outages.filter(has('outage')) },
  };
}

/** How far the search for a shorter history goes. */
export interface ShrinkLimits {
  runsMax: number;
  msMax: number;
}

/**
 * Finds a shorter day that fails in the same way: leaves out half of what happens, then ever smaller parts
 * (delta debugging), until nothing more can be left out or the limits are reached.
 * @param fails whether a day still fails in the same way
 */
export async function shrink(
  plan: Plan,
  fails: (candidate: Plan) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<Plan> {
  const from = performance.now();
  let runs = 0;
  const mayGoOn = () => runs < limits.runsMax && performance.now() - from < limits.msMax;
  let kept = elementsOf(plan);
  for (let parts = 2; kept.length > 1 && mayGoOn();) {
    const length = Math.ceil(kept.length / parts);
    let isShorter = false;
    for (let start = 0; start < kept.length && mayGoOn();) {
      const candidate = [...kept.slice(0, start), ...kept.slice(start + length)];
      runs += 1;
      if (candidate.length > 0 && (await fails(planWith(plan, candidate)))) {
        kept = candidate;
        isShorter = true;
      } else {
        start += length;
      }
    }
    if (length === 1 && !isShorter) break;
    parts = isShorter ? Math.max(2, Math.ceil(kept.length / length)) : Math.min(kept.length, parts * 2);
  }
  return planWith(plan, kept);
}
