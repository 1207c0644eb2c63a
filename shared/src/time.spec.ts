import {
  addMs,
  countdownParts,
  DAY_MS,
  formatCountdown,
  formatDate,
  formatTime,
  recentMonths,
  startOfDay,
} from './time.js';

describe('times in Shanghai', () => {
  it.each([
    ['2026-11-22T05:05:09.000Z', '2026-11-22 13:05'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01 00:00'],
    ['2028-02-28T20:30:00.000Z', '2028-02-29 04:30'],
  ])('%s shows as %s', (iso, shown) => {
    expect(formatTime(iso)).toBe(shown);
    expect(formatDate(iso)).toBe(shown.slice(0, 10));
  });
});

describe('a countdown', () => {
  it.each([
    [0, '00:00:00'],
    [-5, '00:00:00'],
    [999, '00:00:00'],
    [85_267_000, '23:41:07'],
    [2 * DAY_MS + 1_000, '48:00:01'],
  ])('%d ms left is %s', (left, text) => {
    expect(formatCountdown(left)).toBe(text);
  });

  it('splits into days', () => {
    expect(countdownParts(DAY_MS + 3_661_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
  });
});

it('adds and subtracts', () => {
  expect(addMs(new Date(1_000), -1).getTime()).toBe(999);
});

it.each([
  ['2026-11-22', '2026-11-21T16:00:00.000Z'],
  ['2024-02-29', '2024-02-28T16:00:00.000Z'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-1-1', null],
  ['20261122', null],
  ['', null],
])('the day %j begins at %s', (day, at) => {
  expect(startOfDay(day)?.toISOString() ?? null).toBe(at);
});

it('names the last months in China, the newest first', () => {
  expect(recentMonths(new Date('2026-12-31T16:00:00.000Z'), 3)).toEqual(['2027-01', '2026-12', '2026-11']);
});
