import { decisionsFor, fillLevel, groupStates, leftMs } from './model';

describe('decisionsFor', () => {
  const now = new Date('2026-11-22T04:00:00.000Z');
  const forming = {
    state: 'forming',
    closesAt: '2026-11-22T05:00:00.000Z',
    closesAtMax: '2026-11-22T06:00:00.000Z',
    guaranteed: false,
    takenCount: 1,
  } as const;
  it.each([
    [forming, ['extend', 'dissolve']],
    [{ ...forming, guaranteed: true }, ['extend', 'complete', 'dissolve']],
    [{ ...forming, guaranteed: true, takenCount: 0 }, ['extend', 'dissolve']],
    [{ ...forming, closesAt: forming.closesAtMax }, ['dissolve']],
    [{ ...forming, closesAt: '2026-11-22T04:00:00.000Z' }, ['dissolve']],
    [{ ...forming, state: 'opening', closesAt: null, closesAtMax: null }, ['dissolve']],
    [{ ...forming, state: 'succeeded', closesAtMax: null }, []],
    [{ ...forming, state: 'failed', closesAtMax: null }, []],
  ] as const)('%j', (group, decisions) => {
    expect(decisionsFor(group, now)).toEqual(decisions);
  });
});

describe('fillLevel', () => {
  it.each([
    [
      { size: 3, takenCount: 1, heldCount: 1 },
      { takenPercent: 33, reservedPercent: 66, missing: 1 },
    ],
    [
      { size: 3, takenCount: 3, heldCount: 0 },
      { takenPercent: 100, reservedPercent: 100, missing: 0 },
    ],
    [
      { size: 100, takenCount: 99, heldCount: 0 },
      { takenPercent: 99, reservedPercent: 99, missing: 1 },
    ],
    [
      { size: 2, takenCount: 0, heldCount: 0 },
      { takenPercent: 0, reservedPercent: 0, missing: 2 },
    ],
  ])('%j', (group, level) => {
    expect(fillLevel(group)).toEqual(level);
  });
});

describe('leftMs', () => {
  const now = new Date('2026-11-22T04:00:00.000Z');
  it.each([
    ['forming', '2026-11-22T04:01:00.000Z', 60_000],
    ['forming', '2026-11-22T03:59:00.000Z', 0],
    ['forming', null, null],
    ['succeeded', '2026-11-22T04:01:00.000Z', null],
  ] as const)('%s until %s', (state, closesAt, ms) => {
    expect(leftMs({ state, closesAt }, now)).toBe(ms);
  });

  it('has a tab for each state', () => {
    expect(groupStates).toEqual(['opening', 'forming', 'succeeded', 'failed']);
  });
});
