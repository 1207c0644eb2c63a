import { idParam, limitOf, oneOf, setParam, withCursor, withFilters } from './list-url.model';

const params = (text: string) => new URLSearchParams(text);

describe('withFilters', () => {
  it.each([
    ['cursor=abc&state=paid', { state: 'to_ship' }, 'state=to_ship'],
    ['cursor=abc&state=paid&limit=50', { state: undefined }, 'limit=50'],
    ['state=a', { group: '' }, 'state=a'],
    ['', { a: '1', b: '2' }, 'a=1&b=2'],
  ])('%s with %j is %s', (before, changes, after) => {
    expect(withFilters(params(before), changes).toString()).toBe(after);
  });
});

describe('withCursor', () => {
  it('keeps filters on the next page and drops the cursor on the first', () => {
    expect(withCursor(params('state=a'), 'x y').toString()).toBe('state=a&cursor=x+y');
    expect(withCursor(params('state=a&cursor=x'), undefined).toString()).toBe('state=a');
  });
});

describe('setParam', () => {
  it('keeps the place in the list', () => {
    expect(setParam(params('cursor=x'), 'order', '1').toString()).toBe('cursor=x&order=1');
    expect(setParam(params('cursor=x&order=1'), 'order', undefined).toString()).toBe('cursor=x');
  });
});

describe('values from an address', () => {
  it.each([
    ['limit=50', 50],
    ['limit=7', 20],
    ['limit=abc', 20],
    ['', 20],
  ])('%s: %s rows', (text, limit) => {
    expect(limitOf(params(text))).toBe(limit);
  });

  it('lets only known values and ids through', () => {
    expect(oneOf('a', ['a', 'b'])).toBe('a');
    expect(oneOf('c', ['a', 'b'])).toBeUndefined();
    expect(idParam('0190a1b2-0000-7000-8000-00000000000a')).toBe('0190a1b2-0000-7000-8000-00000000000a');
    expect(idParam('nonsense')).toBeUndefined();
    expect(idParam(undefined)).toBeUndefined();
  });
});
