import { MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { crowd, makeGoods, place, type BuyerWithAddress, type Goods } from '../support/goods.js';
import { aDistributor } from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

const VISITOR = '7b7a7e1c-4b5e-4d3a-9a51-0a7f6f4d2a11';

/** Who an order is credited to: the last visit, whichever way it came, and whom the buyer is bound to. */
describe('attribution', () => {
  let shop: TestShop;
  let owner: Caller;
  let goods: Goods;
  let one: Buyer;
  let two: Buyer;
  let ofOne: string;
  let ofTwo: string;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    goods = await makeGoods(shop, owner, { stock: 100 });
    one = await aDistributor(shop, owner, '一');
    two = await aDistributor(shop, owner, '二');
    [ofOne, ofTwo] = [await share(one), await share(two)];
  });
  afterAll(() => shop.close());

  const share = async (who: Buyer) => {
    const body = { target: { kind: 'product' as const, id: goods.productId }, channel: 'chat' as const };
    return (await shop.call('shop.share.create', who, { body })).token;
  };
  const visit = (caller: Caller, token: string) =>
    shop.call('shop.visit', caller, { body: { token, visitorId: VISITOR } });
  const quote = (buyer: Buyer, shareToken: string | undefined) =>
    shop.call('shop.quote', buyer, { body: { lines: [{ skuId: goods.skuId, quantity: 1 }], shareToken } });
  const creditOf = async (orderId: string) => {
    const [row] = await shop.rows<{ credit: { userId: string } | null }>(
      'select credit from shop_order where id = $1',
      [orderId],
    );
    const id = row?.credit?.userId;
    return id === one.id ? 'one' : id === two.id ? 'two' : 'nobody';
  };
  const creditOfNext = async (buyer: BuyerWithAddress) =>
    creditOf((await place(shop, goods, buyer, 'solo')).order.id);
  const aBuyer = async (): Promise<BuyerWithAddress> => {
    const [who] = await crowd(shop, 1);
    if (who === undefined) throw new Error('no crowd');
    return who;
  };

  describe('the last visit wins', () => {
    it('also when the same link was opened within the minute before', async () => {
      const ann = await aBuyer();
      await visit(ann, ofOne);
      shop.clock.move(20 * SECOND_MS);
      await visit(ann, ofTwo);
      shop.clock.move(20 * SECOND_MS);
      await visit(ann, ofOne);
      shop.clock.move(20 * SECOND_MS);
      expect(await creditOfNext(ann)).toBe('one');
    });

    it('of somebody who has not logged in, too', async () => {
      const visits = [];
      for (const token of [ofOne, ofTwo, ofOne, ofOne]) {
        visits.push((await visit({}, token)).visitId);
        shop.clock.move(SECOND_MS);
      }
      const [first, , third, fourth] = visits;
      expect(third).not.toBe(first);
      // Opening the same link twice in a row is one visit, as ever.
      expect(fourth).toBe(third);
    });

    it('also when the link came with a quote', async () => {
      const ann = await aBuyer();
      await visit(ann, ofTwo);
      shop.clock.move(SECOND_MS);
      await quote(ann, ofOne);
      shop.clock.move(SECOND_MS);
      expect(await creditOfNext(ann)).toBe('one');
    });

    it('and quotes that follow each other are one visit a minute, those of no link are none', async () => {
      const ann = await aBuyer();
      const visits = async () =>
        (
          await shop.rows<{ token: string }>('select token from visit where user_id = $1 order by at', [
            ann.id,
          ])
        ).length;
      await quote(ann, undefined);
      await quote(ann, 'nosuchlink');
      expect(await visits()).toBe(0);
      for (let second = 0; second < 3; second += 1) {
        await quote(ann, ofOne);
        shop.clock.move(SECOND_MS);
      }
      expect(await visits()).toBe(1);
      await quote(ann, ofTwo);
      shop.clock.move(SECOND_MS);
      await quote(ann, ofOne);
      expect(await visits()).toBe(3);
      shop.clock.move(MINUTE_MS);
      await quote(ann, ofOne);
      expect(await visits()).toBe(4);
      // A quote that is refused leaves nothing behind, as an order does.
      shop.clock.move(MINUTE_MS);
      const lines = [{ skuId: goods.skuId, quantity: 999 }];
      await shop.refused('shop.quote', ann, { body: { lines, shareToken: ofTwo } });
      expect(await visits()).toBe(4);
    });
  });

  describe('a paid order binds its buyer', () => {
    beforeAll(() =>
      shop.rows(
        `insert into commission_rules (version, effective_at, default_rate_bp, visit_window_days, binding_days,
           protection_days, touched_days) values (2, $1, 1000, 7, 30, 15, 30)`,
        [shop.clock.now()],
      ),
    );
    /** Two orders, the older one through the first distributor, the newer one through the second. */
    const twoOrders = async (ann: BuyerWithAddress) => {
      const older = await place(shop, goods, ann, 'solo', { shareToken: ofOne });
      shop.clock.move(SECOND_MS);
      const newer = await place(shop, goods, ann, 'solo', { shareToken: ofTwo });
      shop.clock.move(SECOND_MS);
      return { older, newer };
    };

    it('to whom the one placed last came from, also when one placed before it is paid after it', async () => {
      const ann = await aBuyer();
      const { older, newer } = await twoOrders(ann);
      await shop.pay(newer.cashier, ann.openid);
      shop.clock.move(SECOND_MS);
      await shop.pay(older.cashier, ann.openid);
      shop.clock.move(SECOND_MS);
      expect([await creditOf(older.order.id), await creditOf(newer.order.id)]).toEqual(['one', 'two']);
      // Within the protection of 15 days only the second distributor can win.
      await visit(ann, ofOne);
      shop.clock.move(SECOND_MS);
      expect(await creditOfNext(ann)).toBe('two');
    });

    it('as it does when they are paid in the order they were placed', async () => {
      const ann = await aBuyer();
      const { older, newer } = await twoOrders(ann);
      await shop.pay(older.cashier, ann.openid);
      shop.clock.move(SECOND_MS);
      await shop.pay(newer.cashier, ann.openid);
      shop.clock.move(SECOND_MS);
      await visit(ann, ofOne);
      shop.clock.move(SECOND_MS);
      expect(await creditOfNext(ann)).toBe('two');
    });

    it('and one placed before binds them when the later binding is over', async () => {
      const ann = await aBuyer();
      const { older, newer } = await twoOrders(ann);
      await shop.pay(newer.cashier, ann.openid);
      await shop.rows('update binding set expires_at = $2 where user_id = $1', [ann.id, shop.clock.now()]);
      shop.clock.move(SECOND_MS);
      await shop.pay(older.cashier, ann.openid);
      shop.clock.move(SECOND_MS);
      expect(await creditOfNext(ann)).toBe('one');
    });
  });
});
