import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

const FOR_MS = 25 * DAY_MS;

/** The second person: looks at what others asked for, allows most of it, and repeats refunds that came back. */
export async function checks(operator: Operator): Promise<void> {
  const { chance, town } = operator;
  const last = new Date(town.scheduler.now().getTime() + FOR_MS);
  while (town.scheduler.now() < last) {
    await town.scheduler.sleep(chance.integer(3, 9) * HOUR_MS);
    const asked = await operator.must('console.approvals', { query: { state: 'pending', limit: 100 } });
    for (const { id } of asked.items) {
      const params = { id };
      if (chance.happens(0.85)) await operator.call('console.approval.approve', { params, body: {} });
      else await operator.call('console.approval.reject', { params, body: { reason: '不同意' } });
    }
    const stuck = await operator.must('console.refunds', { query: { state: 'abnormal', limit: 100 } });
    for (const { id } of stuck.items) {
      await operator.call('console.refund.retry', { params: { id }, body: {} });
    }
  }
}
