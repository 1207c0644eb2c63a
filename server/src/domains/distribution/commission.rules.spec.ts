import type { AttributionCode } from '@tuanlink/shared/states';
import fc from 'fast-check';
import { type RateFacts, type RateSource, decideLine, rateFor } from './commission.rules.js';

describe('rate of an order line', () => {
  const everybody = (rateBp: number) => ({ rateBp, newBuyerRateBp: null });
  const facts: RateFacts = {
    kind: 'solo',
    group: everybody(800),
    productRateBp: 500,
    shop: everybody(1000),
    isNewBuyer: false,
  };
  const greeting = { rateBp: 800, newBuyerRateBp: 1200 };

  it.each<[string, Partial<RateFacts>, number | null, number, RateSource]>([
    ['alone, the product has a rate', {}, null, 500, 'product'],
    ['alone, the product is excluded', { productRateBp: 0 }, null, 0, 'product'],
    ['alone, the product has none', { productRateBp: null }, null, 1000, 'shop'],
    ['opening a group', { kind: 'open' }, null, 800, 'group'],
    ['joining a group', { kind: 'join' }, null, 800, 'group'],
    ['a group that earns nobody anything', { kind: 'join', group: everybody(0) }, null, 0, 'group'],
    ['a rate of their own, before the product’s', {}, 1500, 1500, 'distributor'],
    ['a rate of their own, below the product’s', {}, 100, 100, 'distributor'],
    ['a rate of their own, before the shop’s', { productRateBp: null }, 1500, 1500, 'distributor'],
    [
      'a rate of their own, the shop gives nothing',
      { productRateBp: null, shop: everybody(0) },
      9,
      9,
      'distributor',
    ],
    ['a rate of their own, the product is excluded', { productRateBp: 0 }, 1500, 0, 'product'],
    ['a rate of their own, in a group', { kind: 'join' }, 1500, 800, 'group'],
    ['a new buyer, one rate for everybody', { isNewBuyer: true, kind: 'open' }, null, 800, 'group'],
    ['a new buyer in a group', { isNewBuyer: true, kind: 'join', group: greeting }, null, 1200, 'group'],
    ['a returning buyer in a group', { kind: 'join', group: greeting }, null, 800, 'group'],
    ['a new buyer alone', { isNewBuyer: true, productRateBp: null, shop: greeting }, null, 1200, 'shop'],
    ['a new buyer alone, the product has a rate', { isNewBuyer: true, shop: greeting }, null, 500, 'product'],
    [
      'a new buyer alone, a rate of their own',
      { isNewBuyer: true, shop: greeting },
      1500,
      1500,
      'distributor',
    ],
  ])('%s', (_, change, own, rateBp, source) => {
    expect(rateFor({ ...facts, ...change }, own)).toEqual({ rateBp, source });
  });

  it('of a group order without its group is a mistake of ours', () => {
    expect(() => rateFor({ ...facts, kind: 'join', group: null })).toThrow(RangeError);
  });

  const bp = fc.integer({ min: 0, max: 5000 });
  const rates = fc.record({ rateBp: bp, newBuyerRateBp: fc.option(bp) });
  const anything: fc.Arbitrary<RateFacts> = fc.record({
    kind: fc.constantFrom('solo' as const, 'open' as const, 'join' as const),
    group: rates,
    productRateBp: fc.option(bp),
    shop: rates,
    isNewBuyer: fc.boolean(),
  });
  const own = fc.option(fc.integer({ min: 1, max: 5000 }));

  it('is always one that somebody set', () => {
    fc.assert(
      fc.property(anything, own, (given, ownBp) => {
        const { group, productRateBp, shop } = given;
        const { rateBp, source } = rateFor(given, ownBp);
        const set = {
          group: [group?.rateBp, group?.newBuyerRateBp],
          product: [productRateBp],
          shop: [shop.rateBp, shop.newBuyerRateBp],
          distributor: [ownBp],
        };
        expect(set[source]).toContain(rateBp);
      }),
    );
  });

  it('in a group depends on nothing but the group and the buyer; an excluded product earns nobody', () => {
    fc.assert(
      fc.property(anything, anything, own, own, (given, other, mine, theirs) => {
        const kind = given.kind === 'solo' ? 'join' : given.kind;
        const grouped = { ...given, kind };
        const elsewhere = { ...other, kind, group: given.group, isNewBuyer: given.isNewBuyer };
        expect(rateFor(grouped, mine)).toEqual(rateFor(elsewhere, theirs));
        expect(rateFor({ ...given, kind: 'solo', productRateBp: 0 }, mine).rateBp).toBe(0);
      }),
    );
  });

  it('of somebody without a rate of their own is what it always was', () => {
    fc.assert(
      fc.property(anything, (given) => {
        const { group, productRateBp, shop, kind } = given;
        const before = kind === 'solo' ? (productRateBp ?? shop.rateBp) : group?.rateBp;
        expect(rateFor({ ...given, isNewBuyer: false }).rateBp).toBe(before);
      }),
    );
  });
});

