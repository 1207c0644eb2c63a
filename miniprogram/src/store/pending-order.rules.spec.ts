import { isLive, pendingFor } from './pending-order.rules';
import type { PendingOrder } from './pending-order.rules';

const MINUTE = 60_000;
const body = { lines: [{ skuId: 's', quantity: 1 }], groupId: 'g', addressId: 'a', expectPayFen: 2990 };
const stored: PendingOrder = { body: { ...body, requestId: 'first' }, at: 0 };

it.each<[string, PendingOrder | null, Partial<typeof body>, number, string]>([
  ['nothing stored', null, {}, 0, 'second'],
  ['the same input that was never answered', stored, {}, MINUTE, 'first'],
  ['the same input, long ago', stored, {}, 31 * MINUTE, 'second'],
  ['the same input, answered', { ...stored, orderId: 'o' }, {}, MINUTE, 'second'],
  ['another price', stored, { expectPayFen: 3190 }, MINUTE, 'second'],
  ['another address', stored, { addressId: 'b' }, MINUTE, 'second'],
  ['more pieces', stored, { lines: [{ skuId: 's', quantity: 2 }] }, MINUTE, 'second'],
])('%s', (_name, before, part, now, requestId) => {
  expect(pendingFor(before, { ...body, ...part }, 'second', now).body.requestId).toBe(requestId);
});

it('is worth asking about for half an hour', () => {
  expect(isLive(stored, 30 * MINUTE)).toBe(true);
  expect(isLive(stored, 30 * MINUTE + 1)).toBe(false);
  expect(isLive(null, 0)).toBe(false);
});
