import { amountFen } from './model';

it.each([
  [{ askedFen: 500, refundFen: null }, 500],
  [{ askedFen: 500, refundFen: 300 }, 300],
])('%j comes to %i', (afterSale, expected) => {
  expect(amountFen(afterSale)).toBe(expected);
});
