import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { makeDeadJob } from '../contract/lived-in.js';
import { crowd, type Goods, GROUP_FEN, makeGoods, openedGroup, place, SOLO_FEN } from '../support/goods.js';
import { type Caller, TestShop } from '../support/shop.js';

const noFaults = { seed: 1 };

/** What must not be left lying shows while it is so, and is gone when it is right again. */
describe('exceptions', () => {
  let shop: TestShop;
  let owner: Caller;
  let goods: Goods;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 60 });
  });

  afterEach(() => shop.control('PUT', '/sandbox/faults', noFaults));

  afterAll(async () => {
    await shop.close();
  });

  const list = async () =>
    (await shop.call('console.exceptions', owner, { query: { limit: 100 } })).items.map(
      ({ kind, subjectId, amountFen }) => [kind, subjectId, amountFen],
    );
  const unfulfilled = async () =>
    (await list()).filter(([kind]) => kind === 'paid_not_fulfilled').map(([, ...what]) => what);
  const kinds = async () => (await shop.call('console.exceptions.counts', owner)).kinds;
  const refundOf = async (orderId: string) =>
    (await shop.rows<{ id: string }>('select id from refund where order_id = $1', [orderId]))[0]?.id;

  it('are none in a shop where all goes well', async () => {
    const [a, b, c] = await crowd(shop, 3, '顺利');
    if (!a || !b || !c) throw new Error('no crowd');
    const { groupId } = await openedGroup(shop, goods, a);
    await shop.pay((await place(shop, goods, b, { groupId })).cashier, b.openid);
    await place(shop, goods, c, 'solo');
    const alone = await openedGroup(shop, goods, c);
    await shop.pass(61 * MINUTE_MS);
    await shop.eventually(async () => {
      await shop.pass(1_000);
      const order = await shop.call('shop.order', c, { params: { id: alone.orderId } });
      return order.state === 'refunded';
    });
    await shop.pass(HOUR_MS);
    expect(await shop.call('console.exceptions.counts', owner)).toEqual({ total: 0, kinds: [] });
    expect(await list()).toEqual([]);
  });

  it('name orders that are late to ship, and forget them when they are shipped', async () => {
    await shop.pass(2 * DAY_MS);
    await shop.drain();
    owner = await shop.operator('owner');
    const late = await list();
    expect(late.map(([kind]) => kind)).toEqual(['late_to_ship', 'late_to_ship']);
    const [only] = await shop
      .call('console.exceptions', owner, { query: { kind: 'late_to_ship', limit: 1 } })
      .then(({ items }) => items);
    for (const [, id] of late) {
      const body = { carrier: 'SF', trackingNo: 'SF0001' };
      await shop.call('console.order.ship', owner, { params: { id: String(id) }, body });
    }
    expect(only).toMatchObject({ subjectKind: 'order', amountFen: GROUP_FEN });
    await shop.drain();
    expect(await list()).toEqual([]);
  });

  it('name refunds that are not sent or cannot arrive, with the group they belong to', async () => {
    const buyer = await shop.buyerWithAddress('退不了');
    goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 60 });
    const { orderId } = await openedGroup(shop, goods, buyer);
    await shop.control('PUT', '/sandbox/faults', {
      ...noFaults,
      http: { errorRate: 1 },
      notice: { drop: 1 },
    });
    await shop.pass(62 * MINUTE_MS);
    await shop.pass(6 * MINUTE_MS);
    const id = await refundOf(orderId);
    expect((await list()).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['group_not_refunded', orderId, GROUP_FEN],
      ['refund_unsent', id, GROUP_FEN],
    ]);
    await shop.rows(`update refund set state = 'abnormal' where id = $1`, [id]);
    expect(await kinds()).toEqual([
      { kind: 'group_not_refunded', count: 1 },
      { kind: 'refund_abnormal', count: 1 },
    ]);
    await shop.rows(`update refund set state = 'requested' where id = $1`, [id]);
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.eventually(async () => {
      await shop.pass(5 * MINUTE_MS);
      return (await list()).length === 0;
    });
  });

  it('name payments that nobody knows the end of', async () => {
    const buyer = await shop.buyerWithAddress('不知');
    const { order } = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(MINUTE_MS);
    expect(await list()).toEqual([]);
    await shop.pass(10 * MINUTE_MS);
    expect(await list()).toEqual([['payment_unknown', order.id, SOLO_FEN]]);
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.pass(HOUR_MS);
    expect(await list()).toEqual([]);
  });

  it('name jobs that failed for good, for everybody who works in the shop', async () => {
    const id = await makeDeadJob(shop);
    const auditor = await shop.operator('auditor');
    const { items } = await shop.call('console.exceptions', auditor);
    expect(items).toMatchObject([
      { kind: 'job_failed', subjectKind: 'job', subjectId: id, orderId: null, detail: 'refund.check' },
    ]);
  });

  it('name money that came and serves nobody, which can only be a mistake, until it is put right', async () => {
    const buyer = await shop.buyerWithAddress('落空');
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
    await shop.rows(`update shop_order set state = 'cancelled' where id = $1`, [order.id]);
    expect(await unfulfilled()).toEqual([[order.id, SOLO_FEN]]);
    await shop.pass(8 * DAY_MS);
    owner = await shop.operator('owner');
    expect(await unfulfilled()).toEqual([[order.id, SOLO_FEN]]);
    await shop.rows(`update shop_order set state = 'refunded' where id = $1`, [order.id]);
    expect(await unfulfilled()).toEqual([]);
  });

  it('name orders that were let go and paid all the same, however long ago', async () => {
    const buyer = await shop.buyerWithAddress('迟来');
    const { order } = await place(shop, goods, buyer, 'solo');
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(8 * DAY_MS);
    owner = await shop.operator('owner');
    expect(await unfulfilled()).toEqual([]);
    const money = `update payment set state = $2, paid_at = closing_at where order_id = $1`;
    await shop.rows(money, [order.id, 'paid']);
    expect(await unfulfilled()).toEqual([[order.id, SOLO_FEN]]);
    await shop.rows(money, [order.id, 'closed']);
    expect(await unfulfilled()).toEqual([]);
  });
});
