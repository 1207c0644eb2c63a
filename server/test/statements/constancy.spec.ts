import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { send } from '../contract/send.js';
import { crowd, makeGoods, openedGroup, place } from '../support/goods.js';
import { sealAll } from '../support/seals.js';
import type { Caller } from '../support/shop.js';
import { counting } from './counting.js';

jest.setTimeout(180_000);

const MANY = 30;

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
});
afterAll(() => life.shop.close());

/** How many statements a request takes that must succeed. */
async function statementsOf(name: RouteName, caller: Caller, input: object): Promise<number> {
  const { result, statements } = await counting(life.shop, () => send(life.shop, name, caller, input));
  expect([name, result.status, result.status < 300 ? '' : result.body]).toEqual([
    name,
    routeTable[name].status ?? 200,
    '',
  ]);
  expect(statements.length).toBeGreaterThan(0);
  return statements.length;
}

/** Makes a shop in which every list has 30 rows at least. */
async function fill(): Promise<void> {
  const { shop, staff, goods, ann, dan } = life;
  const skus = [{ name: '一', priceFen: 100, stock: 1 }];
  for (let n = 0; n < MANY; n++) {
    const body = { title: `货 ${n}`, description: '', images: [], skus, status: 'on_sale' as const };
    await shop.call('console.product.create', staff.owner, { body });
    const share = { target: { kind: 'product' as const, id: goods.productId }, channel: 'chat' as const };
    await shop.call('shop.share.create', dan, { body: share });
  }
  const buyers = await crowd(shop, MANY, '众');
  for (const buyer of buyers) {
    await openedGroup(shop, goods, buyer);
    await shop.call('shop.distributor.apply', buyer, { body: { agreeToRules: true } });
    await shop.call('shop.visit', buyer, { body: { token: life.shareToken, visitorId: randomUUID() } });
    const { cashier } = await place(shop, goods, buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
  }
  for (let n = 0; n < MANY; n++) {
    const { order } = await place(shop, goods, ann, 'solo');
    await shop.call('shop.order.cancel', ann, { params: { id: order.id }, body: {} });
  }
}

test('lists take as many statements for one row as for thirty', async () => {
  await fill();
  const { ann, dan, staff } = life;
  const lists: [RouteName, Caller, number][] = [
    ['shop.products', {}, MANY],
    ['shop.groups', ann, MANY],
    ['shop.orders', ann, MANY],
    ['shop.commissions', dan, MANY],
    ['console.products', staff.owner, MANY],
    ['console.groups', staff.owner, MANY],
    ['console.orders', staff.owner, MANY],
    ['console.distributors', staff.owner, MANY],
    ['console.commissions', staff.owner, MANY],
    ['console.ledger.transfers', staff.owner, MANY],
    ['console.ledger.accounts', staff.owner, 10],
    ['console.audit', staff.owner, MANY],
    ['console.jobs', staff.owner, MANY],
    ['console.campaigns', staff.owner, 5],
    ['shop.withdrawals', dan, 5],
    ['console.withdrawals', staff.owner, 5],
    ['console.payoutRuns', staff.owner, 4],
  ];
  for (const [name, caller, least] of lists) {
    const { body } = await send(life.shop, name, caller, { query: { limit: 100 } });
    expect([name, (body as { items: unknown[] }).items.length >= least]).toEqual([name, true]);
    const one = await statementsOf(name, caller, { query: { limit: 1 } });
    const many = await statementsOf(name, caller, { query: { limit: 100 } });
    expect([name, many]).toEqual([name, one]);
  }
});

test('pages of things take the same, however much belongs to them', async () => {
  const { shop, staff, goods, succeededGroupId, openingGroupId, ann, orders } = life;
  const quiet = await makeGoods(shop, staff.owner);
  const pairs: [RouteName, Caller, string, string][] = [
    ['shop.product', {}, quiet.productId, goods.productId],
    ['shop.group', ann, openingGroupId, succeededGroupId],
    ['shop.order', ann, orders.unpaidOpen, orders.completed],
    ['console.order', staff.owner, orders.unpaidOpen, orders.completed],
    ['console.campaign', staff.owner, quiet.campaignId, goods.campaignId],
  ];
  for (const [name, caller, little, much] of pairs) {
    const few = await statementsOf(name, caller, { params: { id: little } });
    expect([name, await statementsOf(name, caller, { params: { id: much } })]).toEqual([name, few]);
  }
});

test('an order of twenty lines takes as many as an order of one', async () => {
  const { shop, staff, bob } = life;
  const skus = Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, priceFen: 100, stock: 5 }));
  const body = { title: '多', description: '', images: [], skus, status: 'on_sale' as const };
  const product = await shop.call('console.product.create', staff.owner, { body });
  const order = (count: number) => ({
    body: {
      requestId: randomUUID(),
      lines: product.skus.slice(0, count).map(({ id }) => ({ skuId: id, quantity: 1 })),
      addressId: bob.addressId,
      expectPayFen: 100 * count,
    },
  });
  const one = await statementsOf('shop.order.place', bob, order(1));
  expect(await statementsOf('shop.order.place', bob, order(20))).toBe(one);
  expect(one).toBeLessThanOrEqual(3);
});

