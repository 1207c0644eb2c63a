import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import * as fc from 'fast-check';
import { createConnection } from 'node:net';
import { Documented } from '../contract/documented.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { type Sent, send } from '../contract/send.js';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import type { Caller } from '../support/shop.js';
import { type Draft, draftsOf, settle, wellFormed } from './arbitraries.js';
import { World, thingOf } from './world.js';

/**
 * Fuzzes every route with requests made from the OpenAPI document. `FUZZ_REQUESTS=20000` sends more,
 * `FUZZ_SEED` repeats a run: the requests are the same, apart from the ids that the shop gives its things.
 */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_500);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Requests between two looks after the shop, and how many of them are under way at once. */
const BURST = 250;
const AT_ONCE = 4;

jest.setTimeout(60_000 + REQUESTS * 60);

let life: LivedIn;
let world: World;
let documented: Documented;
beforeAll(async () => {
  life = await openLivedInShop();
  world = await World.of(life);
  documented = await Documented.of(life.shop);
});
afterAll(() => life.shop.close());

const names = Object.keys(routeTable) as RouteName[];
/** Texts that say too much about our inside when they stand in a reply. */
const LEAKS = /\bat .+\.(ts|js):\d+|select .+ from|node_modules|QueryFailed|duplicate key|violates/;

interface Shot {
  name: RouteName;
  draft: Draft;
}

/** The same shots for the same seed, spread evenly over the routes. */
function shotsOf(count: number): Shot[] {
  const perRoute = Math.ceil(count / names.length);
  const columns = names.map((name, index) => {
    const drafts = draftsOf(documented, documented.operation(name), thingOf(name));
    return fc.sample(drafts, { numRuns: perRoute, seed: SEED + index }).map((draft) => ({ name, draft }));
  });
  return Array.from({ length: perRoute }, (_, row) => columns.flatMap((column) => column[row] ?? [])).flat();
}

/** Addresses hold texts only, none that UTF-8 cannot write, and none too long for any server. */
function texts(values: unknown): object {
  const text = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  return Object.fromEntries(
    Object.entries(Object(values) as object).map(([key, value]) => [
      key,
      wellFormed(wellFormed(text(value)).slice(0, 1_000)),
    ]),
  );
}

/** What is wrong with the answer to one shot, with all that is needed to repeat it. */
async function fire({ name, draft }: Shot): Promise<string[]> {
  const caller: Caller = world.caller(name, draft.caller);
  const input: Sent = {
    params: texts(settle(draft.params, world, draft.caller)),
    query: texts(settle(draft.query, world, draft.caller)),
    body: routeTable[name].method === 'GET' ? undefined : settle(draft.body, world, draft.caller),
    headers: draft.headers,
  };
  const reply = await send(life.shop, name, caller, input);
  statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
  if (reply.status < 300) succeeded.add(name);
  const isPage = reply.headers.get('content-type')?.startsWith('text/html') === true;
  // A malformed id can make an address that names nothing, or another route.
  const own = isPage || reply.status === 404 ? [] : documented.problemsOf(name, reply);
  const broken = reply.status >= 500 && name !== 'health' ? [`status ${reply.status}`] : [];
  const leak =
    !isPage && name !== 'docs.json' && LEAKS.test(JSON.stringify(reply.body)) ? ['tells too much'] : [];
  const problems = [...broken, ...own, ...leak];
  return problems.length === 0
    ? []
    : [
        `${name} ${JSON.stringify(input).slice(0, 1_500)} → ${JSON.stringify(reply.body).slice(0, 300)}: ${problems.join('; ')}`,
      ];
}

const statuses = new Map<number, number>();
const succeeded = new Set<RouteName>();

test(`${REQUESTS} requests (FUZZ_SEED=${SEED}) get documented answers and never a failure`, async () => {
  const shots = shotsOf(REQUESTS);
  expect(shots.length).toBeGreaterThanOrEqual(REQUESTS);
  const problems: string[] = [];
  for (let at = 0; at < shots.length; at += BURST) {
    const burst = shots.slice(at, at + BURST);
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let shot = burst.shift(); shot !== undefined; shot = burst.shift()) {
        problems.push(...(await fire(shot)));
      }
    });
    await Promise.all(workers);
    await world.tend((at / BURST) % 3 === 2 ? 61 : 2);
  }
  expect(problems.slice(0, 20)).toEqual([]);
});

test('the requests got through to the shop, and not only to its validation', () => {
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const good = [...statuses].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
  expect(good / total).toBeGreaterThan(0.2);
  // By chance some actions never meet a thing in the right state; most routes must have done their work.
  expect([...succeeded].sort().length).toBeGreaterThanOrEqual(45);
});

test('afterwards the books balance, and every move of a state was an allowed one', async () => {
  await world.tend(24 * 60);
  await expectBooksToBalance(life.shop);
  await expectStatesToBeAllowed(life.shop);
  const verdict = await life.shop.call('console.ledger.verify', life.staff.owner, { body: {} });
  expect(verdict).toMatchObject({ ok: true });
});

test.each([
  '/api/shop/orders/%00',
  '/api/shop/orders/%E0%A4%A',
  '/api/shop/products/..%2f..%2fetc',
  '/api//shop//products',
  `/api/shop/products/${'a'.repeat(5_000)}`,
  `/api/shop/products?search=${'%F0%9F%98'}`,
  '/api/shop/products?limit[]=1&limit[$gt]=2',
  '/api/shop/products?__proto__[x]=1&constructor=2',
  '/api/shop/products?cursor=a&cursor=b',
  '/api/%73hop/products?limit=1',
  '/s/..%2f',
  '/s/%ff',
  '/files/%2e%2e/%2e%2e/etc/passwd',
  '/console/..%2f..%2fpackage.json',
  '/env.js?x=%00',
])('the address %s is answered', async (path) => {
  const { status } = await fetch(`${life.shop.url}${path}`, { redirect: 'manual' });
  expect(status).toBeLessThan(500);
});

test('bytes that are no HTTP end the connection and nothing else', async () => {
  const { shop, staff } = life;
  const port = Number(new URL(shop.url).port);
  const bytes = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 300 }), { numRuns: 40, seed: SEED });
  const requests = [
    'GET / HTTP/9.9\r\n\r\n',
    'POST /api/shop/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'POST /api/shop/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'POST /api/shop/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{}',
    `GET /api/health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`,
    'GET /api/health HTTP/1.1\r\n\r\n',
    'FROB /api/health HTTP/1.1\r\nHost: x\r\n\r\n',
  ];
  for (const content of [
    ...bytes.map((part) => Buffer.from(part)),
    ...requests.map((text) => Buffer.from(text)),
  ]) {
    expect(await sayRaw(port, content)).not.toMatch(/^HTTP\/1\.1 5(?!03|05)/);
  }
  expect((await send(shop, 'console.session', staff.owner)).status).toBe(200);
});

/** Sends bytes, ends its side, and answers what came back. */
function sayRaw(port: number, content: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(parts).toString('latin1')));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.end(content);
  });
}
