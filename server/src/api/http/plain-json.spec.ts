import { findBadValue } from './plain-json.js';

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

test.each([
  ['a NUL in a text', { a: { b: 'x\u0000' } }, { path: 'a.b', rule: 'text' }],
  ['half a pair', { a: ['ok', '\ud83d'] }, { path: 'a.1', rule: 'text' }],
  ['the other half', { a: 'x\udc00y' }, { path: 'a', rule: 'text' }],
  ['a bad name', { 'a\u0000': 1 }, { path: '', rule: 'name' }],
  ['a name that reaches a prototype', JSON.parse('{"a":{"__proto__":{}}}'), { path: 'a', rule: 'name' }],
  ['a constructor', { constructor: {} }, { path: '', rule: 'name' }],
  ['a hole in a list', { lines: [1, null] }, { path: 'lines.1', rule: 'null' }],
  ['a list of lists', { lines: [[]] }, { path: 'lines.0', rule: 'list' }],
  ['endless nesting', deep(10_000), { path: '', rule: 'depth' }],
])('%s is found', (_, value, expected) => {
  expect(findBadValue(value)).toEqual(expected);
});

test.each([[{ a: '团链 😀', b: [{ c: null }], d: 1.5, e: true }], ['text'], [null], [deep(18)], [{}]])(
  '%j is fine',
  (value) => {
    expect(findBadValue(value)).toBeNull();
  },
);
