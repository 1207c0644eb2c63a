import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type Route, type RouteName, routeTable } from '@tuanlink/shared/routes';
import { type OperatorRole, rolePermissions } from '@tuanlink/shared/states';
import { DAY_MS } from '@tuanlink/shared/time';
import { SignJWT, UnsecuredJWT } from 'jose';
import { Tokens } from '../../src/infra/tokens.js';
import { expectUnchanged, fingerprint } from '../contract/fingerprint.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { codeOf, outcomeOf, send } from '../contract/send.js';
import type { Caller } from '../support/shop.js';
import { guardRows, rightInput } from './guard-rows.js';

jest.setTimeout(120_000);

const names = Object.keys(routeTable) as RouteName[];
const withAccess = (...kinds: Route['access'][]) =>
  names.filter((name) => kinds.includes(routeTable[name].access));
const withThing = (kind: Route['access']) =>
  withAccess(kind).filter((name) => routeTable[name].path.includes(':id'));
const roles = Object.keys(rolePermissions) as OperatorRole[];
/** A field that no body has. */
const BAD_BODY = { noSuchField: 1 };

let life: LivedIn;
let before: Record<string, string>;
let expiredToken: string;
let strangerToken: string;
let foreignTokens: string[];
let expiredCookie: string;

beforeAll(async () => {
  life = await openLivedInShop();
  const { shop, ann } = life;
  const tokens = shop.app.get(Tokens);
  const now = shop.clock.now();
  expiredToken = (await tokens.issueShopToken(ann.id, new Date(now.getTime() - 8 * DAY_MS))).token;
  strangerToken = (await tokens.issueShopToken(randomUUID(), now)).token;
  foreignTokens = await makeForeignTokens(ann.id);
  expiredCookie = (await shop.operator('owner')).cookie ?? '';
  await shop.rows(
    `update operator_session set expires_at = $1
     where created_at = (select max(created_at) from operator_session)`,
    [new Date(now.getTime() - 1_000)],
  );
  before = await fingerprint(shop);
});

afterEach(async () => {
  // Nobody of all these changes anything.
  await expectUnchanged(life.shop, before);
});
afterAll(() => life.shop.close());

/** Tokens with the right content that this shop did not sign. */
async function makeForeignTokens(userId: string): Promise<string[]> {
  const claims = { sub: userId, iss: 'tuanlink/shop' };
  const key = new TextEncoder().encode('another secret of thirty-two bytes or more');
  const signed = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('7 days')
    .sign(key);
  return [new UnsecuredJWT(claims).setExpirationTime('7 days').encode(), signed];
}

const ask = (name: RouteName, caller: Caller, more: object = {}) =>
  send(life.shop, name, caller, { ...rightInput(name, life), ...more });

test('every route has a row, and every row is a route', () => {
  expect(Object.keys(guardRows).sort()).toEqual([...names].sort());
  names.forEach((name) => {
    expect([name, guardRows[name].thing !== undefined]).toEqual([
      name,
      routeTable[name].path.includes(':id'),
    ]);
  });
});

