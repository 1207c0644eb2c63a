import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ManualClock, MovableClock, SystemClock } from './clock.js';

test('the system clock tells the machine’s time', () => {
  expect(Math.abs(new SystemClock().now().getTime() - Date.now())).toBeLessThan(1_000);
});

test('a manual clock stands still until it is moved, and nobody can move it through a date it gave', () => {
  const clock = new ManualClock(new Date('2026-11-22T00:00:00Z'));
  clock.now().setFullYear(1999);
  expect(clock.now().toISOString()).toBe('2026-11-22T00:00:00.000Z');
  clock.advance(90_000);
  expect(clock.now().toISOString()).toBe('2026-11-22T00:01:30.000Z');
  clock.set(new Date('2027-01-01T00:00:00Z'));
  expect(clock.now().toISOString()).toBe('2027-01-01T00:00:00.000Z');
});

describe('the movable clock', () => {
  let answer: { status: number; body: string };
  const server = createServer((request, reply) => {
    reply.writeHead(request.url === '/sandbox/clock' ? answer.status : 404).end(answer.body);
  });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const offsetOf = (clock: MovableClock) => Math.round((clock.now().getTime() - Date.now()) / 1_000);

  test('has the offset before it is used, follows it within a second, and keeps it when nobody answers', async () => {
    answer = { status: 200, body: '{"offsetMs":86400000}' };
    const clock = new MovableClock(url);
    await clock.start();
    try {
      expect(offsetOf(clock)).toBe(86_400);
      answer = { status: 200, body: '{"offsetMs":604800000}' };
      await sleep(1_000);
      expect(offsetOf(clock)).toBe(604_800);
      answer = { status: 500, body: '' };
      await sleep(1_000);
      expect(offsetOf(clock)).toBe(604_800);
    } finally {
      clock.stop();
    }
  });

  test.each([
    [503, '{"offsetMs":1}', /answered 503/],
    [200, '{"offsetMs":"soon"}', /without an offset/],
    [200, 'no json', /JSON/],
  ])('does not start on the answer %i %s', async (status, body, message) => {
    answer = { status, body };
    await expect(new MovableClock(url).start()).rejects.toThrow(message);
  });
});
