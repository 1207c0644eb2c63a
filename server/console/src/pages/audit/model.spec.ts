import { changesOf, shownValue } from './model';

describe('changesOf', () => {
  it.each([
    [
      null,
      { title: 'a', skus: [] },
      [
        ['title', undefined, 'a'],
        ['skus', undefined, []],
      ],
    ],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, [['b', 2, 3]]],
    [{ skus: [{ priceFen: 100 }] }, { skus: [{ priceFen: 200 }] }, [['skus.0.priceFen', 100, 200]]],
    [{ a: 1 }, {}, [['a', 1, undefined]]],
    [{ a: null }, { a: 0 }, [['a', null, 0]]],
    [{ a: null, b: null }, { b: { rateBp: 5 } }, [['b.rateBp', undefined, 5]]],
    [{ a: [1] }, { a: [1] }, []],
    [undefined, undefined, []],
  ])('%j to %j', (before, after, expected) => {
    expect(changesOf(before, after).map((change) => [change.path, change.before, change.after])).toEqual(
      expected,
    );
  });
});

describe('shownValue', () => {
  it.each([
    ['skus.0.priceFen', 2_990, { kind: 'amount', fen: 2_990 }],
    ['commission.rateBp', 1_000, { kind: 'rate', bp: 1_000 }],
    ['decidedAt', '2026-11-22T04:00:00.000Z', { kind: 'time', at: '2026-11-22T04:00:00.000Z' }],
    ['stock', 3, { kind: 'text', text: '3' }],
    ['title', 'x', { kind: 'text', text: 'x' }],
    ['open', false, { kind: 'text', text: 'false' }],
    ['title', '', { kind: 'none' }],
    ['title', null, { kind: 'none' }],
  ])('%s %j', (path, value, shown) => {
    expect(shownValue(path, value)).toEqual(shown);
  });
});
