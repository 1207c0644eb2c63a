import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import {
  type BuyerWithAddress,
  crowd,
  type Goods,
  GROUP_FEN,
  makeGoods,
  openedGroup,
  place,
  SOLO_FEN,
} from '../support/goods.js';
import { historyOf, joins, orderOf, payInWechat, stateOf, untilState } from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

type Placed = Awaited<ReturnType<typeof place>>;

/** The declared policy for money that comes after its order was let go, case by case. */
describe('late money', () => {
  let shop: TestShop;
  let owner: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
  });

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const people = async (count: number, name: string) =>
    (await crowd(shop, count, name)) as [
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
    ];
  /** What the worker does when WeChat stays silent beyond the time to pay. */
  const letGo = (placed: Placed, reason = 'expired', actor = 'system') =>
    shop.db.call('release_orders', [[placed.order.id], reason, actor, 'closing', shop.clock.now()]);
  /** The money comes after all. */
  const paysLate = async (placed: Placed, buyer: BuyerWithAddress, odd: object = {}) => {
    await letGo(placed);
    await shop.pay(placed.cashier, buyer.openid, odd);
  };
  const closesIn = (groupId: string, ms: number) =>
    shop.rows('update buy_group set closes_at = $2 where id = $1', [
      groupId,
      new Date(shop.clock.now().getTime() + ms),
    ]);
  const edit = async (goods: Goods, change: object) => {
    const params = { id: goods.campaignId };
    const { version } = await shop.call('console.campaign', owner, { params });
    await shop.call('console.campaign.patch', owner, { params, body: { ...change, version } });
  };
  const refundOf = async (buyer: BuyerWithAddress, placed: Placed) => {
    await untilState(shop, placed.order.id, 'refunded');
    const { refunds } = await orderOf(shop, buyer, placed.order.id);
    expect(refunds).toHaveLength(1);
    return refunds[0];
  };

  /** A full group with somebody whose seat has gone before the money came. */
  async function crowdedOut(goods: Goods, name: string) {
    const [leader, late, quick, ...others] = await people(5, name);
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await letGo(placed);
    await joins(shop, goods, quick, groupId);
    return { late, placed, others: others as BuyerWithAddress[] };
  }

  it('takes a seat that is still free in its own group', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, late] = await people(2, '原团');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await paysLate(placed, late);
    expect(await orderOf(shop, late, placed.order.id)).toMatchObject({ state: 'waiting_group', groupId });
    expect(await historyOf(shop, late, placed.order.id)).toEqual([
      'placed',
      'cancelled expired',
      'paid_late',
    ]);
  });

  it('goes to the fullest sibling when its own group is full', async () => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const { late, placed, others } = await crowdedOut(goods, '补位');
    await edit(goods, { size: 4 });
    const [a, b] = others as [BuyerWithAddress, BuyerWithAddress];
    const bigger = await openedGroup(shop, goods, a);
    await edit(goods, { size: 2 });
    const same = await openedGroup(shop, goods, b);
    await shop.pay(placed.cashier, late.openid);
    const order = await orderOf(shop, late, placed.order.id);
    expect(order).toMatchObject({ state: 'to_ship', groupId: same.groupId });
    expect(order.timeline.map(({ event }) => event)).toEqual([
      'placed',
      'cancelled',
      'paid_late',
      'moved_group',
      'group_succeeded',
    ]);
    const { takenCount } = await shop.call('shop.group', {}, { params: { id: bigger.groupId } });
    expect(takenCount).toBe(1);
  });

  it('prefers the sibling that is nearest to success', async () => {
    const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 120 });
    const [leader, late, x, y, z] = await people(5, '先满');
    const first = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId: first.groupId });
    await letGo(placed);
    await joins(shop, goods, x, first.groupId);
    await joins(shop, goods, y, first.groupId);
    const emptier = await openedGroup(shop, goods, x);
    const fuller = await openedGroup(shop, goods, y);
    await joins(shop, goods, z, fuller.groupId);
    await shop.pay(placed.cashier, late.openid);
    expect((await orderOf(shop, late, placed.order.id)).groupId).toBe(fuller.groupId);
    expect((await shop.call('shop.group', {}, { params: { id: emptier.groupId } })).takenCount).toBe(1);
  });

  it.each([
    ['with ten minutes left', 10 * MINUTE_MS + 2_000, 'to_ship'],
    ['with less than ten minutes left', 10 * MINUTE_MS - 2_000, 'refunded'],
  ] as const)('a sibling %s: %s', async (_name, leftMs, state) => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const { late, placed, others } = await crowdedOut(goods, '十分');
    const sibling = await openedGroup(shop, goods, others[0] as BuyerWithAddress);
    await closesIn(sibling.groupId, leftMs);
    await shop.pay(placed.cashier, late.openid);
    await untilState(shop, placed.order.id, state);
    const order = await shop.call('shop.order', late, { params: { id: placed.order.id } });
    expect(order.state).toBe(state);
  });

  it.each<[string, (goods: Goods, opener: BuyerWithAddress, late: BuyerWithAddress) => Promise<unknown>]>([
    [
      'of another price',
      async (goods, opener) => {
        await edit(goods, { prices: [{ skuId: goods.skuId, priceFen: GROUP_FEN - 1 }] });
        const placed = await place(shop, goods, opener, 'open', { expectPayFen: GROUP_FEN - 1 });
        await shop.pay(placed.cashier, opener.openid);
      },
    ],
    ['that the buyer leads', (goods, _opener, late) => openedGroup(shop, goods, late)],
  ])('is not put into a group %s', async (_name, prepare) => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const { late, placed, others } = await crowdedOut(goods, '不合');
    await prepare(goods, others[0] as BuyerWithAddress, late);
    await shop.pay(placed.cashier, late.openid);
    expect(await refundOf(late, placed)).toMatchObject({ reason: 'paid_late_no_seat', amountFen: GROUP_FEN });
  });

  it('is not moved from a guaranteed group into one without a guarantee, but the other way', async () => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 120, guaranteed: true });
    const promised = await crowdedOut(goods, '有保');
    await edit(goods, { guaranteed: false });
    await openedGroup(shop, goods, promised.others[0] as BuyerWithAddress);
    await shop.pay(promised.placed.cashier, promised.late.openid);
    expect(await refundOf(promised.late, promised.placed)).toMatchObject({ reason: 'paid_late_no_seat' });

    const other = await makeGoods(shop, owner, { size: 2, windowMinutes: 120 });
    const plain = await crowdedOut(other, '无保');
    await edit(other, { guaranteed: true });
    const sibling = await openedGroup(shop, other, plain.others[0] as BuyerWithAddress);
    await shop.pay(plain.placed.cashier, plain.late.openid);
    expect((await orderOf(shop, plain.late, plain.placed.order.id)).groupId).toBe(sibling.groupId);
  });

  it('needs stock before it needs a seat', async () => {
    const goods = await makeGoods(shop, owner, { size: 3, stock: 2 });
    const [leader, late, other] = await people(3, '先货');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await letGo(placed);
    await shop.pay((await place(shop, goods, other, 'solo')).cashier, other.openid);
    await shop.pay(placed.cashier, late.openid);
    expect(await refundOf(late, placed)).toMatchObject({
      reason: 'paid_late_sold_out',
      amountFen: GROUP_FEN,
    });
    expect((await shop.call('shop.group', {}, { params: { id: groupId } })).takenCount).toBe(1);
  });

  it('does not enter a group whose deadline has passed', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, late] = await people(2, '截止');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await letGo(placed);
    await closesIn(groupId, -1);
    await shop.pay(placed.cashier, late.openid);
    expect(await refundOf(late, placed)).toMatchObject({ reason: 'paid_late_no_seat' });
  });

  describe('of an opener', () => {
    it('opens a new group on the old terms, whatever the campaign says by now', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 90 });
      const [late, other] = await people(2, '晚开');
      const placed = await place(shop, goods, late, 'open');
      const sibling = await openedGroup(shop, goods, other);
      await edit(goods, { size: 5, windowMinutes: 30, guaranteed: true, commission: { rateBp: 1 } });
      const before = shop.clock.now().getTime();
      await paysLate(placed, late);
      const order = await orderOf(shop, late, placed.order.id);
      expect([placed.order.groupId, sibling.groupId]).not.toContain(order.groupId);
      expect(order.timeline.map(({ event }) => event)).toEqual([
        'placed',
        'cancelled',
        'paid_late',
        'reopened_group',
      ]);
      const group = await shop.call('shop.group', {}, { params: { id: order.groupId ?? '' } });
      expect(group).toMatchObject({
        state: 'forming',
        size: 3,
        takenCount: 1,
        members: [{ isLeader: true }],
      });
      expect(group.campaign).toMatchObject({ windowMinutes: 90, guaranteed: false });
      const openMs = Date.parse(group.closesAt ?? '') - before;
      expect(openMs).toBeGreaterThanOrEqual(90 * MINUTE_MS);
      expect(openMs).toBeLessThan(91 * MINUTE_MS);
      const failed = await shop.call('shop.group', {}, { params: { id: placed.order.groupId ?? '' } });
      expect(failed.state).toBe('failed');
      // The job of the new group's deadline stands in the outbox.
      expect(
        await shop.rows("select 1 from outbox where topic = 'group.close' and payload->>'groupId' = $1", [
          order.groupId,
        ]),
      ).toHaveLength(1);
    });

    it('takes a seat in a sibling when the campaign runs no more, and goes back without one', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 120 });
      const [late, other, later] = await people(3, '停了');
      const placed = await place(shop, goods, late, 'open');
      const second = await place(shop, goods, later, 'open');
      const sibling = await openedGroup(shop, goods, other);
      await shop.call('console.campaign.pause', owner, { params: { id: goods.campaignId }, body: {} });
      await paysLate(placed, late);
      expect((await orderOf(shop, late, placed.order.id)).groupId).toBe(sibling.groupId);
      await closesIn(sibling.groupId, 5 * MINUTE_MS);
      await paysLate(second, later);
      expect(await refundOf(later, second)).toMatchObject({ reason: 'paid_late_no_seat' });
      // Nobody filled the group: WeChat does not tell the buyer so either.
      const { items } = await shop.control<{ items: { reason?: string }[] }>('GET', '/sandbox/refunds');
      expect(items[0]?.reason).toBe('支付超时且已无空位，原路退款');
    });
  });

  it('earns commission and binds the buyer when it is taken up, and neither when it goes back', async () => {
    const goods = await makeGoods(shop, owner, { size: 3, stock: 3 });
    const dan = await shop.buyerWithAddress('推手');
    await shop.call('shop.distributor.apply', dan, { body: { agreeToRules: true } });
    const [application] = (await shop.call('console.distributors', owner, { query: { state: 'applied' } }))
      .items;
    await shop.call('console.distributor.approve', owner, {
      params: { id: application?.id ?? '' },
      body: {},
    });
    const { token } = await shop.call('shop.share.create', dan, {
      body: { target: { kind: 'product', id: goods.productId }, channel: 'chat' },
    });
    const [taken, solo, back, buyer] = await people(4, '归属');
    const linesOf = (placed: Placed) =>
      shop.rows<{ state: string; fen: number }>(
        'select state, amount_fen::int as fen from commission_line where order_id = $1',
        [placed.order.id],
      );
    const boundBy = (user: BuyerWithAddress) =>
      shop.rows<{ order_id: string }>('select order_id from binding where user_id = $1', [user.id]);

    const open = await place(shop, goods, taken, 'open', { shareToken: token });
    await paysLate(open, taken);
    expect(await linesOf(open)).toEqual([{ state: 'estimated', fen: 299 }]);
    expect(await boundBy(taken)).toEqual([{ order_id: open.order.id }]);

    const alone = await place(shop, goods, solo, 'solo', { shareToken: token });
    await paysLate(alone, solo);
    expect(await stateOf(shop, alone.order.id)).toBe('to_ship');
    expect(await linesOf(alone)).toEqual([{ state: 'held', fen: 399 }]);

    const lost = await place(shop, goods, back, 'solo', { shareToken: token });
    await letGo(lost);
    await shop.pay((await place(shop, goods, buyer, 'solo')).cashier, buyer.openid);
    await shop.pay(lost.cashier, back.openid);
    expect(await refundOf(back, lost)).toMatchObject({ reason: 'paid_late_sold_out', amountFen: SOLO_FEN });
    expect(await linesOf(lost)).toEqual([]);
    expect(await boundBy(back)).toEqual([]);
  });

  it('goes back after the buyer cancelled, though a seat is free', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, late] = await people(2, '反悔');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await letGo(placed, 'buyer', 'buyer');
    await shop.pay(placed.cashier, late.openid);
    expect(await refundOf(late, placed)).toMatchObject({ reason: 'paid_after_cancel', amountFen: GROUP_FEN });
    expect(await historyOf(shop, late, placed.order.id)).toEqual([
      'placed',
      'cancelled buyer',
      'paid_late paid_after_cancel',
      'refunded',
    ]);
  });

  it('of two transactions that come late at once one counts, the other is odd', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, late] = await people(2, '双到');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await letGo(placed);
    const [payment] = await shop.rows<{ no: string }>(
      'select out_trade_no as no from payment where order_id = $1',
      [placed.order.id],
    );
    const items = ['T-first', 'T-second'].map((transactionId) => ({
      outTradeNo: payment?.no,
      transactionId,
      amountFen: GROUP_FEN,
      openid: late.openid,
    }));
    const now = shop.clock.now();
    // Both were seen as late before either was placed.
    const seen = await shop.db.call<{ outcome: string }[]>('record_payments', [items, now]);
    expect(seen.map(({ outcome }) => outcome)).toEqual(['late', 'late']);
    const outcomes = await Promise.all(
      items.map((item) => shop.db.call<{ outcome: string }>('late_payment', [item, now])),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['odd', 'taken']);
    const again = await shop.db.call<{ outcome: string }>('late_payment', [items[0], now]);
    expect(again.outcome).toBe('repeat');
    expect(await stateOf(shop, placed.order.id)).toBe('waiting_group');
    expect(await shop.rows('select 1 from odd_money where order_id = $1', [placed.order.id])).toHaveLength(1);
    // These transactions exist in no WeChat: what would be refunded there must not be sent.
    await shop.rows("delete from outbox where topic = 'refund.send'");
  });

  it('is flagged for operators, and so is money that is no order’s payment', async () => {
    const goods = await makeGoods(shop, owner);
    const [late, short, buyer, twice] = await people(4, '标记');
    const lateOrder = await place(shop, goods, late, 'solo');
    await paysLate(lateOrder, late);
    const shortOrder = await place(shop, goods, short, 'solo');
    await shop.pay(shortOrder.cashier, short.openid, { amountFen: SOLO_FEN - 1 });
    const foreign = await place(shop, goods, buyer, 'solo');
    await shop.pay(foreign.cashier, twice.openid);
    const doubled = await place(shop, goods, twice, 'solo');
    await shop.pay(doubled.cashier, twice.openid);
    await shop.pay(doubled.cashier, twice.openid, { again: true });

    const flagged = async (money: 'late' | 'odd') => {
      const { items } = await shop.call('console.orders', owner, { query: { money, limit: 100 } });
      expect(items.every((item) => item[money])).toBe(true);
      return items.map(({ id }) => id);
    };
    expect(await flagged('late')).toContain(lateOrder.order.id);
    expect(await flagged('late')).not.toContain(doubled.order.id);
    const odd = await flagged('odd');
    expect(odd.slice(0, 3)).toEqual([doubled.order.id, foreign.order.id, shortOrder.order.id]);
    expect(odd).not.toContain(lateOrder.order.id);

    const read = (placed: Placed) => shop.call('console.order', owner, { params: { id: placed.order.id } });
    expect(await read(lateOrder)).toMatchObject({ payment: { late: true, paidFen: SOLO_FEN }, oddMoney: [] });
    expect(await read(shortOrder)).toMatchObject({
      state: 'refunding',
      refundedFen: 0,
      payment: { state: 'paid', late: false, paidFen: null },
      oddMoney: [{ amountFen: SOLO_FEN - 1, reason: 'odd_amount', byBuyer: true }],
    });
    expect(await read(foreign)).toMatchObject({ oddMoney: [{ reason: 'odd_payer', byBuyer: false }] });
    expect(await read(doubled)).toMatchObject({
      state: 'to_ship',
      refundedFen: 0,
      payment: { paidFen: SOLO_FEN },
      oddMoney: [{ amountFen: SOLO_FEN, reason: 'paid_twice', byBuyer: true }],
    });
    await untilState(shop, shortOrder.order.id, 'refunded');
    await untilState(shop, foreign.order.id, 'refunded');
  });

  it('with a wrong amount too: what came goes back, and the order says so', async () => {
    const goods = await makeGoods(shop, owner, { size: 3 });
    const [leader, late] = await people(2, '晚错');
    const { groupId } = await openedGroup(shop, goods, leader);
    const placed = await place(shop, goods, late, { groupId });
    await paysLate(placed, late, { amountFen: GROUP_FEN + 1 });
    expect(await refundOf(late, placed)).toMatchObject({ reason: 'odd_amount', amountFen: GROUP_FEN + 1 });
    const console = await shop.call('console.order', owner, { params: { id: placed.order.id } });
    expect(console).toMatchObject({ payment: { late: true, paidFen: null }, oddMoney: [{ byBuyer: true }] });
    expect((await shop.call('shop.group', {}, { params: { id: groupId } })).takenCount).toBe(1);
  });

  it('a second payment for an order that was given back goes back too', async () => {
    const goods = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('退后又付');
    const { order, cashier } = await place(shop, goods, buyer, 'open');
    await shop.pay(cashier, buyer.openid);
    await shop.call('shop.order.cancel', buyer, { params: { id: order.id }, body: {} });
    await untilState(shop, order.id, 'refunded');
    await payInWechat(shop, cashier, buyer.openid, { again: true });
    await shop.eventually(async () => {
      await shop.pass(HOUR_MS / 30);
      const { refunds } = await orderOf(shop, buyer, order.id);
      return refunds.length === 2 && refunds.every(({ state }) => state === 'succeeded');
    });
    const { refunds, state, refundedFen } = await orderOf(shop, buyer, order.id);
    expect({ state, refundedFen }).toEqual({ state: 'refunded', refundedFen: GROUP_FEN });
    expect(refunds.map(({ reason }) => reason)).toEqual(['left_group', 'paid_twice']);
  });
});
