import { isNewOpening, shareTokenIn, usableToken } from './attribution.rules';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it.each<[string, Record<string, string | undefined>, string | null]>([
  ['a card', { id: '1', share: 'AbCdEf1234' }, 'AbCdEf1234'],
  ['a QR code', { scene: 'AbCdEf1234' }, 'AbCdEf1234'],
  ['an encoded QR code', { scene: '%41bCdEf1234' }, 'AbCdEf1234'],
  ['a card wins over a code', { share: 'AbCdEf1234', scene: 'ZZZZZZZZZZ' }, 'AbCdEf1234'],
  ['something else', { share: 'hello' }, null],
  ['a broken escape', { scene: '%E0%A4%A' }, null],
  ['nothing', {}, null],
])('finds the token of %s', (_name, query, token) => {
  expect(shareTokenIn(query)).toBe(token);
});

const last = { token: 'AbCdEf1234', at: 0, told: true };

it.each([
  ['the first', null, 'AbCdEf1234', 0, true],
  ['heard of twice', last, 'AbCdEf1234', 1_000, false],
  ['back by the home key', last, 'AbCdEf1234', 29 * MINUTE, false],
  ['opened again later', last, 'AbCdEf1234', 31 * MINUTE, true],
  ['another share', last, 'ZZZZZZZZZZ', 1_000, true],
  ['one the server has not heard of', { ...last, told: false }, 'AbCdEf1234', 1_000, true],
])('tells the server of an opening: %s', (_name, before, token, now, isNew) => {
  expect(isNewOpening(before, token, now)).toBe(isNew);
});

it('sends a share with orders for seven days', () => {
  expect(usableToken(last, 7 * DAY)).toBe('AbCdEf1234');
  expect(usableToken(last, 7 * DAY + 1)).toBeNull();
  expect(usableToken(null, 0)).toBeNull();
});
