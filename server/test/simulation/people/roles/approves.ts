import { MINUTE_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

/** Looks at applications every few minutes; most are approved, some later suspended. */
export async function approves(operator: Operator, closing: Date): Promise<void> {
  const { chance, town } = operator;
  while (town.scheduler.now() < closing) {
    await town.scheduler.sleep(chance.integer(5, 30) * MINUTE_MS);
    const { items } = await operator.must('console.distributors', {
      query: { state: 'applied', limit: 100 },
    });
    for (const { id } of items) {
      const params = { id };
      if (chance.happens(0.05)) {
        await operator.call('console.distributor.reject', { params, body: { reason: '资料不全' } });
      } else {
        await operator.call('console.distributor.approve', { params, body: {} });
      }
    }
    if (chance.happens(0.1)) await suspendSomebody(operator);
  }
}

async function suspendSomebody(operator: Operator): Promise<void> {
  const { items } = await operator.must('console.distributors', { query: { state: 'approved', limit: 100 } });
  if (items.length < 20) return;
  const { id } = operator.chance.pick(items);
  await operator.call('console.distributor.suspend', { params: { id }, body: { reason: '核查' } });
}
