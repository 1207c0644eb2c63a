import { CHAIN_MAX, chainOf, isSameVisit, sharePath } from './share.rules.js';

describe('chain of a share', () => {
  const many = Array.from({ length: 30 }, (_, n) => `u${n}`);

  it.each([
    ['nobody before', 'a', [], ['a']],
    ['nearest first', 'a', ['b', 'c'], ['a', 'b', 'c']],
    ['the sharer comes once, first', 'a', ['b', 'a', 'c'], ['a', 'b', 'c']],
    ['nobody twice', 'a', ['b', 'c', 'b'], ['a', 'b', 'c']],
    ['at most 20', 'a', many, ['a', ...many.slice(0, CHAIN_MAX - 1)]],
  ])('%s', (_, sharer, parents, chain) => {
    expect(chainOf(sharer, parents)).toEqual(chain);
  });
});

it.each([
  ['the same share, moments ago', 'a', 59_999, true],
  ['the same share, a minute ago', 'a', 60_000, false],
  ['another share, moments ago', 'b', 1, false],
])('the same visit after %s', (_, token, agoMs, same) => {
  const now = new Date('2026-11-22T16:00:00.000Z');
  expect(isSameVisit({ token, at: new Date(now.getTime() - agoMs) }, 'a', now)).toBe(same);
  expect(isSameVisit(undefined, 'a', now)).toBe(false);
});

describe('path of a share', () => {
  it.each([
    ['product', null, '/packages/buy/product/index?id=T&share=abcdefghij'],
    ['group', null, '/packages/buy/group/index?id=T&share=abcdefghij'],
    ['campaign', 'P', '/packages/buy/product/index?id=P&share=abcdefghij'],
    ['shop', null, '/pages/home/index?share=abcdefghij'],
    ['post', null, '/pages/home/index?share=abcdefghij'],
  ] as const)('of a %s', (kind, productId, path) => {
    expect(sharePath({ kind, id: 'T' }, 'abcdefghij', productId)).toBe(path);
  });
});
