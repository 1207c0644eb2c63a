import { ProductViews } from '../../src/flows/views/products.views.js';
import { makeGoods, orderBody } from '../support/goods.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Longer than this file takes: nothing is forgotten here by itself. */
const KEPT_MS = 600_000;

let shop: TestShop;
let owner: Caller;
beforeAll(async () => {
  shop = await TestShop.open();
  owner = await shop.operator('owner');
});
afterAll(() => shop.close());

const viewsWith = (productCacheMs: number) =>
  new ProductViews(shop.db, shop.clock, { ...shop.config, productCacheMs });
const priceOn = (page: string) => (JSON.parse(page) as { skus: { priceFen: number }[] }).skus[0]?.priceFen;

test('a kept page shows what was true a moment ago, each product its own; orders do not look at it', async () => {
  const [goods, other] = [await makeGoods(shop, owner), await makeGoods(shop, owner)];
  const [cached, plain] = [viewsWith(KEPT_MS), viewsWith(0)];
  const before = await cached.page(goods.productId);
  const listed = await cached.list({});
  await shop.owner.query('update sku set price_fen = price_fen + 100 where product_id = $1', [
    goods.productId,
  ]);

  expect(await cached.page(goods.productId.toUpperCase())).toBe(before);
  expect(await cached.list({})).toBe(listed);
  expect(priceOn(await plain.page(goods.productId))).toBe((priceOn(before) ?? 0) + 100);
  expect(await cached.list({ limit: 1 })).not.toBe(listed);
  expect(JSON.parse(await cached.page(other.productId))).toMatchObject({ id: other.productId });

  const buyer = await shop.buyerWithAddress('按新价');
  const body = orderBody(goods, buyer, 'solo');
  const stale = { ...body, expectPayFen: priceOn(before) };
  const reply = await shop.raw('shop.order.place', buyer, { body: stale });
  expect(reply).toMatchObject({ status: 409, body: { code: 'price.changed' } });
});

test('what is not there is not there for a moment either', async () => {
  const goods = await makeGoods(shop, owner);
  const cached = viewsWith(KEPT_MS);
  await shop.owner.query(`update product set status = 'off_sale' where id = $1`, [goods.productId]);
  await expect(cached.page(goods.productId)).rejects.toMatchObject({ code: 'not_found' });
  await shop.owner.query(`update product set status = 'on_sale' where id = $1`, [goods.productId]);
  await expect(cached.page(goods.productId)).rejects.toMatchObject({ code: 'not_found' });
  expect(await viewsWith(0).page(goods.productId)).toContain(goods.productId);
});
