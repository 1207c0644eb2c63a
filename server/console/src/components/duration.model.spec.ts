import { durationParts } from './duration.model';

describe('durationParts', () => {
  it.each([
    [0, ['0 minutes']],
    [59, ['59 minutes']],
    [60, ['1 hours']],
    [1_440, ['1 days']],
    [1_501, ['1 days', '1 hours', '1 minutes']],
    [4_320, ['3 days']],
  ])('%s minutes', (minutes, parts) => {
    expect(durationParts(minutes).map(({ unit, count }) => `${count} ${unit}`)).toEqual(parts);
  });
});
