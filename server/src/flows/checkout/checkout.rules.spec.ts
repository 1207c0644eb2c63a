import type { CartBody } from '@tuanlink/shared/dto';
import type { CampaignState, GroupState } from '@tuanlink/shared/states';
import { rateFor } from '../../domains/distribution/commission.rules.js';
import { Refusal } from '../../infra/refusal.js';
import { priceOrder } from './checkout.rules.js';
import type { OrderFacts } from './order-facts.js';

const now = new Date('2026-11-22T12:00:00.000Z');
const SKU = '01900000-0000-7000-8000-000000000001';
const OTHER_SKU = '01900000-0000-7000-8000-000000000002';
const PRODUCT = '01900000-0000-7000-8000-00000000000a';
const CAMPAIGN = '01900000-0000-7000-8000-00000000000c';
const GROUP = '01900000-0000-7000-8000-00000000000d';

const sku: OrderFacts['skus'][number] = {
  id: SKU,
  productId: PRODUCT,
  title: '脐橙',
  name: '5 斤',
  image: null,
  priceFen: 3_990,
  onSale: true,
  freeStock: 10,
  productRateBp: null,
};

const campaign: NonNullable<OrderFacts['campaign']> = {
  id: CAMPAIGN,
  productId: PRODUCT,
  kind: 'timed',
  title: '三人团',
  state: 'running',
  size: 3,
  windowMinutes: 60,
  startsAt: '2026-11-01T00:00:00.000Z',
  endsAt: '2026-12-01T00:00:00.000Z',
  perUserLimit: null,
  rateBp: 1_500,
  version: 4,
  prices: { [SKU]: 2_990 },
  myOrderCount: 0,
};

const { id: _id, productId: _product, state: _state, version, myOrderCount: _count, ...offer } = campaign;

const group: NonNullable<OrderFacts['group']> = {
  id: GROUP,
  campaignId: CAMPAIGN,
  productId: PRODUCT,
  state: 'forming',
  size: 3,
  windowMinutes: 60,
  closesAt: '2026-11-22T12:30:00.000Z',
  terms: { ...offer, campaignVersion: version, prices: { [SKU]: 2_790 }, rateBp: 800 },
  free: 1,
  myOrderId: null,
  myOrderCount: 0,
};

function facts(given: Partial<OrderFacts> = {}): OrderFacts {
  return {
    settings: { holdMinutes: 5, unpaidOrdersMax: 10 },
    openid: 'o',
    existing: null,
    unpaidCount: 0,
    paidBefore: false,
    address: {},
    skus: [sku],
    campaign: null,
    group: null,
    rules: {
      version: 1,
      effectiveAt: '2020-01-01T00:00:00.000Z',
      defaultRateBp: 1_000,
      newBuyerRateBp: null,
      visitWindowDays: 7,
      bindingDays: 30,
      protectionDays: 0,
      touchedDays: 30,
    },
    visits: [],
    binding: null,
    ...given,
  };
}

const one = { lines: [{ skuId: SKU, quantity: 1 }] };
const opening = { ...one, campaignId: CAMPAIGN };
const joining = { ...opening, groupId: GROUP };

