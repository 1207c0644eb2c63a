import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import type { Operator } from '../operator.js';

const FOR_MS = 25 * DAY_MS;
const RETURNS_TO = '杭州市西湖区文三路 1 号仓库';

/** Decides what buyers ask for, takes returns in, and gives a little back where nobody asked. */
export async function helps(operator: Operator): Promise<void> {
  const { chance, town } = operator;
  const last = new Date(town.scheduler.now().getTime() + FOR_MS);
  while (town.scheduler.now() < last) {
    await town.scheduler.sleep(chance.integer(2, 10) * HOUR_MS);
    const asked = await operator.must('console.afterSales', { query: { state: 'applied', limit: 100 } });
    for (const { id, askedFen } of asked.items) await decide(operator, id, askedFen);
    const back = await operator.must('console.afterSales', { query: { state: 'returning', limit: 100 } });
    for (const { id } of back.items) {
      if (chance.happens(0.6)) {
        await operator.call('console.afterSale.received', { params: { id }, body: {} });
      }
    }
    if (chance.happens(0.3)) await giveALittleBack(operator);
  }
}

async function decide(operator: Operator, id: string, askedFen: number): Promise<void> {
  const { chance } = operator;
  const params = { id };
  if (chance.happens(0.15)) {
    await operator.call('console.afterSale.reject', { params, body: { reason: '不符合条件' } });
    return;
  }
  const less = chance.happens(0.2) && askedFen > 100 ? { refundFen: askedFen - 100, note: '扣除运费' } : {};
  const body = { returnAddress: RETURNS_TO, ...less };
  await operator.call('console.afterSale.approve', { params, body });
}

/** A part of an order's money, which somebody else must allow. */
async function giveALittleBack(operator: Operator): Promise<void> {
  const { chance } = operator;
  const { items } = await operator.must('console.orders', { query: { state: 'shipped', limit: 50 } });
  if (items.length === 0) return;
  const { id } = chance.pick(items);
  const { lines } = await operator.must('console.order', { params: { id } });
  const [line] = lines;
  if (line === undefined) return;
  const refund = { orderLineId: line.id, quantity: 0, amountFen: chance.integer(50, 700) };
  await operator.call('console.order.refund', {
    params: { id },
    body: { lines: [refund], reason: '补偿' },
  });
}
