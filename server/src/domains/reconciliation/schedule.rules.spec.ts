import {
  addDays,
  daysBetween,
  dueAt,
  firstDay,
  isReconcilable,
  KEPT_DAYS,
  lastDueDay,
  recordedSpan,
  spanOf,
  waitAfter,
} from './schedule.rules.js';

const at = (iso: string) => new Date(iso);

describe('bills of a day', () => {
  it('are there at half past ten of the next day', () => {
    expect(dueAt('2026-11-22').toISOString()).toBe('2026-11-23T02:30:00.000Z');
  });

  it.each([
    ['2026-11-23T02:29:59.999Z', '2026-11-21'],
    ['2026-11-23T02:30:00.000Z', '2026-11-22'],
    ['2026-11-23T16:00:00.000Z', '2026-11-22'],
    ['2027-01-01T02:30:00.000Z', '2026-12-31'],
  ])('at %s the last ones are those of %s', (now, day) => {
    expect(lastDueDay(at(now))).toBe(day);
  });
});

it.each([
  ['2026-11-22', true],
  ['2026-11-23', false],
  ['2026-11-24', false],
  ['2026-08-25', true],
  ['2026-08-24', false],
  ['2026-11-31', false],
  ['x', false],
])('on 23 November a comparison of %s can be asked for: %s', (day, expected) => {
  expect(isReconcilable(day, at('2026-11-22T16:00:00.000Z'))).toBe(expected);
});

it.each([
  ['2026-11-22T15:59:59.999Z', '2026-11-22'],
  ['2026-11-22T16:00:00.000Z', '2026-11-22'],
  ['2026-11-22T16:04:59.999Z', '2026-11-22'],
  ['2026-11-22T16:05:00.000Z', '2026-11-23'],
])('what could first be paid at %s is looked for from %s on', (now, day) => {
  expect(firstDay(at(now))).toBe(day);
});

describe('days', () => {
  it('are counted through months and years', () => {
    expect([addDays('2026-12-31', 1), addDays('2026-03-01', -1)]).toEqual(['2027-01-01', '2026-02-28']);
  });

  it('are listed with both ends, none when the last is before the first', () => {
    expect(daysBetween('2026-11-29', '2026-12-01')).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
    expect(daysBetween('2026-12-02', '2026-12-01')).toEqual([]);
  });

  it('are no more than WeChat keeps, the latest ones', () => {
    const days = daysBetween('2020-01-01', '2026-12-01');
    expect([days.length, days.at(-1)]).toEqual([KEPT_DAYS, '2026-12-01']);
  });
});

it('waits longer after each try, two hours at most', () => {
  expect([0, 1, 2, 3, 4, 50].map((tries) => waitAfter(tries) / 60_000)).toEqual([10, 20, 40, 80, 120, 120]);
});

it('gives the last minutes of a day to the next, where our clock may be ahead', () => {
  const day = spanOf('2026-11-22');
  expect([day.from.toISOString(), day.to.toISOString()]).toEqual([
    '2026-11-21T16:00:00.000Z',
    '2026-11-22T16:00:00.000Z',
  ]);
  const recorded = recordedSpan('2026-11-22');
  expect([recorded.from.toISOString(), recorded.to.toISOString()]).toEqual([
    '2026-11-21T15:55:00.000Z',
    '2026-11-22T15:55:00.000Z',
  ]);
});