/** The refusal's code, or null when the order would be taken. */
function codeOf(cart: CartBody, given: Partial<OrderFacts>): string | null {
  try {
    priceOrder(cart, facts(given), now);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('what an order costs', () => {
  it.each([
    ['alone, the ordinary price and the shop’s rate', one, {}, 'solo', 3_990, 1_000],
    ['alone, beside a running campaign', one, { campaign }, 'solo', 3_990, 1_000],
    ['alone, the product’s own rate', one, { skus: [{ ...sku, productRateBp: 300 }] }, 'solo', 3_990, 300],
    ['opening a group, the campaign’s terms', opening, { campaign }, 'open', 2_990, 1_500],
    ['joining, the terms the group opened with', joining, { campaign, group }, 'join', 2_790, 800],
    ['joining without naming the campaign', { ...one, groupId: GROUP }, { group }, 'join', 2_790, 800],
  ] as const)('%s', (_, cart, given, kind, payFen, rateBp) => {
    const priced = priceOrder(
      cart as unknown as CartBody,
      facts(given as unknown as Partial<OrderFacts>),
      now,
    );
    expect(priced.kind).toBe(kind);
    expect(priced.quote.payFen).toBe(payFen);
    expect(priced.lines.map((line) => rateFor(line.rates).rateBp)).toEqual([rateBp]);
  });

  it('is the sum of its lines', () => {
    const skus = [sku, { ...sku, id: OTHER_SKU, priceFen: 100 }];
    const lines = [
      { skuId: SKU, quantity: 2 },
      { skuId: OTHER_SKU.toUpperCase(), quantity: 3 },
    ];
    const { quote } = priceOrder({ lines }, facts({ skus }), now);
    expect(quote).toMatchObject({ goodsFen: 8_280, discountFen: 0, shippingFen: 0, payFen: 8_280 });
    expect(quote.lines.map((line) => line.payFen)).toEqual([7_980, 300]);
  });
});

describe('what is refused', () => {
  const mine = { ...group, myOrderId: '01900000-0000-7000-8000-0000000000ff' };
  it.each<[string, CartBody, Partial<OrderFacts>, string]>([
    ['one SKU in two lines', { lines: [...one.lines, ...one.lines] }, {}, 'request.invalid'],
    ['a SKU that is not there', one, { skus: [] }, 'not_found'],
    ['a product off sale', one, { skus: [{ ...sku, onSale: false }] }, 'product.off_sale'],
    ['more than is in stock', { lines: [{ skuId: SKU, quantity: 11 }] }, {}, 'sku.sold_out'],
    ['a campaign that is not there', opening, {}, 'not_found'],
    [
      'a campaign not begun',
      opening,
      { campaign: { ...campaign, startsAt: '2026-11-22T12:00:00.001Z' } },
      'campaign.not_running',
    ],
    [
      'a campaign that ends this moment',
      opening,
      { campaign: { ...campaign, endsAt: now.toISOString() } },
      'campaign.not_running',
    ],
    [
      'a limit reached',
      opening,
      { campaign: { ...campaign, perUserLimit: 2, myOrderCount: 2 } },
      'campaign.limit_reached',
    ],
    ['a SKU outside the campaign', opening, { campaign: { ...campaign, prices: {} } }, 'request.invalid'],
    [
      'a SKU of another product',
      opening,
      { campaign, skus: [{ ...sku, productId: GROUP }] },
      'request.invalid',
    ],
    ['a group that is not there', joining, { campaign }, 'not_found'],
    ['a group of another campaign', { ...joining, campaignId: PRODUCT }, { group }, 'not_found'],
    [
      'a group one is in, before all else',
      joining,
      { group: { ...mine, state: 'succeeded', free: 0 } },
      'group.already_in',
    ],
    [
      'a group at its deadline',
      joining,
      { group: { ...group, closesAt: now.toISOString() } },
      'group.closed',
    ],
    ['a group without a seat', joining, { group: { ...group, free: 0 } }, 'group.full'],
  ])('%s', (_, cart, given, code) => {
    expect(codeOf(cart, given)).toBe(code);
  });

  it.each<[GroupState, string | null]>([
    ['opening', 'group.closed'],
    ['forming', null],
    ['succeeded', 'group.full'],
    ['failed', 'group.closed'],
  ])('joining a group that is %s: %s', (state, code) => {
    expect(codeOf(joining, { group: { ...group, state } })).toBe(code);
  });

  it.each<[CampaignState, string | null]>([
    ['draft', 'not_found'],
    ['scheduled', 'campaign.not_running'],
    ['running', null],
    ['paused', 'campaign.not_running'],
    ['ended', 'campaign.not_running'],
  ])('opening a group of a campaign that is %s: %s', (state, code) => {
    expect(codeOf(opening, { campaign: { ...campaign, state } })).toBe(code);
  });

  it.each<CampaignState>(['paused', 'ended'])('joining goes on while the campaign is %s', (state) => {
    expect(codeOf(joining, { campaign: { ...campaign, state }, group })).toBeNull();
  });
});
