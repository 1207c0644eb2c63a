import { RateLimiter } from './rate-limiter.js';

test('a key may do so much within a window, and again in the next', () => {
  let now = 0;
  const limiter = new RateLimiter({ count: 3, windowMs: 10_000 }, () => now);
  expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 0]);
  now = 4_200;
  expect(limiter.take('a')).toBe(6);
  expect(limiter.take('b')).toBe(0);
  now = 9_999;
  expect(limiter.take('a')).toBe(1);
  now = 10_000;
  expect(limiter.take('a')).toBe(0);
});

test('refused calls do not make the wait longer', () => {
  let now = 0;
  const limiter = new RateLimiter({ count: 1, windowMs: 1_000 }, () => now);
  limiter.take('a');
  for (now = 0; now < 1_000; now += 100) expect(limiter.take('a')).toBe(1);
  expect(limiter.take('a')).toBe(0);
});

test('windows that are over are forgotten, and there are never more than fit', () => {
  let now = 0;
  const limiter = new RateLimiter({ count: 1, windowMs: 1_000 }, () => now);
  const sizeOf = () => (limiter as unknown as { windows: Map<string, unknown> }).windows.size;
  for (let key = 0; key < 60_000; key++) limiter.take(String(key));
  expect(sizeOf()).toBeLessThanOrEqual(50_000);
  now = 1_000;
  limiter.take('later');
  expect(sizeOf()).toBe(1);
});
