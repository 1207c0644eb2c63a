import { isLocked, lockedUntil } from './login-lock.rules.js';

const now = new Date('2026-11-22T00:00:00Z');
const minutes = (count: number) => {
  const until = lockedUntil(count, now);
  return until === null ? null : (until.getTime() - now.getTime()) / 60_000;
};

test.each([
  [0, null],
  [1, null],
  [4, null],
  [5, 15],
  [6, null],
  [10, 30],
  [15, 60],
  [20, 120],
  [35, 960],
  [500, 960],
])('after %i failures in a row a name is locked for %s minutes', (count, expected) => {
  expect(minutes(count)).toBe(expected);
});

test('a lock ends at its moment', () => {
  expect(isLocked(null, now)).toBe(false);
  expect(isLocked(new Date(now.getTime() + 1), now)).toBe(true);
  expect(isLocked(now, now)).toBe(false);
});