describe('shop routes that need a login', () => {
  test.each(withAccess('user'))(
    '%s: nobody, anything that is no token, and operators are refused',
    async (name) => {
      const callers: Caller[] = [
        {},
        { token: 'garbage' },
        { token: `${life.ann.token}x` },
        ...foreignTokens.map((token) => ({ token })),
        life.staff.owner,
      ];
      for (const caller of callers) expect(outcomeOf(await ask(name, caller))).toBe('401 auth.required');
      const basic = { headers: { authorization: 'Basic YTpi' } };
      expect(outcomeOf(await ask(name, {}, basic))).toBe('401 auth.required');
      expect(outcomeOf(await ask(name, { token: expiredToken }))).toBe('401 auth.expired');
      // Who may call is decided before anybody looks at what they sent.
      const bad = { body: routeTable[name].method === 'GET' ? undefined : '{"half' };
      expect(outcomeOf(await ask(name, {}, bad))).toBe('401 auth.required');
    },
  );

  /** What somebody who is gone still reads: nothing, or an empty list. */
  const emptyReads: RouteName[] = [
    'shop.addresses',
    'shop.orders',
    'shop.afterSales',
    'shop.commissions',
    'shop.withdrawals',
  ];
  /** Pictures are named after their content and belong to nobody; here no form comes along. */
  const withoutOwner: RouteName[] = ['shop.distributor', 'shop.upload'];
  const asStranger = (name: RouteName) => ask(name, { token: strangerToken });

  test.each(withAccess('user').filter((name) => ![...emptyReads, ...withoutOwner].includes(name)))(
    '%s: a user who is gone is told to log in, or that there is no such thing',
    async (name) => {
      const ofThings = ['401 auth.expired', '404 not_found'];
      const allowed = routeTable[name].path.includes(':id') ? ofThings : ['401 auth.expired'];
      expect(allowed).toContain(outcomeOf(await asStranger(name)));
    },
  );

  test.each(emptyReads)('%s: a user who is gone has none', async (name) => {
    expect(await asStranger(name)).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  });

  test('a user who is gone is no distributor', async () => {
    const balances = { estimatedFen: 0, heldFen: 0, availableFen: 0, debtFen: 0 };
    expect((await asStranger('shop.distributor')).body).toMatchObject({ state: null, balances });
  });

  test.each(withThing('user'))('%s: somebody else’s is absent', async (name) => {
    expect(outcomeOf(await ask(name, life.bob))).toBe('404 not_found');
    expect(outcomeOf(await ask(name, life.bob, { params: { id: randomUUID() } }))).toBe('404 not_found');
    expect(outcomeOf(await ask(name, life.bob, { params: { id: 'no-id' } }))).toBe('404 not_found');
  });

  const ownerOf = (name: RouteName) => guardRows[name].thing?.(life).owner ?? {};

  test.each(withThing('user').filter((name) => guardRows[name].body !== undefined))(
    '%s: somebody else’s is absent whatever the body; one’s own body is wrong',
    async (name) => {
      for (const body of [BAD_BODY, '{"half', '[]']) {
        expect(outcomeOf(await ask(name, life.bob, { body }))).toBe('404 not_found');
        expect(outcomeOf(await ask(name, ownerOf(name), { body }))).toBe('400 request.invalid');
      }
    },
  );

  test.each(withThing('user').filter((name) => routeTable[name].method === 'GET'))(
    '%s: one’s own is shown',
    async (name) => {
      expect((await ask(name, ownerOf(name))).status).toBe(200);
    },
  );
});

describe('shop routes that anybody may read', () => {
  test.each(withAccess('optional'))('%s: a token that came along must be good', async (name) => {
    for (const token of ['garbage', ...foreignTokens]) {
      expect(outcomeOf(await ask(name, { token }))).toBe('401 auth.required');
    }
    expect(outcomeOf(await ask(name, { token: expiredToken }))).toBe('401 auth.expired');
    if (routeTable[name].method !== 'GET') return;
    expect((await ask(name, {})).status).toBe(200);
    expect((await ask(name, life.bob)).status).toBe(200);
    expect((await ask(name, { token: strangerToken })).status).toBe(200);
  });

  test('a visit of a user who is gone is refused', async () => {
    expect(outcomeOf(await ask('shop.visit', { token: strangerToken }))).toBe('401 auth.expired');
  });
});

