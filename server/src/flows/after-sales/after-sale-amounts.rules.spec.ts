import fc from 'fast-check';
import { Refusal } from '../../infra/refusal.js';
import type { RefundableLine } from '../refund/refund.rules.js';
import { askedMoney, givenBack, givesPiecesBack } from './after-sale-amounts.rules.js';

const line = (n: number, change: Partial<RefundableLine> = {}): RefundableLine => ({
  id: `01900000-0000-7000-8000-00000000000${n}`,
  quantity: 3,
  payFen: 1e3,
  refundedFen: 0,
  refundedQuantity: 0,
  ...change,
});
const two = [line(1), line(2, { quantity: 1, payFen: 500 })];
const want = (...quantities: number[]) =>
  quantities.flatMap((quantity, index) =>
    quantity === 0 ? [] : [{ orderLineId: line(index + 1).id, quantity }],
  );

it.each<[string, number[], number | undefined, string]>([
  ['a piece', [1], undefined, '334 +0 = 334'],
  ['a piece and another product', [1, 1], undefined, '334 500 +0 = 834'],
  ['everything, with shipping', [3, 1], undefined, '1000 500 +80 = 1580'],
  ['a smaller sum, in proportion', [3, 1], 790, '500 250 +40 = 790'],
  ['a fen', [3, 1], 1, '1 0 +0 = 1'],
  ['no shipping while something is kept', [3], undefined, '1000 +0 = 1000'],
  ['too much', [1], 335, 'refund.above_paid'],
  ['too many pieces', [4], undefined, 'refund.above_paid'],
])('asked for: %s', (_name, quantities, refundFen, expected) => {
  const outcome = () => {
    try {
      const { lines, shippingFen, askedFen } = askedMoney(two, want(...quantities), 80, refundFen);
      return `${lines.map((part) => part.amountFen).join(' ')} +${shippingFen} = ${askedFen}`;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };
  expect(outcome()).toBe(expected);
});

it('the same id in capitals is the same line', () => {
  const asked = want(3, 1).map((part) => ({ ...part, orderLineId: part.orderLineId.toUpperCase() }));
  expect(askedMoney(two, asked, 80, undefined).askedFen).toBe(1_580);
});

it('pieces count as given back when they come back or their whole price does', () => {
  const lines = [{ orderLineId: line(1).id, quantity: 1, amountFen: 334 }];
  const of = (kind: 'refund_only' | 'return_and_refund', refundFen: number) =>
    givenBack({ kind, lines, shippingFen: 0, askedFen: 334 }, two, refundFen).lines[0]?.quantity;
  expect([of('refund_only', 334), of('refund_only', 333)]).toEqual([1, 0]);
  expect([of('return_and_refund', 334), of('return_and_refund', 1)]).toEqual([1, 1]);
  expect(() => of('refund_only', 335)).toThrow(Refusal);
});

it.each<[string, number[], number | undefined, boolean]>([
  ['a piece', [1], undefined, true],
  ['everything, with shipping', [3, 1], undefined, true],
  ['a piece for a fen less', [1], 333, false],
  ['everything for a fen less', [3, 1], 1_579, false],
  ['a fen', [1], 1, false],
])('gives the pieces back: %s', (_name, quantities, refundFen, expected) => {
  const money = askedMoney(two, want(...quantities), 80, refundFen);
  expect(givesPiecesBack({ kind: 'refund_only', ...money }, two)).toBe(expected);
});

it('pieces whose price was lowered before are given back for what is left of it', () => {
  const lines = [line(1, { quantity: 1, refundedFen: 900 })];
  const of = (refundFen: number) =>
    givesPiecesBack({ kind: 'refund_only', ...askedMoney(lines, want(1), 0, refundFen) }, lines);
  expect([of(100), of(99)]).toEqual([true, false]);
});

it('whatever is asked for and allowed adds up, and no part exceeds what was asked', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ quantity: fc.integer({ min: 1, max: 9 }), payFen: fc.integer({ min: 1, max: 99_999 }) }),
        {
          minLength: 1,
          maxLength: 9,
        },
      ),
      fc.nat({ max: 3_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (shapes, shippingFen, askedPart, allowedPart) => {
        const lines = shapes.map((shape, index) => line(index + 1, shape));
        const asked = want(...shapes.map(({ quantity }) => quantity));
        const worth = askedMoney(lines, asked, shippingFen, undefined);
        const askedFen = Math.max(1, Math.floor(worth.askedFen * askedPart));
        const money = askedMoney(lines, asked, shippingFen, askedFen);
        const allowedFen = Math.max(1, Math.floor(askedFen * allowedPart));
        const given = givenBack({ kind: 'return_and_refund', ...money }, lines, allowedFen);
        const sum = (parts: { amountFen: number }[], more: number) =>
          parts.reduce((fen, part) => fen + part.amountFen, more);
        expect(sum(money.lines, money.shippingFen)).toBe(askedFen);
        expect(sum(given.lines, given.shippingFen)).toBe(allowedFen);
        for (const part of given.lines) {
          const before = money.lines.find(({ orderLineId }) => orderLineId === part.orderLineId);
          expect(part.amountFen).toBeLessThanOrEqual(before?.amountFen ?? 0);
        }
      },
    ),
    { numRuns: 200 },
  );
});
