import { remainingUntil } from './countdown.shared';

const END = '2026-11-22T12:00:00.000Z';
const before = (ms: number) => Date.parse(END) - ms;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

it.each([
  ['a day and more', 49 * HOUR, '49:00:00', false],
  ['hours', 23 * HOUR + 41 * 60 * SECOND + 7 * SECOND, '23:41:07', false],
  ['the last second', 400, '00:00:00', false],
  ['zero', 0, '00:00:00', true],
  ['long over', -5 * HOUR, '00:00:00', true],
])('%s', (_name, left, text, ended) => {
  expect(remainingUntil(END, before(left))).toMatchObject({ text, ended });
});

it.each([
  ['less than four days', 4 * 24 * HOUR - 1, 0],
  ['four days', 4 * 24 * HOUR, 4],
  ['days and hours', 9 * 24 * HOUR + 23 * HOUR, 9],
])('counts whole days: %s', (_name, left, days) => {
  expect(remainingUntil(END, before(left)).days).toBe(days);
});

it('is read aloud in whole minutes, rounded up', () => {
  expect(remainingUntil(END, before(90 * SECOND)).spoken).toEqual({ hours: 0, minutes: 2 });
  expect(remainingUntil(END, before(2 * HOUR)).spoken).toEqual({ hours: 2, minutes: 0 });
});
