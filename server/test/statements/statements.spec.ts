import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { type LivedIn, aPicture, openLivedInShop, uploadBlob } from '../contract/lived-in.js';
import { send } from '../contract/send.js';
import { guardRows, rightInput } from '../guards/guard-rows.js';
import { makeGoods, place } from '../support/goods.js';
import type { Caller } from '../support/shop.js';
import { counting } from './counting.js';

jest.setTimeout(120_000);

/** Statements that one request may send; sessions of operators are read with one of them. */
const ALLOWED = 5;
/** What operators change by hand, with an audit entry and perhaps a second person. */
const ALLOWED_FOR_CONSOLE_WRITES = 10;
const ALLOWED_BY_ROUTE: Partial<Record<RouteName, number>> = {
  'shop.order.place': 3,
  // A batch job, whose number of statements must not grow with the ledger: see below.
  'console.ledger.verify': 20,
  // Takes in a file and compares a whole day with it, in pages of thousands.
  'console.reconciliation.import': 20,
};

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
});
afterAll(() => life.shop.close());

const names = Object.keys(routeTable) as RouteName[];
// What takes something away from the others comes last; whoever is suspended cannot withdraw.
const last: RouteName[] = ['console.distributor.suspend', 'shop.address.delete', 'console.logout'];
const ordered = [...names.filter((name) => !name.startsWith('wechat.') && !last.includes(name)), ...last];

function rightCaller(name: RouteName): Caller {
  const { access } = routeTable[name];
  if (access === 'operator') return life.staff.owner;
  if (access === 'public') return {};
  return guardRows[name].thing?.(life).owner ?? life.ann;
}

/** Requests that need more than the row of the guard matrix says. */
const special: Partial<Record<RouteName, () => Promise<() => Promise<{ status: number }>>>> = {
  'shop.login': async () => {
    const { shop, ann, shareToken } = life;
    const visitorId = randomUUID();
    await shop.call('shop.visit', {}, { body: { token: shareToken, visitorId } });
    const { code } = await shop.control<{ code: string }>('POST', `/sandbox/users/${ann.openid}/login-code`);
    return () => send(shop, 'shop.login', {}, { body: { code, visitorId } });
  },
  'console.login': async () => () => {
    const body = { username: 'owner', password: 'tuanlink-demo' };
    return send(life.shop, 'console.login', {}, { body });
  },
  'shop.distributor.apply': async () => () =>
    send(life.shop, 'shop.distributor.apply', life.bob, { body: { agreeToRules: true } }),
  'console.distributor.reject': async () => {
    const [row] = await life.shop.rows<{ id: string }>('select id from distributor where user_id = $1', [
      life.bob.id,
    ]);
    const input = { params: { id: row?.id }, body: { reason: '资料不全' } };
    return () => send(life.shop, 'console.distributor.reject', life.staff.owner, input);
  },
  'shop.withdrawal.request': async () => () =>
    send(life.shop, 'shop.withdrawal.request', life.dan, rightInput('shop.withdrawal.request', life)),
  'console.payoutRun.create': () => reinstated('console.payoutRun.create'),
  'console.payoutRun.approve': () => reinstated('console.payoutRun.approve'),
  'shop.upload': async () => {
    const picture = await aPicture();
    return () => uploadBlob(life.shop, life.ann, picture);
  },
  'console.upload': async () => {
    const picture = await aPicture();
    return () => uploadBlob(life.shop, life.staff.owner, picture);
  },
  'console.shipments.import': async () => {
    const csv = `order_id,carrier,tracking_no\n${life.orders.toShip},SF,SF12345\n`;
    return () => send(life.shop, 'console.shipments.import', life.staff.owner, { body: { csv } });
  },
};

/** The distributor was suspended by then; nobody is paid while they are. */
async function reinstated(name: RouteName) {
  const params = { id: life.distributors.approved };
  await life.shop.call('console.distributor.approve', life.staff.owner, { params, body: {} });
  return () => send(life.shop, name, life.staff.owner, rightInput(name, life));
}

test.each(ordered)('%s takes few statements', async (name) => {
  const ask = await (special[name]?.() ??
    Promise.resolve(() => send(life.shop, name, rightCaller(name), rightInput(name, life))));
  const { result, statements } = await counting(life.shop, ask);
  expect([name, result.status]).toEqual([name, name === 'health' ? 503 : (routeTable[name].status ?? 200)]);
  const isConsoleWrite = name.startsWith('console.') && routeTable[name].method !== 'GET';
  const allowed = ALLOWED_BY_ROUTE[name] ?? (isConsoleWrite ? ALLOWED_FOR_CONSOLE_WRITES : ALLOWED);
  expect(statements.length > allowed ? statements : []).toEqual([]);
});

test('a quote takes one, and one more to write down that its share was seen', async () => {
  const { shop, ann, goods, shareToken } = life;
  const body = { lines: [{ skuId: goods.skuId, quantity: 1 }], shareToken };
  const quote = async () => (await counting(shop, () => shop.call('shop.quote', ann, { body }))).statements;
  shop.clock.move(60_000);
  expect([(await quote()).length, (await quote()).length]).toEqual([2, 1]);
});

test('a payment notice takes at most two', async () => {
  const { shop, staff } = life;
  const goods = await makeGoods(shop, staff.operator);
  const buyer = await shop.buyerWithAddress('付款');
  const { cashier } = await place(shop, goods, buyer, 'open');
  const { statements } = await counting(shop, () => shop.pay(cashier, buyer.openid));
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.length > 2 ? statements : []).toEqual([]);
});
