import { createServerClock } from './clock';

const SERVER = Date.parse('2026-11-22T12:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const MINUTE = 60_000;

it.each([-10 * MINUTE, -MINUTE, 0, MINUTE, 10 * MINUTE])(
  'follows the server though the phone is wrong by %i ms',
  (wrongMs) => {
    let local = SERVER + wrongMs;
    const clock = createServerClock(() => local);
    clock.note(iso(SERVER), local - 100, local + 100);
    local += 5_000;
    expect(clock.now()).toBe(SERVER + 5_000);
  },
);

it('is computed once: what the network adds later does not make it jump', () => {
  const local = SERVER;
  const clock = createServerClock(() => local);
  clock.note(iso(SERVER + 500), local - 50, local + 50);
  clock.note(iso(SERVER + 900), local - 50, local + 50);
  clock.note(iso(SERVER - 2_500), local, local + 6_000);
  expect(clock.now()).toBe(SERVER + 500);
});

it('is computed again when a clock was really moved', () => {
  const clock = createServerClock(() => SERVER);
  clock.note(iso(SERVER), SERVER, SERVER);
  clock.note(iso(SERVER + 7 * MINUTE), SERVER, SERVER);
  expect(clock.now()).toBe(SERVER + 7 * MINUTE);
});

it('is the phone until the server was heard', () => {
  expect(createServerClock(() => 42).now()).toBe(42);
});
