import { costOfPieces } from '@tuanlink/shared/money';
import fc from 'fast-check';
import { Refusal } from '../../infra/refusal.js';
import { refundParts, type RefundableLine } from './refund.rules.js';

const line = (change: Partial<RefundableLine> = {}): RefundableLine => ({
  id: '01900000-0000-7000-8000-000000000001',
  quantity: 3,
  payFen: 1_000,
  refundedFen: 0,
  refundedQuantity: 0,
  ...change,
});

it('pieces given back one by one give exactly what was paid, each of them within a fen of the others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 1, max: 5_000_000 }),
      (quantity, payFen) => {
        let present = line({ quantity, payFen });
        const costs: number[] = [];
        while (present.refundedQuantity < quantity) {
          const fen = costOfPieces(present, 1);
          costs.push(fen);
          present = {
            ...present,
            refundedFen: present.refundedFen + fen,
            refundedQuantity: present.refundedQuantity + 1,
          };
        }
        expect(costs.reduce((sum, fen) => sum + fen, 0)).toBe(payFen);
        expect(Math.max(...costs) - Math.min(...costs)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 50 },
  );
});

it('whatever was given back before, pieces never cost more than what is left', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      (quantity, payFen, a, b, c) => {
        const refundedQuantity = a % quantity;
        const left = quantity - refundedQuantity;
        const present = line({ quantity, payFen, refundedQuantity, refundedFen: b % (payFen + 1) });
        const fen = costOfPieces(present, 1 + (c % left));
        expect(fen).toBeGreaterThanOrEqual(0);
        expect(fen).toBeLessThanOrEqual(payFen - present.refundedFen);
      },
    ),
  );
});

const { id } = line();
const rows: [string, RefundableLine, Parameters<typeof refundParts>[1], number, string][] = [
  ['all pieces', line(), [{ orderLineId: id, quantity: 3 }], 0, '1000'],
  ['one piece', line(), [{ orderLineId: id, quantity: 1 }], 0, '334'],
  [
    'the last piece takes the rest',
    line({ refundedQuantity: 2, refundedFen: 600 }),
    [{ orderLineId: id, quantity: 1 }],
    0,
    '400',
  ],
  ['an amount without pieces', line(), [{ orderLineId: id, quantity: 0, amountFen: 7 }], 0, '7'],
  ['an id in capitals', line(), [{ orderLineId: id.toUpperCase(), quantity: 0, amountFen: 7 }], 0, '7'],
  ['shipping alone', line(), [], 5, ''],
  ['nothing', line(), [], 0, 'request.invalid'],
  ['a line with nothing', line(), [{ orderLineId: id, quantity: 0 }], 5, 'request.invalid'],
  [
    'a line twice',
    line(),
    [
      { orderLineId: id, quantity: 1 },
      { orderLineId: id, quantity: 1 },
    ],
    0,
    'request.invalid',
  ],
  ['a line of another order', line(), [{ orderLineId: `${id.slice(0, -1)}2`, quantity: 1 }], 0, 'not_found'],
  ['too many pieces', line(), [{ orderLineId: id, quantity: 4 }], 0, 'refund.above_paid'],
  ['too much', line(), [{ orderLineId: id, quantity: 1, amountFen: 1_001 }], 0, 'refund.above_paid'],
  [
    'more than is left',
    line({ refundedFen: 10 }),
    [{ orderLineId: id, quantity: 0, amountFen: 991 }],
    0,
    'refund.above_paid',
  ],
];

it.each(rows)('%s', (_name, present, asked, shippingFen, expected) => {
  const outcome = () => {
    try {
      return refundParts([present], asked, shippingFen)
        .map((part) => part.amountFen)
        .join(' ');
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };
  expect(outcome()).toBe(expected);
});