test('products with many SKUs, campaigns with many prices, imports of many rows', async () => {
  const { shop, staff } = life;
  const product = (count: number) => ({
    body: {
      title: '多',
      description: '',
      images: [],
      skus: Array.from({ length: count }, (_, n) => ({ name: `${n}`, priceFen: 100, stock: 5 })),
      status: 'on_sale',
    },
  });
  const one = await statementsOf('console.product.create', staff.owner, product(1));
  expect(await statementsOf('console.product.create', staff.owner, product(MANY))).toBe(one);

  const rows = await shop.rows<{ id: string }>(
    `select id from shop_order where state = 'to_ship' order by id`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(MANY);
  const csv = (ids: { id: string }[]) => {
    const lines = ids.map(({ id }, n) => `${id},SF,SF${10_000 + n}`);
    return { body: { csv: ['order_id,carrier,tracking_no', ...lines].join('\n') } };
  };
  const single = await statementsOf('console.shipments.import', staff.owner, csv(rows.slice(0, 1)));
  expect(await statementsOf('console.shipments.import', staff.owner, csv(rows.slice(1)))).toBe(single);
});

test('a login takes over one visit or thirty alike', async () => {
  const { shop, ann, shareToken } = life;
  const login = async (visits: number) => {
    const visitorId = randomUUID();
    for (let n = 0; n < visits; n++) {
      await shop.rows(
        `insert into visit (id, token, visitor_id, at, source) values ($1, $2, $3, $4, 'open')`,
        [randomUUID(), shareToken, visitorId, shop.clock.now()],
      );
    }
    const route = `/sandbox/users/${ann.openid}/login-code`;
    const { code } = await shop.control<{ code: string }>('POST', route);
    return statementsOf('shop.login', {}, { body: { code, visitorId } });
  };
  expect(await login(MANY)).toBe(await login(1));
});

test('verifying the ledger takes as many statements for thousands of transfers as for a few', async () => {
  const { shop, staff } = life;
  const verify = async (added: number) => {
    await shop.rows(
      `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
       select gen_random_uuid(), case when n % 2 = 0 then 'bank' else 'sales' end,
         case when n % 2 = 0 then 'sales' else 'bank' end, 1, 'adjustment', $2
       from generate_series(1, $1::int) n`,
      [added, shop.clock.now()],
    );
    await sealAll(shop);
    const check = () => shop.call('console.ledger.verify', staff.owner, { body: {} });
    const { result, statements } = await counting(shop, check);
    expect(result).toMatchObject({ ok: true });
    // Blocks are read twenty at a time; how many there are by now is not what is counted here.
    const rest = statements.filter((sql) => !sql.includes('b.previous_hash as "previousHash"'));
    expect(statements.length - rest.length).toBe(Math.floor(result.blockCount / 20) + 1);
    return { count: rest.length, checked: result.checkedCount };
  };
  const few = await verify(2);
  const many = await verify(4_000);
  expect(many.checked - few.checked).toBe(4_000);
  expect(many.count).toBe(few.count);
});
