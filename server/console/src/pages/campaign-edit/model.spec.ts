import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import {
  bodyOf,
  checksOf,
  fieldsOf,
  fromWallClock,
  marginRows,
  newCampaign,
  patchOf,
  pricesAboveSolo,
  pricesFor,
} from './model';
import type { CampaignFields } from './model';

const now = new Date('2026-11-22T04:00:00.000Z');
const campaign: ConsoleCampaignReply = {
  id: 'c',
  productId: 'p',
  productTitle: '脐橙',
  kind: 'timed',
  title: '三人团',
  state: 'running',
  size: 3,
  windowMinutes: 1_440,
  startsAt: '2026-11-22T04:00:31.000Z',
  endsAt: '2026-11-29T04:00:31.000Z',
  prices: [{ skuId: 's1', priceFen: 2_990 }],
  perUserLimit: 2,
  guaranteed: false,
  commission: { rateBp: 1_000 },
  version: 4,
  createdAt: now.toISOString(),
  groupCounts: { opening: 0, forming: 1, succeeded: 2, failed: 0 },
};
const product: ConsoleProductReply = {
  id: 'p',
  title: '脐橙',
  description: '',
  images: [],
  skus: [
    { id: 's1', name: '5 斤', priceFen: 3_990, costFen: 2_000, stock: 10, heldStock: 0, code: '' },
    { id: 's2', name: '10 斤', priceFen: 6_990, costFen: null, stock: 10, heldStock: 0, code: '' },
  ],
  commission: null,
  status: 'on_sale',
  version: 1,
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
};
const fields = (changes: Partial<CampaignFields> = {}): CampaignFields => ({
  ...fieldsOf(campaign),
  ...changes,
});

describe('wall clock in Shanghai', () => {
  it.each([
    ['2026-11-22 12:00', '2026-11-22T04:00:00.000Z'],
    ['2026-01-01 07:59', '2025-12-31T23:59:00.000Z'],
    ['2026-13-01 00:00', null],
    ['', null],
    [null, null],
  ])('%s', (text, iso) => {
    expect(fromWallClock(text)).toBe(iso);
  });
});

describe('the form', () => {
  it('starts now and lasts a week', () => {
    expect(newCampaign(now, 'p')).toMatchObject({
      productId: 'p',
      size: 3,
      startsAt: '2026-11-22 12:00',
      endsAt: '2026-11-29 12:00',
    });
  });

  it('becomes what the route takes', () => {
    const prices = [
      { skuId: 's1', included: true, price: '29.9' },
      { skuId: 's2', included: false, price: '59' },
    ];
    expect(bodyOf(fields({ prices, title: ' 三人团 ', perUserLimit: null }))).toEqual({
      productId: 'p',
      kind: 'timed',
      title: '三人团',
      size: 3,
      windowMinutes: 1_440,
      startsAt: '2026-11-22T04:00:00.000Z',
      endsAt: '2026-11-29T04:00:00.000Z',
      guaranteed: false,
      prices: [{ skuId: 's1', priceFen: 2_990 }],
      commission: { rateBp: 1_000 },
    });
  });

  it('has a row for every SKU and keeps what was typed', () => {
    const typed = [{ skuId: 's2', included: true, price: '59' }];
    expect(pricesFor(product.skus, typed, false)).toEqual([
      { skuId: 's1', included: false, price: '' },
      { skuId: 's2', included: true, price: '59' },
    ]);
    expect(pricesFor(product.skus, [], true).every(({ included }) => included)).toBe(true);
  });
});

describe('pricesAboveSolo', () => {
  it.each([
    ['39.90', []],
    ['39.91', ['s1']],
    ['', []],
  ])('%j', (price, ids) => {
    expect(pricesAboveSolo(product.skus, [{ skuId: 's1', included: true, price }])).toEqual(ids);
  });
});

describe('patchOf', () => {
  it('sends only the version when nothing changed, seconds of a time included', () => {
    expect(patchOf(campaign, fields())).toEqual({ version: 4 });
  });

  it('sends what changed', () => {
    expect(patchOf(campaign, fields({ size: 5, perUserLimit: null, rate: '12.5' }))).toEqual({
      version: 4,
      size: 5,
      perUserLimit: null,
      commission: { rateBp: 1_250 },
    });
  });
});

describe('marginRows', () => {
  const prices = [
    { skuId: 's1', included: true, price: '29.90' },
    { skuId: 's2', included: true, price: '59.90' },
    { skuId: 'gone', included: true, price: '1' },
  ];

  it('takes price, cost and commission, and no margin where the cost is unknown', () => {
    expect(marginRows(product, fields({ prices }))).toMatchObject([
      {
        groupFen: 2_990,
        costFen: 2_000,
        commissionFen: 299,
        marginFen: 691,
        marginBp: 2_311,
        fullGroupFen: 2_073,
      },
      {
        groupFen: 5_990,
        costFen: null,
        commissionFen: 599,
        marginFen: null,
        marginBp: null,
        fullGroupFen: null,
      },
    ]);
  });

  it('shows a loss as one', () => {
    const [row] = marginRows(product, fields({ prices: [{ skuId: 's1', included: true, price: '20' }] }));
    expect(row).toMatchObject({ marginFen: -200, marginBp: -1_000, fullGroupFen: -600 });
  });

  it.each(['', 'x', '0'])('leaves out a row with the price %j', (price) => {
    expect(marginRows(product, fields({ prices: [{ skuId: 's1', included: true, price }] }))).toEqual([]);
  });
});

describe('checksOf', () => {
  const codes = (changes: Partial<CampaignFields>, of = product) =>
    checksOf(of, fields(changes), now)
      .filter((check) => check.level !== 'good')
      .map(({ code, level }) => `${level} ${code}`);
  const priced = (skuId: string, price: string) => ({ prices: [{ skuId, included: true, price }] });

  it.each<[string, Partial<CampaignFields>, string[]]>([
    ['a sound campaign', {}, []],
    ['an end at its start', { endsAt: '2026-11-22 12:00' }, ['bad periodBad']],
    [
      'a period that is over',
      { startsAt: '2026-11-01 00:00', endsAt: '2026-11-20 00:00' },
      ['bad periodBad'],
    ],
    ['the price of a solo purchase', priced('s1', '39.9'), ['warn priceNotLower']],
    ['no price', { prices: [] }, ['bad priceMissing']],
    ['a loss', priced('s1', '20'), ['warn marginBad']],
    ['an unknown cost', priced('s2', '20'), ['warn costMissing']],
    ['less stock than seats', { size: 11 }, ['warn stockShort']],
  ])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('warns of a product that is not on sale', () => {
    expect(codes({}, { ...product, status: 'draft' })).toEqual(['warn notOnSale']);
  });
});
