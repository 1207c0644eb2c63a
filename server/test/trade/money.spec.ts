import { MINUTE_MS } from '@tuanlink/shared/time';
import { crowd, GROUP_FEN, makeGoods, openedGroup, orderBody, place, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';
import { Faults, readPlan } from '../../../scripts/wechat-sandbox/faults.js';

const noFaults = { seed: 1 };

/** Late, odd, doubled and unanswered money: none is lost, none is kept without a state. */
describe('money that does not come as expected', () => {
  let shop: TestShop;
  let owner: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
  });

  afterEach(() => shop.control('PUT', '/sandbox/faults', noFaults));

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const stateOf = async (orderId: string) =>
    (await shop.rows<{ state: string }>('select state from shop_order where id = $1', [orderId]))[0]?.state;
  const prepayOf = (cashier: { package: string } | null) => cashier?.package.replace('prepay_id=', '') ?? '';
  const outTradeNoOf = async (orderId: string) =>
    (
      await shop.rows<{ no: string }>('select out_trade_no as no from payment where order_id = $1', [orderId])
    )[0]?.no;
  const until = (orderId: string, state: string) =>
    shop.eventually(async () => {
      await shop.drain();
      return (await stateOf(orderId)) === state;
    });

  /** Paid at WeChat in time, but the notice stays away until the order has been let go without an answer. */
  async function payUnheard(orderId: string, cashier: { package: string } | null, openid: string) {
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { holdUntilReplay: true } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(cashier)}/pay`, { openid });
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(MINUTE_MS);
    expect(await stateOf(orderId)).toBe('cancelled');
    await shop.control('PUT', '/sandbox/faults', noFaults);
  }

  it('an unpaid order is let go at its time, and its seat and stock are free', async () => {
    const goods = await makeGoods(shop, owner, { stock: 1 });
    const [a, b] = await crowd(shop, 2, '超时');
    if (a === undefined || b === undefined) throw new Error('no crowd');
    const placed = await place(shop, goods, a, 'open');
    expect((await shop.refused('shop.order.place', b, { body: orderBody(goods, b, 'solo') })).code).toBe(
      'sku.sold_out',
    );
    await shop.pass(5 * MINUTE_MS);
    expect(await stateOf(placed.order.id)).toBe('cancelled');
    const group = await shop.call('shop.group', {}, { params: { id: placed.order.groupId ?? '' } });
    expect(group).toMatchObject({ state: 'failed', heldCount: 0 });
    expect((await place(shop, goods, b, 'solo')).order.state).toBe('unpaid');
    const late = await shop.raw('shop.order.cashier', a, { params: { id: placed.order.id }, body: {} });
    expect(late.body).toMatchObject({ code: 'order.expired' });
  });

  it('money already at WeChat when the time is over counts as in time', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('卡点');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    await shop.pass(5 * MINUTE_MS);
    expect(await stateOf(placed.order.id)).toBe('to_ship');
  });

  it('a lost notice is made good by asking', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('掉线');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    const order = await shop.call('shop.order.confirm', buyer, { params: { id: placed.order.id }, body: {} });
    expect(order.state).toBe('to_ship');
  });

  it('late money of a solo order is taken up when there is stock, refunded when there is none', async () => {
    const goods = await makeGoods(shop, owner, { stock: 2 });
    const [a, b, c] = await crowd(shop, 3, '迟到');
    if (a === undefined || b === undefined || c === undefined) throw new Error('no crowd');
    const first = await place(shop, goods, a, 'solo');
    await payUnheard(first.order.id, first.cashier, a.openid);
    // Nobody tells the shop: it asks by itself.
    await shop.pass(MINUTE_MS);
    await until(first.order.id, 'to_ship');
    const order = await shop.call('shop.order', a, { params: { id: first.order.id } });
    expect(order.timeline.map((entry) => entry.event)).toEqual(['placed', 'cancelled', 'paid_late']);

    const second = await place(shop, goods, b, 'solo');
    await payUnheard(second.order.id, second.cashier, b.openid);
    await shop.pay((await place(shop, goods, c, 'solo')).cashier, c.openid);
    await shop.pass(MINUTE_MS);
    await until(second.order.id, 'refunded');
    const refunded = await shop.call('shop.order', b, { params: { id: second.order.id } });
    expect(refunded.refunds).toMatchObject([{ reason: 'paid_late_sold_out', amountFen: SOLO_FEN }]);
  });

  it('late money of a member goes to its own group, else to a sibling, else back', async () => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const people = await crowd(shop, 5, '补位');
    const [leader, late, quick, otherLeader] = people;
    if (!leader || !late || !quick || !otherLeader) throw new Error('no crowd');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { holdUntilReplay: true } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: late.openid });
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(MINUTE_MS);
    expect(await stateOf(placed.order.id)).toBe('cancelled');
    await shop.control('PUT', '/sandbox/faults', noFaults);
    // Somebody else takes the freed seat before the late money is heard of; a sibling group is open.
    await shop.pay((await place(shop, goods, quick, { groupId })).cashier, quick.openid);
    const sibling = await openedGroup(shop, goods, otherLeader);
    await shop.control('POST', '/sandbox/notices/replay', {
      outTradeNo: await outTradeNoOf(placed.order.id),
    });
    await until(placed.order.id, 'to_ship');
    const order = await shop.call('shop.order', late, { params: { id: placed.order.id } });
    expect(order.groupId).toBe(sibling.groupId);
    expect((await shop.call('shop.group', {}, { params: { id: sibling.groupId } })).state).toBe('succeeded');
  });

  it('late money without any seat left goes back with its reason', async () => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const [leader, late, quick] = await crowd(shop, 3, '满员');
    if (!leader || !late || !quick) throw new Error('no crowd');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await payUnheard(placed.order.id, placed.cashier, late.openid);
    await shop.pay((await place(shop, goods, quick, { groupId })).cashier, quick.openid);
    await shop.control('POST', '/sandbox/notices/replay', {
      outTradeNo: await outTradeNoOf(placed.order.id),
    });
    await until(placed.order.id, 'refunded');
    const order = await shop.call('shop.order', late, { params: { id: placed.order.id } });
    expect(order.refunds).toMatchObject([
      { reason: 'paid_late_no_seat', amountFen: GROUP_FEN, state: 'succeeded' },
    ]);
  });

  it('an opener who pays late gets a new group on the old terms', async () => {
    const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 45 });
    const leader = await shop.buyerWithAddress('晚团长');
    const placed = await place(shop, goods, leader, 'open');
    await payUnheard(placed.order.id, placed.cashier, leader.openid);
    await shop.control('POST', '/sandbox/notices/replay', {
      outTradeNo: await outTradeNoOf(placed.order.id),
    });
    await until(placed.order.id, 'waiting_group');
    const order = await shop.call('shop.order', leader, { params: { id: placed.order.id } });
    expect(order.groupId).not.toBe(placed.order.groupId);
    const group = await shop.call('shop.group', leader, { params: { id: order.groupId ?? '' } });
    expect(group).toMatchObject({ state: 'forming', takenCount: 1, size: 3 });
    expect(group.members[0]?.isLeader).toBe(true);
  });

  it('money that arrives after the buyer cancelled goes back', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('反悔');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { holdUntilReplay: true } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    const cancelled = await shop.call('shop.order.cancel', buyer, {
      params: { id: placed.order.id },
      body: {},
    });
    expect(cancelled.state).toBe('cancelled');
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.control('POST', '/sandbox/notices/replay', {
      outTradeNo: await outTradeNoOf(placed.order.id),
    });
    await until(placed.order.id, 'refunded');
    const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
    expect(order.refunds).toMatchObject([{ reason: 'paid_after_cancel', amountFen: SOLO_FEN }]);
  });

  it('cancelling what is paid already lets the order go on', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('太晚');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    const refused = await shop.refused('shop.order.cancel', buyer, {
      params: { id: placed.order.id },
      body: {},
    });
    expect(refused).toMatchObject({ status: 409, code: 'order.already_paid' });
    expect(await stateOf(placed.order.id)).toBe('to_ship');
  });

  describe('cancelling while WeChat says that it is paid, but not yet what', () => {
    /** A plan under which WeChat answers the next close, and not the next question. */
    function answersOnlyToClose(): object {
      const no = '/v3/pay/transactions/out-trade-no/:no';
      for (let seed = 1; ; seed++) {
        const plan = { ...noFaults, seed, notice: { holdUntilReplay: true }, http: { errorRate: 0.5 } };
        const fate = new Faults(readPlan(plan));
        const closes = !fate.happens(`POST ${no}/close error`, 0.5);
        if (closes && fate.happens(`GET ${no} error`, 0.5)) return plan;
      }
    }

    /** Paid, unheard of, and then cancelled: refused, and nothing is let go. */
    async function cancelled(kind: 'solo' | 'open') {
      const goods = await makeGoods(shop, owner, { stock: 1 });
      const buyer = await shop.buyerWithAddress('悬而未决');
      const { order, cashier } = await place(shop, goods, buyer, kind);
      await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { holdUntilReplay: true } });
      await shop.control('POST', `/sandbox/payments/${prepayOf(cashier)}/pay`, { openid: buyer.openid });
      await shop.control('PUT', '/sandbox/faults', answersOnlyToClose());
      const input = { params: { id: order.id }, body: {} };
      expect(await shop.refused('shop.order.cancel', buyer, input)).toMatchObject({
        status: 409,
        code: 'order.already_paid',
        detail: { orderId: order.id },
      });
      expect(await stateOf(order.id)).toBe('unpaid');
      const held = 'select held::int as held from sku_stock where sku_id = $1';
      expect(await shop.rows(held, [goods.skuId])).toEqual([{ held: 1 }]);
      await shop.control('PUT', '/sandbox/faults', noFaults);
      return { buyer, id: order.id };
    }

    it('goes on as paid when the notice comes', async () => {
      const { id } = await cancelled('open');
      await shop.control('POST', '/sandbox/notices/replay', { outTradeNo: await outTradeNoOf(id) });
      expect(await stateOf(id)).toBe('waiting_group');
    });

    it('goes on as paid when the buyer cancels or asks again, and WeChat answers', async () => {
      const asked = await cancelled('solo');
      const input = { params: { id: asked.id }, body: {} };
      expect((await shop.call('shop.order.confirm', asked.buyer, input)).state).toBe('to_ship');
      const again = await cancelled('solo');
      const repeat = { params: { id: again.id }, body: {} };
      expect(await shop.refused('shop.order.cancel', again.buyer, repeat)).toMatchObject({
        code: 'order.already_paid',
      });
      expect(await stateOf(again.id)).toBe('to_ship');
    });

    it('goes on as paid when its time is over, also when WeChat stays silent for a while', async () => {
      const { id } = await cancelled('solo');
      await shop.control('PUT', '/sandbox/faults', answersOnlyToClose());
      await shop.pass(5 * MINUTE_MS);
      expect(await stateOf(id)).toBe('unpaid');
      await shop.control('PUT', '/sandbox/faults', noFaults);
      await shop.eventually(async () => {
        await shop.pass(MINUTE_MS);
        return (await stateOf(id)) === 'to_ship';
      });
      const history = await shop.rows<{ event: string }>(
        'select event from order_event where order_id = $1 order by id',
        [id],
      );
      expect(history.map(({ event }) => event)).toEqual(['placed', 'paid']);
    });
  });

  it('a wrong amount is recorded, refunded and lets the seat go', async () => {
    const goods = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('少付');
    const placed = await place(shop, goods, buyer, 'open');
    await shop.pay(placed.cashier, buyer.openid, { amountFen: GROUP_FEN - 1 });
    await until(placed.order.id, 'refunded');
    const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
    expect(order.refunds).toMatchObject([
      { reason: 'odd_amount', amountFen: GROUP_FEN - 1, state: 'succeeded' },
    ]);
    expect(
      await shop.rows('select 1 from commission_line where order_id = $1', [placed.order.id]),
    ).toHaveLength(0);
  });

  it('money from another payer is refunded', async () => {
    const goods = await makeGoods(shop, owner);
    const [buyer, stranger] = await crowd(shop, 2, '代付');
    if (!buyer || !stranger) throw new Error('no crowd');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.pay(placed.cashier, stranger.openid);
    await until(placed.order.id, 'refunded');
    const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
    expect(order.refunds).toMatchObject([{ reason: 'odd_payer', amountFen: SOLO_FEN }]);
  });

  it('a second payment for a paid order is given back, and the order stays', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('双付');
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.pay(placed.cashier, buyer.openid);
    await shop.pay(placed.cashier, buyer.openid, { again: true });
    await shop.eventually(async () => {
      await shop.drain();
      const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
      return order.refunds.some((refund) => refund.state === 'succeeded');
    });
    const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
    expect(order).toMatchObject({ state: 'to_ship', refundedFen: 0 });
    expect(order.refunds).toMatchObject([{ reason: 'paid_twice', amountFen: SOLO_FEN, state: 'succeeded' }]);
  });

  it('an order stands when prepay fails, and its cashier opens later with the same number', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('没连上');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    const placed = await place(shop, goods, buyer, 'solo');
    expect(placed.cashier).toBeNull();
    await shop.control('PUT', '/sandbox/faults', noFaults);
    const { cashier } = await shop.call('shop.order.cashier', buyer, {
      params: { id: placed.order.id },
      body: {},
    });
    const again = await shop.call('shop.order.cashier', buyer, { params: { id: placed.order.id }, body: {} });
    expect(again.cashier.package).toBe(cashier.package);
    await shop.pay(cashier, buyer.openid);
    expect(await stateOf(placed.order.id)).toBe('to_ship');
  });

  it('a member leaves a forming group: money back, leadership passes on, the last one ends it', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, second] = await crowd(shop, 2, '退团');
    if (!leader || !second) throw new Error('no crowd');
    const { groupId, orderId } = await openedGroup(shop, goods, leader);
    const joined = await place(shop, goods, second, { groupId });
    await shop.pay(joined.cashier, second.openid);
    const left = await shop.call('shop.order.cancel', leader, { params: { id: orderId }, body: {} });
    expect(left.state).toBe('refunding');
    const group = await shop.call('shop.group', second, { params: { id: groupId } });
    expect(group).toMatchObject({ state: 'forming', takenCount: 1 });
    expect(group.members).toMatchObject([{ seatNo: 2, isLeader: true }]);
    await shop.call('shop.order.cancel', second, { params: { id: joined.order.id }, body: {} });
    expect((await shop.call('shop.group', {}, { params: { id: groupId } })).state).toBe('failed');
    await until(orderId, 'refunded');
    await until(joined.order.id, 'refunded');
  });

  it('a refund that WeChat holds back is asked for until it is known', async () => {
    const goods = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('等退款');
    const { orderId } = await openedGroup(shop, goods, buyer);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    await shop.call('shop.order.cancel', buyer, { params: { id: orderId }, body: {} });
    await shop.drain();
    expect(await stateOf(orderId)).toBe('refunding');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.pass(2 * MINUTE_MS);
    await shop.eventually(async () => {
      await shop.pass(MINUTE_MS);
      return (await stateOf(orderId)) === 'refunded';
    });
    const { items } = await shop.control<{ items: { outRefundNo: string }[] }>('GET', '/sandbox/refunds');
    const [refund] = await shop.rows<{ no: string }>(
      'select out_refund_no as no from refund where order_id = $1',
      [orderId],
    );
    expect(items.filter((item) => item.outRefundNo === refund?.no)).toHaveLength(1);
  });

  it('an abnormal refund shows, with its money still owed', async () => {
    const goods = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('销户');
    const { orderId } = await openedGroup(shop, goods, buyer);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, refunds: 'abnormal' });
    await shop.call('shop.order.cancel', buyer, { params: { id: orderId }, body: {} });
    await shop.eventually(async () => {
      await shop.drain();
      const order = await shop.call('shop.order', buyer, { params: { id: orderId } });
      return order.refunds[0]?.state === 'abnormal';
    });
    expect(await stateOf(orderId)).toBe('refunding');
  });
});
