import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

const FROM_MS = 8 * DAY_MS;
const FOR_MS = 34 * DAY_MS;

/** Makes a payout run a day of what can be paid; another person allows it. */
export async function paysOut(maker: Operator, approver: Operator): Promise<void> {
  const { chance, town } = maker;
  const last = new Date(town.scheduler.now().getTime() + FOR_MS);
  await town.scheduler.sleep(FROM_MS);
  while (town.scheduler.now() < last) {
    await town.scheduler.sleep(chance.integer(18, 30) * HOUR_MS);
    const { body: run } = await maker.call('console.payoutRun.create', { body: {} });
    if (run === undefined) continue;
    const input = { params: { id: run.id }, body: { amountFen: run.amountFen } };
    // Whoever made it may not allow it.
    await maker.call('console.payoutRun.approve', input);
    await town.scheduler.sleep(chance.integer(1, 5) * HOUR_MS);
    await approver.call('console.payoutRun.approve', input);
  }
}
