import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { CheckoutFlow } from '../../src/flows/checkout/checkout.flow.js';
import { GROUP_FEN, type Goods, makeGoods } from '../support/goods.js';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

jest.setTimeout(180_000);

const LINE_FEN = Math.floor(GROUP_FEN / 10);
const WINNERS = 37;
const TOKEN = 'budgetRace';
/** The distributor of this file was never decided on. */
const MADE_BY_HAND = /a state in distributor that its last event/;

let shop: TestShop;
let owner: Caller;
let goods: Goods;

beforeAll(async () => {
  shop = await TestShop.open();
  owner = await shop.operator('owner');
  goods = await makeGoods(shop, owner, { stock: 1_000 });
  const sharer = await shop.buyer('团长');
  await shop.rows(
    `insert into distributor (id, user_id, state, rules_version, applied_at)
     values (gen_random_uuid(), $1, 'approved', 1, $2)`,
    [sharer.id, shop.clock.now()],
  );
  await shop.rows(
    `insert into share (token, user_id, chain, target_kind, target_id, channel, created_at)
     values ($1, $2, array[$2::uuid], 'product', $3, 'chat', $4)`,
    [TOKEN, sharer.id, goods.productId, shop.clock.now()],
  );
});
afterAll(() => shop.close());

/** People with an address, made without a login each. */
async function people(count: number): Promise<{ id: string; addressId: string }[]> {
  return shop.rows(
    `with made as (
       insert into shop_user (id, openid, created_at)
       select gen_random_uuid(), 'race-' || gen_random_uuid(), $2 from generate_series(1, $1) returning id
     )
     insert into address (id, user_id, name, phone, province, city, district, detail, is_default, created_at)
     select gen_random_uuid(), id, '买家', '13800138000', '浙江省', '杭州市', '西湖区', '文三路 1 号', true, $2
     from made returning user_id as id, id as "addressId"`,
    [count, shop.clock.now()],
  );
}

const budget = async () =>
  (await shop.call('console.campaign', owner, { params: { id: goods.campaignId } })).commission;

async function setBudget(budgetFen: number | null): Promise<void> {
  const params = { id: goods.campaignId };
  const { version, commission } = await shop.call('console.campaign', owner, { params });
  const body = { commission: { rateBp: commission.rateBp, budgetFen }, version };
  await shop.call('console.campaign.patch', owner, { params, body });
}

async function order(buyer: { id: string; addressId: string }): Promise<string> {
  const placed = await shop.app.get(CheckoutFlow, { strict: false }).place(buyer.id, {
    requestId: randomUUID(),
    lines: [{ skuId: goods.skuId, quantity: 1 }],
    campaignId: goods.campaignId,
    addressId: buyer.addressId,
    shareToken: TOKEN,
    expectPayFen: GROUP_FEN,
  });
  return placed.order.id;
}

/** Orders of all these people, fifty at once: more would only wait for a connection. */
async function orderAll(buyers: { id: string; addressId: string }[]): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; first < buyers.length; first += 50) {
    ids.push(...(await Promise.all(buyers.slice(first, first + 50).map(order))));
  }
  return ids;
}

/** How many of these orders would earn, and how many found the budget used. */
async function decisions(ids: string[]) {
  const rows = await shop.rows<{ code: string; count: number }>(
    `select d.value->>'attributionCode' as code, count(*)::int as count
     from order_line l, jsonb_array_elements(l.commission) d where l.order_id = any ($1) group by 1`,
    [ids],
  );
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

test('two hundred orders, fifty at once, earn as many lines as the budget pays for, and give all of it back', async () => {
  await setBudget(WINNERS * LINE_FEN + LINE_FEN - 1);
  const ids = await orderAll(await people(200));
  expect(await decisions(ids)).toEqual({ EARNED_LAST_VISIT: WINNERS, NONE_BUDGET_USED: 200 - WINNERS });
  expect(await budget()).toMatchObject({ reservedFen: WINNERS * LINE_FEN });
  await expectBooksToBalance(shop, MADE_BY_HAND);

  const params = { id: goods.campaignId };
  const { version } = await shop.call('console.campaign', owner, { params });
  const tooLow = { commission: { rateBp: 1_000, budgetFen: WINNERS * LINE_FEN - 1 }, version };
  expect(await shop.refused('console.campaign.patch', owner, { params, body: tooLow })).toMatchObject({
    status: 409,
    code: 'budget.below_reserved',
    detail: { reservedFen: WINNERS * LINE_FEN },
  });

  const release = (part: string[]) =>
    shop.db.call('release_orders', [part, 'buyer', 'buyer', 'closed', shop.clock.now()]);
  await Promise.all([release(ids.slice(0, 90)), release(ids.slice(80, 150)), release(ids.slice(140))]);
  expect(await budget()).toMatchObject({ reservedFen: 0 });
  await expectBooksToBalance(shop, MADE_BY_HAND);
  await expectStatesToBeAllowed(shop);
});

test('orders and cancellations at once never go above the cap', async () => {
  await setBudget(5 * LINE_FEN);
  const first = await Promise.all((await people(20)).map(order));
  const buyers = await people(30);
  const [second] = await Promise.all([
    Promise.all(buyers.map(order)),
    ...first.map((id) =>
      shop.db.call('release_orders', [[id], 'buyer', 'buyer', 'closed', shop.clock.now()]),
    ),
  ]);
  const { reservedFen = 0 } = await budget();
  expect(reservedFen).toBe(((await decisions(second))['EARNED_LAST_VISIT'] ?? 0) * LINE_FEN);
  expect(reservedFen).toBeLessThanOrEqual(5 * LINE_FEN);
  await expectBooksToBalance(shop, MADE_BY_HAND);
});

test('without a cap nothing is counted, and what was reserved under one is still given back', async () => {
  const [buyer] = await people(1);
  if (buyer === undefined) throw new Error('one person was made');
  const before = (await budget()).reservedFen;
  await setBudget(null);
  const id = await order(buyer);
  expect(await decisions([id])).toEqual({ EARNED_LAST_VISIT: 1 });
  expect(await budget()).toEqual({ rateBp: 1_000, reservedFen: before });
  await expectBooksToBalance(shop, MADE_BY_HAND);
});
