import type { GroupCardReply, ProductCardReply } from '@tuanlink/shared/replies';
import { inWindowOrder, runningGroups } from './model';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();

const group = (id: string, part: Partial<GroupCardReply>): GroupCardReply => ({
  id,
  state: 'forming',
  size: 3,
  takenCount: 1,
  heldCount: 0,
  missing: 2,
  closesAt: at(1),
  guaranteed: false,
  product: { id: 'p', title: '', image: null },
  groupPriceFen: 1,
  priceFen: 2,
  ...part,
});

const product = (id: string, part: Partial<ProductCardReply>): ProductCardReply => ({
  id,
  title: '',
  image: null,
  priceFen: 2,
  groupPriceFen: 1,
  groupSize: 3,
  stock: 5,
  soldCount: 0,
  ...part,
});

it('pins my groups that still run, the most urgent first, at most three', () => {
  const groups = [
    group('late', { closesAt: at(9) }),
    group('over', { closesAt: at(-1) }),
    group('done', { state: 'succeeded' }),
    group('opening', { state: 'opening', closesAt: null }),
    group('soon', { closesAt: at(0.1) }),
    group('b', { closesAt: at(2) }),
    group('c', { closesAt: at(3) }),
  ];
  expect(runningGroups(groups, NOW).map(({ id }) => id)).toEqual(['soon', 'b', 'c']);
});

it('shows what is sold in groups first and what is sold out last', () => {
  const products = [
    product('gone', { stock: 0 }),
    product('alone', { groupPriceFen: null, groupSize: null }),
    product('group1', {}),
    product('group2', {}),
  ];
  expect(inWindowOrder(products).map(({ id }) => id)).toEqual(['group1', 'group2', 'alone', 'gone']);
});
