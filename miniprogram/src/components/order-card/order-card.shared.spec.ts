import { dueAt, pieceCount } from './order-card.shared';

const held = '2026-11-22T00:05:00.000Z';
const group = {
  size: 3,
  takenCount: 1,
  closesAt: '2026-11-23T00:00:00.000Z',
  state: 'forming' as const,
  guaranteed: false,
};

it.each([
  ['unpaid', held],
  ['waiting_group', group.closesAt],
  ['to_ship', null],
  ['refunded', null],
] as const)('what a %s order waits for', (state, due) => {
  expect(dueAt({ state, heldUntil: held, group })).toBe(due);
});

it('waits for nothing without a group', () => {
  expect(dueAt({ state: 'waiting_group', heldUntil: null })).toBeNull();
});

it('counts pieces, not lines', () => {
  const line = { id: '', skuId: '', productId: '', title: '', skuName: '', image: null };
  const lines = [2, 3].map((quantity) => ({
    ...line,
    quantity,
    unitPriceFen: 1,
    payFen: 1,
    refundedFen: 0,
    refundedQuantity: 0,
  }));
  expect(pieceCount({ lines })).toBe(5);
});
