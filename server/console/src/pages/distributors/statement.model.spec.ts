import { firstMonth, statementMonths } from './statement.model';

const months = statementMonths(new Date('2026-11-30T16:00:00.000Z'));

it('offers the present month in China and the twelve before', () => {
  expect([months.length, months[0], months[12]]).toEqual([13, '2026-12', '2025-12']);
});

it.each([
  ['2026-03', '2026-03'],
  ['2020-01', '2026-12'],
  [undefined, '2026-12'],
])('asked for %s, it begins with %s', (asked, first) => {
  expect(firstMonth(months, asked)).toBe(first);
});
