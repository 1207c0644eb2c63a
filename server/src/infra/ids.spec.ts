import { ManualClock } from './clock.js';
import { RandomIds, isUuid } from './ids.js';

const clock = () => new ManualClock(new Date('2026-11-22T00:00:00Z'));

test('a uuid is version 7 and carries the moment of the clock', () => {
  const id = new RandomIds(clock()).uuid();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  expect(new Date(ms).toISOString()).toBe('2026-11-22T00:00:00.000Z');
});

test('ids sort in the order they were made, also when the clock is set back', () => {
  const time = clock();
  const ids = new RandomIds(time);
  const made = Array.from({ length: 500 }, (_, index) => {
    if (index === 200) time.advance(5_000);
    if (index === 400) time.advance(-3_600_000);
    return ids.uuid();
  });
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});

test('hex and base62 texts have their length and alphabet, and differ', () => {
  const ids = new RandomIds(clock());
  expect(ids.hex32()).toMatch(/^[0-9a-f]{32}$/);
  expect(ids.base62(10)).toMatch(/^[0-9A-Za-z]{10}$/);
  expect(new Set(Array.from({ length: 200 }, () => ids.base62(10))).size).toBe(200);
});

test.each([
  ['018f4e2a-0000-7000-8000-000000000000', true],
  ['018F4E2A-0000-7000-8000-00000000000A', true],
  ['018f4e2a-0000-7000-8000-00000000000', false],
  ['018f4e2a-0000-7000-8000-000000000000 ', false],
  ['', false],
  [undefined, false],
  [{ id: 1 }, false],
])('isUuid(%j) is %s', (text, expected) => {
  expect(isUuid(text)).toBe(expected);
});
