import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import { type BuyerWithAddress, type Goods, makeGoods, place } from '../support/goods.js';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Settings of their own, so that nothing passes because it knows the usual ones. */
const [RECEIVE_DAYS, COMPLETE_DAYS] = [4, 3];

describe('what an order tells of its deadlines', () => {
  let shop: TestShop;
  let operator: Caller;
  let goods: Goods;
  let buyer: BuyerWithAddress;

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
    goods = await makeGoods(shop, await shop.operator('owner'));
    buyer = await shop.buyerWithAddress('小明');
    await shop.rows('update shop_setting set auto_receive_days = $1, complete_days = $2', [
      RECEIVE_DAYS,
      COMPLETE_DAYS,
    ]);
  });
  afterEach(async () => {
    await expectBooksToBalance(shop);
    await expectStatesToBeAllowed(shop);
  });
  afterAll(() => shop.close());

  const read = (id: string) => shop.call('shop.order', buyer, { params: { id } });
  const deadlines = async (id: string) => {
    const { state, autoReceiveAt, afterSaleUntil } = await read(id);
    return { state, autoReceiveAt, afterSaleUntil };
  };
  /** That many days after this happened to the order. */
  const daysAfter = async (event: 'shipped' | 'received', id: string, days: number) => {
    const at = (await read(id)).timeline.find((entry) => entry.event === event)?.at ?? '';
    return new Date(Date.parse(at) + days * DAY_MS).toISOString();
  };
  /** When the job of that topic is due, as it was planned. */
  const planned = async (topic: string, id: string) => {
    const [row] = await shop.rows<{ at: string }>(
      'select iso(due_at) as at from outbox where dedupe_key = $1',
      [`${topic}:${id}`],
    );
    return row?.at;
  };

  async function shipped(): Promise<string> {
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    expect(await deadlines(order.id)).toEqual({ state: 'unpaid', autoReceiveAt: null, afterSaleUntil: null });
    await shop.pay(cashier, buyer.openid);
    expect(await deadlines(order.id)).toEqual({
      state: 'to_ship',
      autoReceiveAt: null,
      afterSaleUntil: null,
    });
    const body = { carrier: 'SF', trackingNo: `SF${order.id.slice(0, 8)}` };
    await shop.call('console.order.ship', operator, { params: { id: order.id }, body });
    return order.id;
  }

  it('a parcel counts as received when it was said to, and after-sales end when they were said to', async () => {
    const id = await shipped();
    const { autoReceiveAt } = await deadlines(id);
    expect(autoReceiveAt).toBe(await daysAfter('shipped', id, RECEIVE_DAYS));
    expect(await planned('order.auto-receive', id)).toBe(autoReceiveAt);

    await shop.pass(RECEIVE_DAYS * DAY_MS - HOUR_MS);
    expect(await deadlines(id)).toEqual({ state: 'shipped', autoReceiveAt, afterSaleUntil: null });
    await shop.pass(2 * HOUR_MS);
    const received = await deadlines(id);
    expect(received).toMatchObject({ state: 'received', autoReceiveAt: null });
    expect(await planned('order.complete', id)).toBe(received.afterSaleUntil);

    await shop.pass(COMPLETE_DAYS * DAY_MS + HOUR_MS);
    expect(await deadlines(id)).toEqual({ state: 'completed', autoReceiveAt: null, afterSaleUntil: null });
  });

  it('what is asked for in time keeps the order open until it is decided', async () => {
    const id = await shipped();
    await shop.call('shop.order.receive', buyer, { params: { id }, body: {} });
    const { afterSaleUntil, lines } = await read(id);
    expect(afterSaleUntil).toBe(await daysAfter('received', id, COMPLETE_DAYS));
    const ask = {
      kind: 'refund_only' as const,
      reason: 'damaged' as const,
      lines: [{ orderLineId: lines[0]?.id ?? '', quantity: 1 }],
    };
    const asked = await shop.call('shop.afterSale.apply', buyer, { params: { id }, body: ask });
    await shop.pass(COMPLETE_DAYS * DAY_MS + HOUR_MS);
    expect(await deadlines(id)).toEqual({ state: 'received', autoReceiveAt: null, afterSaleUntil });

    await shop.call('shop.afterSale.withdraw', buyer, { params: { id: asked.id }, body: {} });
    expect(await deadlines(id)).toEqual({ state: 'completed', autoReceiveAt: null, afterSaleUntil: null });
    const refused = await shop.refused('shop.afterSale.apply', buyer, { params: { id }, body: ask });
    expect(refused).toMatchObject({ code: 'state.conflict' });
  });

  it('operators see the same', async () => {
    const id = await shipped();
    const { autoReceiveAt } = await read(id);
    expect(await shop.call('console.order', operator, { params: { id } })).toMatchObject({
      autoReceiveAt,
      afterSaleUntil: null,
    });
  });
});
