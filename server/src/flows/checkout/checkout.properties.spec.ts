import fc from 'fast-check';
import { shareOfFen, sumFen } from '@tuanlink/shared/money';
import { Refusal } from '../../infra/refusal.js';
import { type GroupTerms, priceOrder } from './checkout.rules.js';
import { decideCredit } from './credit.rules.js';
import type { OrderFacts, SkuFacts, VisitFacts } from './order-facts.js';

const now = new Date('2026-03-02T08:00:00.000Z');
const PRODUCT = 'product-1';
const fen = fc.integer({ min: 1, max: 400_000 });
const rateBp = fc.integer({ min: 0, max: 5_000 });

/** What the shop knows of one SKU, and what is wanted of it. */
const wanted = fc.record({
  priceFen: fen,
  groupFen: fen,
  quantity: fc.integer({ min: 1, max: 999 }),
  freeStock: fc.integer({ min: 0, max: 2_000 }),
});

const settings = fc.record({
  kind: fc.constantFrom('solo', 'open', 'join'),
  groupRateBp: rateBp,
  productRateBp: fc.option(rateBp),
  shopRateBp: rateBp,
  skus: fc.array(wanted, { minLength: 1, maxLength: 5 }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

function termsOf({ groupRateBp, skus }: Settings): GroupTerms {
  return {
    campaignVersion: 1,
    kind: 'timed',
    title: '团',
    size: 3,
    windowMinutes: 60,
    startsAt: '2026-03-01T00:00:00.000Z',
    endsAt: '2026-04-01T00:00:00.000Z',
    perUserLimit: null,
    rateBp: groupRateBp,
    prices: Object.fromEntries(skus.map(({ groupFen }, index) => [`sku-${index}`, groupFen])),
  };
}

function factsOf(given: Settings, visits: VisitFacts[] = []): OrderFacts {
  const terms = termsOf(given);
  const { campaignVersion: version, ...campaign } = terms;
  const skus = given.skus.map(({ priceFen, freeStock }, index): SkuFacts => ({
    id: `sku-${index}`,
    productId: PRODUCT,
    title: '苹果',
    name: '一',
    image: null,
    priceFen,
    onSale: true,
    freeStock,
    productRateBp: given.productRateBp,
  }));
  const group = { id: 'group-1', campaignId: 'campaign-1', productId: PRODUCT, state: 'forming' as const };
  return {
    settings: { holdMinutes: 5, unpaidOrdersMax: 10 },
    openid: 'o-1',
    paidBefore: false,
    existing: null,
    unpaidCount: 0,
    address: {},
    skus,
    campaign:
      given.kind === 'open'
        ? { ...campaign, id: 'campaign-1', productId: PRODUCT, state: 'running', version, myOrderCount: 0 }
        : null,
    group:
      given.kind === 'join'
        ? {
            ...group,
            size: 3,
            windowMinutes: 60,
            closesAt: '2026-03-02T09:00:00.000Z',
            terms,
            free: 2,
            myOrderId: null,
            myOrderCount: 0,
          }
        : null,
    rules: {
      version: 1,
      effectiveAt: '2020-01-01T00:00:00.000Z',
      defaultRateBp: given.shopRateBp,
      newBuyerRateBp: null,
      visitWindowDays: 7,
      bindingDays: 30,
      protectionDays: 0,
      touchedDays: 30,
    },
    visits,
    binding: null,
  };
}

function cartOf({ kind, skus }: Settings) {
  return {
    lines: skus.map(({ quantity }, index) => ({ skuId: `sku-${index}`, quantity })),
    ...(kind === 'open' ? { campaignId: 'campaign-1' } : {}),
    ...(kind === 'join' ? { groupId: 'group-1' } : {}),
  };
}

/** The code with which these settings are refused; null where they have a price. */
function refusalOf(given: Settings): string | null {
  try {
    priceOrder(cartOf(given), factsOf(given), now);
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

const inStock = settings.filter(({ skus }) => skus.every(({ quantity, freeStock }) => quantity <= freeStock));

describe('prices', () => {
  it('are unit price times pieces, added up, whatever is in the cart', () => {
    fc.assert(
      fc.property(inStock, (given) => {
        const { quote, lines, kind } = priceOrder(cartOf(given), factsOf(given), now);
        expect(kind).toBe(given.kind);
        const units = given.skus.map(({ priceFen, groupFen }) =>
          given.kind === 'solo' ? priceFen : groupFen,
        );
        expect(lines.map(({ unitPriceFen }) => unitPriceFen)).toEqual(units);
        const expected = given.skus.map(({ quantity }, index) => quantity * (units[index] ?? 0));
        expect(quote.lines.map(({ payFen }) => payFen)).toEqual(expected);
        expect(quote.payFen).toBe(sumFen(expected));
        expect(quote.payFen).toBe(quote.goodsFen - quote.discountFen + quote.shippingFen);
      }),
    );
  });

  it('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(inStock, (given) => {
        const cart = cartOf(given);
        const forwards = priceOrder(cart, factsOf(given), now).quote;
        const backwards = priceOrder(
          { ...cart, lines: [...cart.lines].reverse() },
          factsOf(given),
          now,
        ).quote;
        expect(backwards.payFen).toBe(forwards.payFen);
        expect([...backwards.lines].reverse()).toEqual(forwards.lines);
      }),
    );
  });

  it('are refused exactly where a piece is missing', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const missing = given.skus.some(({ quantity, freeStock }) => quantity > freeStock);
        expect(refusalOf(given)).toBe(missing ? 'sku.sold_out' : null);
      }),
    );
  });
});

describe('commission of an order', () => {
  const credited: VisitFacts = {
    token: 'share00001',
    at: now.toISOString(),
    channel: 'chat',
    sharerUserId: 'payee',
    creditUserId: 'payee',
    creditRateBp: null,
  };

  it('is each line’s share of what is paid for it, rounded down, at the rate that the kind of order has', () => {
    fc.assert(
      fc.property(inStock, (given) => {
        const facts = factsOf(given, [credited]);
        const { lines, quote } = priceOrder(cartOf(given), facts, now);
        let ids = 0;
        const { perLine } = decideCredit('buyer', lines, facts, now, () => `id-${(ids += 1)}`);
        const soloRate = given.productRateBp ?? given.shopRateBp;
        const expectedRate = given.kind === 'solo' ? soloRate : given.groupRateBp;
        const earned = perLine.map(([decision], index) => {
          expect(decision?.baseFen).toBe(lines[index]?.payFen);
          expect(decision?.rateBp).toBe(expectedRate);
          expect(decision?.amountFen).toBe(shareOfFen(lines[index]?.payFen ?? 0, expectedRate));
          return decision?.amountFen ?? 0;
        });
        // Rounding never gives anything away: less than a fen per line, and never more than the whole.
        const whole = shareOfFen(quote.payFen, expectedRate);
        expect(sumFen(earned)).toBeLessThanOrEqual(whole);
        expect(sumFen(earned)).toBeGreaterThan(whole - lines.length);
      }),
    );
  });

  it('is nothing for the buyer’s own links', () => {
    fc.assert(
      fc.property(inStock, (given) => {
        const facts = factsOf(given, [{ ...credited, sharerUserId: 'buyer', creditUserId: 'buyer' }]);
        const { lines } = priceOrder(cartOf(given), facts, now);
        const { perLine, credit } = decideCredit('buyer', lines, facts, now, () => 'id');
        expect(credit).toBeNull();
        for (const [decision] of perLine) {
          expect(decision).toMatchObject({ attributionCode: 'NONE_SELF_PURCHASE', amountFen: 0 });
        }
      }),
    );
  });
});
