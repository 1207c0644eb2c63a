import type { ProductReply, SkuReply } from '@tuanlink/shared/replies';
import { productView, proposedSku } from './model';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');

const sku = (id: string, part: Partial<SkuReply> = {}): SkuReply => ({
  id,
  name: id,
  priceFen: 3990,
  groupPriceFen: 2990,
  stock: 5,
  ...part,
});

const campaign = {
  id: 'c',
  kind: 'timed' as const,
  title: '',
  size: 3,
  windowMinutes: 60,
  startsAt: '2026-11-22T00:00:00.000Z',
  endsAt: '2026-11-23T00:00:00.000Z',
  perUserLimit: null,
  guaranteed: false,
};

const product = (part: Partial<ProductReply>): ProductReply => ({
  id: 'p',
  title: '',
  description: '',
  images: [],
  skus: [sku('a')],
  campaign,
  openGroups: [],
  soldCount: 0,
  serverTime: '2026-11-22T12:00:00.000Z',
  ...part,
});

it('shows the lowest prices of what can still be bought', () => {
  const skus = [
    sku('a', { priceFen: 100, groupPriceFen: 50, stock: 0 }),
    sku('b'),
    sku('c', { priceFen: 3500 }),
  ];
  expect(productView(product({ skus }), NOW)).toMatchObject({
    priceFen: 3500,
    groupPriceFen: 2990,
    soldOut: false,
    canGroup: true,
  });
});

it.each<[string, Partial<ProductReply>, object]>([
  ['sold out', { skus: [sku('a', { stock: 0 })] }, { soldOut: true, canGroup: false, groupPriceFen: 2990 }],
  ['no campaign', { campaign: null }, { soldOut: false, canGroup: false, groupPriceFen: null }],
  ['a campaign without this SKU', { skus: [sku('a', { groupPriceFen: null })] }, { canGroup: false }],
  ['no SKU at all', { skus: [] }, { soldOut: true, canGroup: false, priceFen: 0 }],
])('%s', (_name, part, view) => {
  expect(productView(product(part), NOW)).toMatchObject(view);
});

it('lists groups only while they can be joined', () => {
  const open = { size: 3, takenCount: 1, heldCount: 0, leaderNickname: null, leaderAvatarUrl: null };
  const openGroups = [
    { ...open, id: 'ok', missing: 2, closesAt: '2026-11-22T12:00:01.000Z' },
    { ...open, id: 'over', missing: 2, closesAt: '2026-11-22T12:00:00.000Z' },
    { ...open, id: 'full', missing: 0, closesAt: '2026-11-22T13:00:00.000Z' },
  ];
  expect(productView(product({ openGroups }), NOW).openGroups.map(({ id }) => id)).toEqual(['ok']);
});

it.each<[string, SkuReply[], 'open' | 'solo', string | null]>([
  ['the cheapest in a group', [sku('a'), sku('b', { groupPriceFen: 1990 })], 'open', 'b'],
  ['the cheapest alone', [sku('a'), sku('b', { groupPriceFen: 1990, priceFen: 9990 })], 'solo', 'a'],
  ['nothing that is sold out', [sku('a', { stock: 0 }), sku('b', { priceFen: 9990 })], 'solo', 'b'],
  ['nothing without a group price', [sku('a', { groupPriceFen: null })], 'open', null],
])('proposes %s', (_name, skus, mode, id) => {
  expect(proposedSku(skus, mode)?.id ?? null).toBe(id);
});
