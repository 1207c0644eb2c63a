import type { ConsoleOrderReply } from '@tuanlink/shared/replies';
import { canRefund, readRefund, shippingLeft } from './refund.model';

const order = {
  state: 'to_ship',
  payFen: 1_080,
  refundedFen: 100,
  shippingFen: 80,
  lines: [{ id: 'a', quantity: 3, payFen: 1_000, refundedFen: 100, refundedQuantity: 1 }],
} as ConsoleOrderReply;
const fields = { lines: { a: { quantity: 0, amount: '' } }, shipping: '', reason: '少发' };
const line = (quantity: number, amount = '') => ({ ...fields, lines: { a: { quantity, amount } } });

it('shipping is what was not given back with the lines', () => {
  expect(shippingLeft(order)).toBe(80);
});

it.each([
  ['pieces', line(2), { reason: '少发', lines: [{ orderLineId: 'a', quantity: 2 }] }],
  ['an amount', line(0, '9'), { reason: '少发', lines: [{ orderLineId: 'a', quantity: 0, amountFen: 900 }] }],
  ['shipping', { ...fields, shipping: '0.80' }, { reason: '少发', lines: [], shippingFen: 80 }],
  ['nothing', fields, null],
  ['no reason', { ...line(1), reason: ' ' }, null],
  ['too many pieces', line(3), null],
  ['too much', line(0, '9.01'), null],
  ['too much shipping', { ...fields, shipping: '0.81' }, null],
  ['no amount', line(1, 'x'), null],
])('%s', (_name, typed, expected) => {
  expect(readRefund(order, typed)).toEqual(expected);
});

it.each([
  ['to_ship', 100, true],
  ['completed', 0, true],
  ['completed', 1_080, false],
  ['unpaid', 0, false],
  ['refunding', 0, false],
] as const)('an order that is %s with %d fen given back: %s', (state, refundedFen, expected) => {
  expect(canRefund({ state, payFen: 1_080, refundedFen })).toBe(expected);
});
