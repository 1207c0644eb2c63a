import type { AttributionCode } from '@tuanlink/shared/states';
import fc from 'fast-check';
import { type RateFacts, decideLine, rateFor, reversalFen } from './commission.rules.js';

describe('rate of an order line', () => {
  const facts: RateFacts = { kind: 'solo', groupRateBp: 800, productRateBp: 500, shopRateBp: 1000 };

  it.each<[string, Partial<RateFacts>, number, string]>([
    ['alone, the product has a rate', {}, 500, 'product'],
    ['alone, the product is excluded', { productRateBp: 0 }, 0, 'product'],
    ['alone, the product has none', { productRateBp: null }, 1000, 'shop'],
    ['opening a group', { kind: 'open' }, 800, 'group'],
    ['joining a group', { kind: 'join' }, 800, 'group'],
    ['a group that earns nobody anything', { kind: 'join', groupRateBp: 0 }, 0, 'group'],
  ])('%s', (_, change, rateBp, source) => {
    expect(rateFor({ ...facts, ...change })).toEqual({ rateBp, source });
  });

  it('of a group order without its group is a mistake of ours', () => {
    expect(() => rateFor({ ...facts, kind: 'join', groupRateBp: null })).toThrow(RangeError);
  });
});

describe('decision of an order line', () => {
  const decide = (code: AttributionCode, baseFen: number, rateBp: number) =>
    decideLine({ baseFen, rateBp, credits: [{ userId: 'd', code }] })[0];

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
    const credits = [
      { userId: 'a', code: 'EARNED_BOUND' as const },
      { userId: 'b', code: 'NONE_LATER_VISIT_WON' as const },
    ];
    const lines = decideLine({ baseFen: 1000, rateBp: 1000, credits });
    expect(lines.map(({ userId, amountFen }) => [userId, amountFen])).toEqual([
      ['a', 100],
      ['b', 0],
    ]);
  });
});

describe('reversal', () => {
  it.each([
    ['a third of the goods', 100, 300, 100, 0, false, 33],
    ['the second third', 100, 300, 200, 33, false, 33],
    ['the last third takes the rest', 100, 300, 300, 66, true, 34],
    ['all at once', 299, 2990, 2990, 0, true, 299],
    ['shipping only', 299, 2990, 0, 0, false, 0],
    ['shipping only, after a part', 100, 300, 100, 33, false, 0],
    ['goods worth nothing', 0, 0, 0, 0, false, 0],
  ])('%s', (_, amountFen, baseFen, refundedGoodsFen, reversedBeforeFen, isLast, expected) => {
    expect(reversalFen({ amountFen, baseFen, refundedGoodsFen, reversedBeforeFen, isLast })).toBe(expected);
  });

  it('never takes back more than was earned, and all of it in the end', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 5000 }), (refunds, rateBp) => {
        const baseFen = refunds.reduce((sum, part) => sum + part, 0);
        const [line] = decideLine({
          baseFen,
          rateBp,
          credits: [{ userId: 'd', code: 'EARNED_BOUND' }],
        });
        const amountFen = line?.amountFen ?? 0;
        let refundedGoodsFen = 0;
        let reversedBeforeFen = 0;
        refunds.forEach((part, index) => {
          refundedGoodsFen += part;
          const isLast = index === refunds.length - 1;
          const fen = reversalFen({ amountFen, baseFen, refundedGoodsFen, reversedBeforeFen, isLast });
          expect(fen).toBeGreaterThanOrEqual(0);
          reversedBeforeFen += fen;
          expect(reversedBeforeFen).toBeLessThanOrEqual(amountFen);
        });
        expect(reversedBeforeFen).toBe(amountFen);
      }),
    );
  });
});