describe('decision of an order line', () => {
  const decide = (code: AttributionCode, baseFen: number, rateBp: number) =>
    decideLine({ baseFen, credits: [{ userId: 'd', code, rate: { rateBp, source: 'shop' } }] })[0];

  it.each<[AttributionCode, number, number, AttributionCode, number]>([
    ['EARNED_LAST_VISIT', 2990, 1000, 'EARNED_LAST_VISIT', 299],
    ['EARNED_BOUND', 2990, 1000, 'EARNED_BOUND', 299],
    ['EARNED_LAST_VISIT', 999, 1000, 'EARNED_LAST_VISIT', 99],
    ['EARNED_LAST_VISIT', 9, 1000, 'EARNED_LAST_VISIT', 0],
    ['EARNED_LAST_VISIT', 10_000_000_000, 5000, 'EARNED_LAST_VISIT', 5_000_000_000],
    ['EARNED_LAST_VISIT', 2990, 0, 'NONE_PRODUCT_EXCLUDED', 0],
    ['EARNED_BOUND', 2990, 0, 'NONE_PRODUCT_EXCLUDED', 0],
    ['NONE_SELF_PURCHASE', 2990, 1000, 'NONE_SELF_PURCHASE', 0],
    ['NONE_SELF_PURCHASE', 2990, 0, 'NONE_SELF_PURCHASE', 0],
    ['NONE_LATER_VISIT_WON', 2990, 1000, 'NONE_LATER_VISIT_WON', 0],
    ['NONE_WINDOW_ENDED', 2990, 0, 'NONE_WINDOW_ENDED', 0],
    ['NONE_PROTECTED', 2990, 1000, 'NONE_PROTECTED', 0],
  ])('%s on %d fen at %d bp → %s, %d fen', (code, baseFen, rateBp, attributionCode, amountFen) => {
    expect(decide(code, baseFen, rateBp)).toMatchObject({
      userId: 'd',
      attributionCode,
      baseFen,
      rateBp,
      amountFen,
    });
  });

  it.each<[AttributionCode, string]>([
    ['EARNED_LAST_VISIT', 'WAIT_GROUP'],
    ['EARNED_BOUND', 'WAIT_GROUP'],
    ['NONE_SELF_PURCHASE', 'NONE_SELF_PURCHASE'],
    ['NONE_PROTECTED', 'NONE_PROTECTED'],
  ])('%s begins as %s', (code, reasonCode) => {
    expect(decide(code, 1000, 1000)?.reasonCode).toBe(reasonCode);
  });

  it('stands for every distributor that was touched', () => {
    const rate = (rateBp: number) => ({ rateBp, source: 'distributor' as const });
    const credits = [
      { userId: 'a', code: 'EARNED_BOUND' as const, rate: rate(1000) },
      { userId: 'b', code: 'NONE_LATER_VISIT_WON' as const, rate: rate(2000) },
    ];
    const lines = decideLine({ baseFen: 1000, credits });
    expect(lines.map(({ userId, rateBp, amountFen }) => [userId, rateBp, amountFen])).toEqual([
      ['a', 1000, 100],
      ['b', 2000, 0],
    ]);
  });
});