describe('console routes', () => {
  test.each(withAccess('operator'))('%s: nobody, no session and buyers are refused', async (name) => {
    const callers: Caller[] = [
      {},
      { cookie: 'tl_session=' },
      { cookie: 'tl_session=garbage' },
      { cookie: expiredCookie },
      { cookie: `tl_session=${life.ann.token}` },
      { token: life.ann.token },
      { token: life.staff.owner.cookie?.replace('tl_session=', '') ?? '' },
    ];
    for (const caller of callers) expect(outcomeOf(await ask(name, caller))).toBe('401 auth.required');
    const bad = { body: routeTable[name].method === 'GET' ? undefined : '{"half' };
    expect(outcomeOf(await ask(name, {}, bad))).toBe('401 auth.required');
  });

  const cases = withAccess('operator').flatMap((name) => roles.map((role) => [name, role] as const));
  test.each(cases.filter(([name]) => name !== 'console.logout'))('%s as %s', async (name, role) => {
    const { permission, method } = routeTable[name];
    const allowed = permission === undefined || rolePermissions[role].includes(permission);
    const accepted = method === 'GET' ? '200' : '400 request.invalid';
    const bodies = method === 'GET' ? [undefined] : [BAD_BODY, '{"half'];
    for (const body of bodies) {
      const reply = await ask(name, life.staff[role], { body });
      expect(outcomeOf(reply)).toBe(allowed ? accepted : '403 permission.denied');
    }
    if (method === 'GET' || allowed) return;
    // The right request is no better, and what does not exist is not told either.
    expect(outcomeOf(await ask(name, life.staff[role]))).toBe('403 permission.denied');
    const absent = await ask(name, life.staff[role], { params: { id: randomUUID(), day: '2019-01-01' } });
    expect(outcomeOf(absent)).toBe('403 permission.denied');
  });

  test.each(withThing('operator'))('%s: what is not there is absent, whatever the body', async (name) => {
    for (const id of [randomUUID(), 'no-id', '0']) {
      expect(outcomeOf(await ask(name, life.staff.owner, { params: { id } }))).toBe('404 not_found');
    }
    if (guardRows[name].body === undefined) return;
    const params = { id: randomUUID() };
    expect(outcomeOf(await ask(name, life.staff.owner, { params, body: BAD_BODY }))).toBe('404 not_found');
  });

  test.each([...withAccess('operator'), 'console.login' as const])(
    '%s: requests from other sites are refused, also with a session',
    async (name) => {
      const foreign: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${life.shop.url}.evil.example` },
        { origin: life.shop.url.replace('http:', 'https:') },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: life.shop.url, 'sec-fetch-site': 'cross-site' },
      ];
      for (const headers of foreign) {
        const reply = await ask(name, life.staff.owner, { headers });
        expect([headers, outcomeOf(reply)]).toEqual([headers, '403 auth.foreign_origin']);
      }
      if (routeTable[name].method !== 'GET') return;
      for (const headers of [
        { origin: life.shop.url, 'sec-fetch-site': 'same-origin' },
        { 'sec-fetch-site': 'none' },
      ]) {
        expect((await ask(name, life.staff.owner, { headers })).status).toBe(200);
      }
    },
  );
});

describe('what anybody may call', () => {
  test.each(withAccess('public'))('%s answers without a login, and bad tokens do no harm', async (name) => {
    for (const caller of [{}, { token: 'garbage' }, { cookie: 'tl_session=garbage' }]) {
      const { status } = await ask(name, caller);
      // A wrong code, a wrong password, and a worker that does not run.
      const expected: Partial<Record<RouteName, number>> = {
        'shop.login': 401,
        'console.login': 401,
        health: 503,
      };
      expect(status).toBe(expected[name] ?? 200);
    }
  });
});

describe('what only WeChat may call', () => {
  test.each(withAccess('wechat'))('%s: without a signature nothing is taken', async (name) => {
    const signature = {
      'wechatpay-timestamp': String(Math.floor(life.shop.clock.now().getTime() / 1_000)),
      'wechatpay-nonce': 'n'.repeat(32),
      'wechatpay-serial': 'PUB_KEY_ID_0000000000000000000000000000',
      'wechatpay-signature': Buffer.alloc(256).toString('base64'),
    };
    const isGet = routeTable[name].method === 'GET';
    const bodies = isGet
      ? [undefined]
      : [undefined, '{}', '{"half', '[]', 'null', '"text"', Buffer.from([0xff, 0])];
    for (const body of bodies) {
      for (const headers of [
        {},
        signature,
        { authorization: `Bearer ${life.ann.token}` },
        life.staff.owner,
      ]) {
        const reply = await ask(name, {}, { body, headers: headers as Record<string, string> });
        expect([400, 401]).toContain(reply.status);
        expect(codeOf(reply)).toBe('FAIL');
      }
    }
    const query = {
      signature: 'ab'.repeat(20),
      timestamp: '1',
      nonce: '2',
      echostr: 'me',
      msg_signature: 'x',
    };
    expect([400, 401]).toContain((await ask(name, {}, { query })).status);
  });
});
