import { MINUTE_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

/** Gives groups more time, completes some short of their size, dissolves others. */
export async function decidesGroups(operator: Operator, closing: Date): Promise<void> {
  const { chance, town } = operator;
  while (town.scheduler.now() < closing) {
    await town.scheduler.sleep(chance.integer(20, 60) * MINUTE_MS);
    const { items } = await operator.must('console.groups', { query: { state: 'forming', limit: 50 } });
    if (items.length > 0) await decide(operator, chance.pick(items).id);
    const promised = items.filter(({ guaranteed }) => guaranteed);
    if (promised.length > 0) await complete(operator, chance.pick(promised).id);
  }
}

async function decide(operator: Operator, id: string): Promise<void> {
  const { chance, town } = operator;
  const params = { id };
  const what = chance.fraction();
  if (what < 0.4) {
    const { closesAt, closesAtMax } = await operator.must('console.group', { params });
    if (closesAt === null || closesAtMax === null) return;
    const wantedMs =
      Math.max(Date.parse(closesAt), town.scheduler.now().getTime()) + chance.integer(5, 90) * MINUTE_MS;
    if (wantedMs > Date.parse(closesAtMax)) return;
    await operator.call('console.group.extend', {
      params,
      body: { closesAt: new Date(wantedMs).toISOString(), reason: '再等等' },
    });
  } else if (what < 0.7) {
    await complete(operator, id);
  } else {
    await operator.call('console.group.dissolve', { params, body: { reason: '缺货' } });
  }
}

/** A group without members, or without a promise, says no. */
async function complete(operator: Operator, id: string): Promise<void> {
  await operator.call('console.group.complete', { params: { id }, body: { reason: '提前成团' } });
}
