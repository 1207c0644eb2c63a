import { jest } from '@jest/globals';
import { DAY_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { createApp } from '../../src/app.js';
import { PASSWORD, type RawReply, TestShop } from '../support/shop.js';

jest.setTimeout(60_000);

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
  for (const role of ['owner', 'operator', 'finance', 'auditor'] as const) await shop.operator(role);
});
afterAll(() => shop.close());

const login = (username: string, password: string): Promise<RawReply> =>
  shop.raw('console.login', {}, { body: { username, password } });
const codeOf = ({ status, body }: RawReply) => [status, (body as { code: string }).code];

test('a login answers who it is and sets a cookie that no script and no other site can use', async () => {
  const { status, body, headers } = await login('OWNER', PASSWORD);
  expect(status).toBe(200);
  expect(body).toMatchObject({ operator: { username: 'owner', role: 'owner' }, demoPassword: true });
  expect(JSON.stringify(body)).not.toMatch(/hash|argon/i);
  expect(headers.get('set-cookie')).toMatch(
    /^tl_session=[0-9A-Za-z]{43}; Path=\/api\/console; HttpOnly; SameSite=Strict$/,
  );
});

test('only the hash of the cookie is stored', async () => {
  const { cookie = '' } = await shop.operator('owner');
  const rows = await shop.rows('select * from operator_session');
  expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1]);
});

test.each(['owner', 'nobody-at-all'])(
  'a wrong password for %s is refused without saying more',
  async (name) => {
    expect(codeOf(await login(name, 'wrong'))).toEqual([401, 'auth.bad_credentials']);
  },
);

test('names that nobody has take as long as those somebody has', async () => {
  const time = async (name: string) => {
    const from = performance.now();
    await login(name, 'wrong');
    return performance.now() - from;
  };
  await shop.rows('update operator set failed_count = 0');
  const pairs: [number, number][] = [];
  for (let round = 0; round < 4; round++) pairs.push([await time('finance'), await time('nobody')]);
  const fastest = (index: 0 | 1) => Math.min(...pairs.map((pair) => pair[index]));
  await shop.rows('update operator set failed_count = 0, locked_until = null');
  // Without the pretended check the ratio would be about ten.
  expect(fastest(0) / fastest(1)).toBeLessThan(5);
});

test('five failures lock the name, and only the name, for 15 minutes; the next five for 30', async () => {
  const other = await shop.operator('auditor');
  const before = await shop.operator('operator');
  const fail = async (times: number) => {
    for (let count = 0; count < times; count++) await login('operator', 'wrong');
  };
  await fail(5);
  const locked = await login('operator', PASSWORD);
  expect(codeOf(locked)).toEqual([429, 'auth.locked']);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
  expect((await login('finance', PASSWORD)).status).toBe(200);
  // Sessions that are open go on, the locked person's own too.
  expect((await shop.raw('console.session', before)).status).toBe(200);
  expect((await shop.raw('console.session', other)).status).toBe(200);

  shop.clock.move(15 * MINUTE_MS);
  await fail(5);
  const again = await login('operator', PASSWORD);
  expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(29 * 60);

  shop.clock.move(30 * MINUTE_MS);
  expect((await login('operator', PASSWORD)).status).toBe(200);
  await fail(4);
  expect((await login('operator', PASSWORD)).status).toBe(200);
});

test('guesses side by side do not slip past the lock', async () => {
  const replies = await Promise.all(Array.from({ length: 30 }, () => login('finance', 'wrong')));
  expect(replies.every(({ status }) => status === 401 || status === 429)).toBe(true);
  expect(codeOf(await login('finance', PASSWORD))).toEqual([429, 'auth.locked']);
  await shop.rows('update operator set failed_count = 0, locked_until = null');
});

test('many right logins at once all succeed', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => login('owner', PASSWORD)));
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
});

test('logging out ends this session and no other', async () => {
  const [first, second] = [await shop.operator('owner'), await shop.operator('owner')];
  const { status, headers } = await shop.raw('console.logout', first);
  expect(status).toBe(200);
  expect(headers.get('set-cookie')).toContain('Max-Age=0');
  expect(codeOf(await shop.raw('console.session', first))).toEqual([401, 'auth.required']);
  expect((await shop.raw('console.session', second)).status).toBe(200);
});

test('a session lasts as long as it is used within thirty days', async () => {
  const caller = await shop.operator('owner');
  shop.clock.move(29 * DAY_MS);
  expect((await shop.raw('console.session', caller)).status).toBe(200);
  shop.clock.move(29 * DAY_MS);
  expect((await shop.raw('console.session', caller)).status).toBe(200);
  shop.clock.move(31 * DAY_MS);
  expect((await shop.raw('console.session', caller)).status).toBe(401);
});

test.each([
  ['origin', 'http://evil.example'],
  ['sec-fetch-site', 'cross-site'],
])('a request whose %s is foreign is refused, a login too', async (name, value) => {
  const { cookie = '' } = await shop.operator('owner');
  const headers = { cookie, 'content-type': 'application/json', [name]: value };
  const read = await fetch(`${shop.url}/api/console/session`, { headers });
  const body = JSON.stringify({ username: 'owner', password: PASSWORD });
  const opened = await fetch(`${shop.url}/api/console/session`, { method: 'POST', headers, body });
  for (const reply of [read, opened]) {
    expect(reply.status).toBe(403);
    expect(await reply.json()).toMatchObject({ code: 'auth.foreign_origin' });
    expect(reply.headers.get('set-cookie')).toBeNull();
  }
});

test('roles differ in what they may do', async () => {
  const statuses = await Promise.all(
    (['owner', 'operator', 'finance', 'auditor'] as const).map(
      async (role) => (await shop.raw('console.audit', await shop.operator(role))).status,
    ),
  );
  expect(statuses).toEqual([200, 403, 200, 200]);
});

test('production lets nobody in with the published password, and its cookie wants https', async () => {
  const config = { ...shop.config, port: 0, production: true, publicUrl: 'https://shop.example' };
  const app = await createApp({ config, clock: shop.clock });
  try {
    await app.listen(0, '127.0.0.1');
    const post = async (username: string) =>
      fetch(`${await app.getUrl()}/api/console/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: PASSWORD }),
      });
    expect((await post('owner')).status).toBe(401);
    await shop.rows("update operator set demo = false where username = 'auditor'");
    const reply = await post('auditor');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('set-cookie')).toContain('; Secure');
  } finally {
    await app.close();
  }
});
