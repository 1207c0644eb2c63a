import { jest } from '@jest/globals';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import { changedBy } from './fingerprint.js';
import { type LivedIn, openLivedInShop } from './lived-in.js';

jest.setTimeout(120_000);

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
});
afterAll(() => life.shop.close());

test('everything that can be in a state is in every state', async () => {
  const states = async (table: string) =>
    (await life.shop.rows<{ state: string }>(`select distinct state from ${table} order by 1`)).map(
      ({ state }) => state,
    );
  expect(await states('campaign')).toEqual(['draft', 'ended', 'paused', 'running', 'scheduled']);
  expect(await states('buy_group')).toEqual(['failed', 'forming', 'opening', 'succeeded']);
  expect(await states('distributor')).toEqual(['applied', 'approved', 'rejected', 'suspended']);
  expect(await states('commission_line')).toEqual(['available', 'estimated', 'held', 'none', 'reversed']);
  const { orders, shop } = life;
  const found: Record<string, string> = {};
  for (const [name, id] of Object.entries(orders)) {
    const [row] = await shop.rows<{ state: string }>('select state from shop_order where id = $1', [id]);
    found[name] = row?.state ?? 'absent';
  }
  expect(found).toMatchObject({
    completed: 'completed',
    received: 'received',
    shipped: 'shipped',
    toShip: 'to_ship',
    waitingGroup: 'waiting_group',
    unpaidJoin: 'unpaid',
    unpaidOpen: 'unpaid',
    cancelled: 'cancelled',
    refunded: 'refunded',
  });
});

test('a fingerprint sees one changed field in one row', async () => {
  const { shop } = life;
  expect(await changedBy(shop, () => shop.rows('select 1'))).toEqual([]);
  const changed = await changedBy(shop, () =>
    shop.rows("update order_line set title = title || '!' where order_id = $1", [life.orders.completed]),
  );
  expect(changed).toEqual(['order_line']);
});

test('its books balance', async () => {
  await expect(expectBooksToBalance(life.shop)).resolves.toBeUndefined();
  await expect(expectStatesToBeAllowed(life.shop)).resolves.toBeUndefined();
});
