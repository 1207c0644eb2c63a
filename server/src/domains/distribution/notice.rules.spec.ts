import { DAY_MS } from '@tuanlink/shared/time';
import fc from 'fast-check';
import { earliestStart, touchedDaysFor } from './notice.rules.js';

const at = (text: string) => new Date(text);

describe('the first day of announced rules', () => {
  it.each([
    [
      'the rules in force are old',
      '2026-12-01T08:00:00.000Z',
      '2020-01-01T00:00:00.000Z',
      '2026-12-08T08:00:00.000Z',
    ],
    [
      'others begin within the notice',
      '2026-12-01T08:00:00.000Z',
      '2026-12-05T00:00:00.000Z',
      '2026-12-08T08:00:00.000Z',
    ],
    [
      'others begin on that very moment',
      '2026-12-01T08:00:00.000Z',
      '2026-12-08T08:00:00.000Z',
      '2026-12-08T08:00:00.001Z',
    ],
    [
      'others begin later',
      '2026-12-01T08:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
      '2027-01-01T00:00:00.001Z',
    ],
  ])('%s', (_, now, last, earliest) => {
    expect(earliestStart(at(now), at(last)).toISOString()).toBe(earliest);
  });

  it('is never within the notice, and never before another version', () => {
    const moments = fc.date({ min: at('2020-01-01'), max: at('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, moments, (now, last) => {
        const earliest = earliestStart(now, last);
        expect(earliest.getTime() - now.getTime()).toBeGreaterThanOrEqual(7 * DAY_MS);
        expect(earliest.getTime()).toBeGreaterThan(last.getTime());
      }),
    );
  });
});

it.each([
  [1, 30],
  [7, 30],
  [30, 30],
  [90, 90],
])('a window of %d days shows lines for %d', (window, touched) => {
  expect(touchedDaysFor(window)).toBe(touched);
});
