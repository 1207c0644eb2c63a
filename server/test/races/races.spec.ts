import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { crowd, makeGoods, openedGroup, orderBody, place } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Many at once on one seat, one unit, one request, one notice; against real PostgreSQL over HTTP. */
describe('races', () => {
  let shop: TestShop;
  let owner: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  it('the last seat by 50: one gets it, 49 hear that the group is full', async () => {
    const goods = await makeGoods(shop, owner, { size: 2 });
    const [leader, ...others] = await crowd(shop, 51, '座位');
    const { groupId } = await openedGroup(shop, goods, leader ?? (await shop.buyerWithAddress('团长')));
    const replies = await Promise.all(
      others.map((buyer) =>
        shop.raw('shop.order.place', buyer, { body: orderBody(goods, buyer, { groupId }) }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    const refusals = replies.filter((reply) => reply.status === 409);
    expect(refusals).toHaveLength(49);
    expect(new Set(refusals.map((reply) => (reply.body as { code: string }).code))).toEqual(
      new Set(['group.full']),
    );
    expect(await shop.call('shop.group', {}, { params: { id: groupId } })).toMatchObject({
      takenCount: 1,
      heldCount: 1,
      missing: 0,
    });
  });

  it('the last unit by 50: one gets it, 49 hear that it is sold out', async () => {
    const goods = await makeGoods(shop, owner, { stock: 1 });
    const buyers = await crowd(shop, 50, '库存');
    const replies = await Promise.all(
      buyers.map((buyer, index) =>
        shop.raw('shop.order.place', buyer, {
          body: orderBody(goods, buyer, index % 2 === 0 ? 'solo' : 'open'),
        }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    const codes = replies
      .filter((reply) => reply.status !== 201)
      .map((reply) => (reply.body as { code: string }).code);
    expect(new Set(codes)).toEqual(new Set(['sku.sold_out']));
  });

  it('one request id 20 times in parallel: one order, the same answer for all', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('连点');
    const body = orderBody(goods, buyer, 'open', { requestId: randomUUID() });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => shop.raw('shop.order.place', buyer, { body })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 20 }, () => 201));
    const answers = replies.map(
      (reply) => reply.body as { order: object; cashier: { package: string } | null },
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer.order))).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.cashier?.package)).size).toBe(1);
    expect(answers[0]?.cashier).not.toBeNull();
    expect(await shop.rows('select id from shop_order where user_id = $1', [buyer.id])).toHaveLength(1);
  });

  it('one request id with different input: one order, the others are told', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('换单');
    const requestId = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        shop.raw('shop.order.place', buyer, {
          body: orderBody(goods, buyer, 'open', { requestId, note: `第 ${index} 次` }),
        }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    const codes = replies
      .filter((reply) => reply.status !== 201)
      .map((reply) => (reply.body as { code: string }).code);
    expect(new Set(codes)).toEqual(new Set(['request.reused']));
  });

  it('one person joining one group 10 times in parallel has one seat', async () => {
    const goods = await makeGoods(shop, owner, { size: 5 });
    const [leader, buyer] = await crowd(shop, 2, '重复');
    if (leader === undefined || buyer === undefined) throw new Error('no crowd');
    const { groupId } = await openedGroup(shop, goods, leader);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        shop.raw('shop.order.place', buyer, { body: orderBody(goods, buyer, { groupId }) }),
      ),
    );
    const made = replies.filter((reply) => reply.status === 201);
    expect(made).toHaveLength(1);
    const [placed] = made.map((reply) => reply.body as { order: { id: string } });
    const refusal = { code: 'group.already_in', detail: { orderId: placed?.order.id } };
    const refusals = replies.filter((reply) => reply.status !== 201).map((reply) => reply.body);
    expect(refusals).toMatchObject(Array.from({ length: 9 }, () => refusal));
  });

  it('a limit per person holds when ten groups are opened at once', async () => {
    const goods = await makeGoods(shop, owner, { perUserLimit: 2 });
    const buyer = await shop.buyerWithAddress('限购');
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        shop.raw('shop.order.place', buyer, { body: orderBody(goods, buyer, 'open') }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(2);
  });

  it('the same notice 20 times in parallel takes effect once', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('通知');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.pay(placed.cashier, buyer.openid);
    const [payment] = await shop.rows<{ no: string }>(
      'select out_trade_no as no from payment where order_id = $1',
      [placed.order.id],
    );
    const replays = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.control<{ attempts: { status: number }[] }>('POST', '/sandbox/notices/replay', {
          outTradeNo: payment?.no,
        }),
      ),
    );
    const statuses = replays.flatMap((replay) => replay.attempts.map((attempt) => attempt.status));
    expect(statuses.length).toBeGreaterThanOrEqual(20);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const events = await shop.rows("select 1 from order_event where order_id = $1 and event = 'paid'", [
      placed.order.id,
    ]);
    expect(events).toHaveLength(1);
    const transfers = await shop.rows('select reason from ledger_transfer where order_id = $1', [
      placed.order.id,
    ]);
    expect(transfers).toHaveLength(2);
  });

  it('the first notice held back and then sent 20 times at once takes effect once', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('积压');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { seed: 1, notice: { holdUntilReplay: true } });
    const prepayId = placed.cashier?.package.replace('prepay_id=', '') ?? '';
    await shop.control('POST', `/sandbox/payments/${prepayId}/pay`, { openid: buyer.openid });
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    const [payment] = await shop.rows<{ no: string }>(
      'select out_trade_no as no from payment where order_id = $1',
      [placed.order.id],
    );
    await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.control('POST', '/sandbox/notices/replay', { outTradeNo: payment?.no }),
      ),
    );
    expect((await shop.call('shop.order', buyer, { params: { id: placed.order.id } })).state).toBe('to_ship');
    expect(
      await shop.rows('select 1 from ledger_transfer where order_id = $1', [placed.order.id]),
    ).toHaveLength(2);
  });

  it.each([1, 2, 3, 4])(
    'a last payment against the closing of its group ends in one of two ways (%d)',
    async () => {
      const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 3 });
      const [leader, buyer] = await crowd(shop, 2, '末班');
      if (leader === undefined || buyer === undefined) throw new Error('no crowd');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      const placed = await place(shop, goods, buyer, { groupId });
      const prepayId = placed.cashier?.package.replace('prepay_id=', '') ?? '';
      shop.clock.move(3 * MINUTE_MS);
      await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
      const paying = shop
        .control('POST', `/sandbox/payments/${prepayId}/pay`, { openid: buyer.openid })
        .then(() => true)
        .catch(() => false);
      const [paid] = await Promise.all([paying, shop.drain()]);
      await shop.eventually(async () => {
        await shop.drain();
        const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
        return paid ? ['to_ship', 'refunded'].includes(order.state) : order.state === 'cancelled';
      });
      const group = await shop.call('shop.group', {}, { params: { id: groupId } });
      const mine = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
      const theirs = await shop.call('shop.order', leader, { params: { id: orderId } });
      expect([
        'succeeded to_ship to_ship',
        'failed cancelled refunding',
        'failed cancelled refunded',
        'failed refunded refunding',
        'failed refunded refunded',
      ]).toContain([group.state, mine.state, theirs.state].join(' '));
    },
  );
});
