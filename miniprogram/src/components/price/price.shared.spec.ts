import { splitPrice } from './price.shared';

it.each([
  [0, { sign: '', whole: '0', cents: '00' }],
  [5, { sign: '', whole: '0', cents: '05' }],
  [2990, { sign: '', whole: '29', cents: '90' }],
  [123456789, { sign: '', whole: '1,234,567', cents: '89' }],
  [-120, { sign: '-', whole: '1', cents: '20' }],
])('%i fen', (amountFen, parts) => {
  expect(splitPrice(amountFen)).toEqual(parts);
});
