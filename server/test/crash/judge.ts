import type { Verdict } from './ordeal.js';
import type { Victim } from './stage.js';

/** Longest time from a kill to the first answer on a free machine with two processors, in milliseconds. */
export const RECOVERY_MS_GOAL: Record<Victim, number> = { api: 5_000, worker: 10_000, postgres: 8_000 };
/** The same beside other work, where only what never comes back is a failure. */
export const RECOVERY_MS_BUSY: Record<Victim, number> = { api: 30_000, worker: 30_000, postgres: 40_000 };

/** What an ordeal must end in. */
export const NOTHING_WRONG = { broken: [], tooSlow: [], wasBusy: true };

/** Prints what happened, and says what was lost, doubled or too slow. */
export function judge(
  { seed, kills, journal, broken }: Verdict,
  recoveryMsMax: Record<Victim, number>,
): Record<keyof typeof NOTHING_WRONG, unknown> {
  const worst = (victim: Victim) =>
    Math.max(0, ...kills.filter((kill) => kill.victim === victim).map(({ recoveryMs }) => recoveryMs));
  const counts = {
    seed,
    kills: kills.length,
    orders: journal.orders.length,
    payments: journal.payments.length,
    repeats: journal.repeats,
    latecomers: journal.latecomers,
    slowestMs: { api: worst('api'), worker: worst('worker'), postgres: worst('postgres') },
  };
  process.stdout.write(`crash test: ${JSON.stringify(counts)}\n`);
  return {
    broken,
    tooSlow: kills.filter(({ victim, recoveryMs }) => recoveryMs > recoveryMsMax[victim]),
    wasBusy: journal.payments.length > kills.length && journal.repeats > 0,
  };
}
