import type { GroupCardReply } from '@tuanlink/shared/replies';
import { joinable, mineInOrder } from './model';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');

const group = (id: string, part: Partial<GroupCardReply> = {}): GroupCardReply => ({
  id,
  state: 'forming',
  size: 3,
  takenCount: 1,
  heldCount: 0,
  missing: 2,
  closesAt: '2026-11-22T13:00:00.000Z',
  guaranteed: false,
  product: { id: 'p', title: '', image: null },
  groupPriceFen: 1,
  priceFen: 2,
  ...part,
});

it('puts mine that still run before those that are over', () => {
  const groups = [
    group('a', { state: 'failed' }),
    group('b'),
    group('c', { state: 'succeeded' }),
    group('d', { state: 'opening' }),
  ];
  expect(mineInOrder(groups).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
});

it('offers only groups that can still be joined', () => {
  const groups = [
    group('ok'),
    group('mine'),
    group('marked', { myOrderId: 'o' }),
    group('full', { missing: 0 }),
    group('over', { closesAt: '2026-11-22T12:00:00.000Z' }),
  ];
  expect(joinable(groups, [group('mine')], NOW).map(({ id }) => id)).toEqual(['ok']);
});
