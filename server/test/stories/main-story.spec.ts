import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { sealAll } from '../support/seals.js';

/**
 * The shop's main job from the first card to the last fen: share, open, join, pay, succeed, ship, receive, earn.
 */
describe('the story of one group', () => {
  let shop: TestShop;
  let operator: Caller;
  let finance: Caller;
  let dan: Buyer;
  let product: { id: string; skus: { id: string }[] };
  let campaign: { id: string };
  let shareToken: string;
  let groupId: string;
  let orders: { buyer: Buyer; orderId: string }[];

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('owner');
    finance = await shop.operator('finance');
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const skuId = () => product.skus[0]?.id ?? '';

  it('an operator makes a product and a campaign and publishes it', async () => {
    product = await shop.call('console.product.create', operator, {
      body: {
        title: '赣南脐橙 5 斤',
        description: '当季现摘',
        images: [],
        skus: [{ name: '5 斤装', priceFen: 3990, costFen: 2000, stock: 20 }],
        status: 'on_sale',
      },
    });
    const now = shop.clock.now().getTime();
    campaign = await shop.call('console.campaign.create', operator, {
      body: {
        productId: product.id,
        kind: 'timed',
        title: '三人团',
        size: 3,
        windowMinutes: 60,
        startsAt: new Date(now - HOUR_MS).toISOString(),
        endsAt: new Date(now + 30 * DAY_MS).toISOString(),
        prices: [{ skuId: skuId(), priceFen: 2990 }],
        commission: { rateBp: 1000 },
      },
    });
    const published = await shop.call('console.campaign.publish', operator, {
      params: { id: campaign.id },
      body: {},
    });
    expect(published.state).toBe('running');
  });

  it('a distributor applies, is approved, and shares', async () => {
    dan = await shop.buyer('丹丹');
    const applied = await shop.call('shop.distributor.apply', dan, { body: { agreeToRules: true } });
    expect(applied.state).toBe('applied');
    const { items } = await shop.call('console.distributors', operator, { query: { state: 'applied' } });
    const application = items.find((item) => item.userId === dan.id);
    expect(application).toBeDefined();
    await shop.call('console.distributor.approve', operator, {
      params: { id: application?.id ?? '' },
      body: {},
    });
    expect((await shop.call('shop.distributor', dan)).state).toBe('approved');
    const share = await shop.call('shop.share.create', dan, {
      body: { target: { kind: 'product', id: product.id }, channel: 'chat' },
    });
    expect(share.token).toMatch(/^[0-9A-Za-z]{10}$/);
    shareToken = share.token;
  });

  it('A opens the link without logging in, logs in silently, opens a group and pays', async () => {
    const visitorId = '7b7a7e1c-4b5e-4d3a-9a51-0a7f6f4d2a10';
    const visit = await shop.call('shop.visit', {}, { body: { token: shareToken, visitorId } });
    expect(visit.target).toEqual({ kind: 'product', id: product.id });
    const seen = await shop.call('shop.product', {}, { params: { id: product.id } });
    expect(seen.campaign?.id).toBe(campaign.id);
    expect(seen.skus[0]?.groupPriceFen).toBe(2990);

    const a = await shop.buyerWithAddress('阿明', visitorId);
    const quote = await shop.call('shop.quote', a, {
      body: { lines: [{ skuId: skuId(), quantity: 1 }], campaignId: campaign.id },
    });
    expect(quote.payFen).toBe(2990);
    const placed = await shop.call('shop.order.place', a, {
      body: {
        requestId: 'a-1',
        lines: [{ skuId: skuId(), quantity: 1 }],
        campaignId: campaign.id,
        addressId: a.addressId,
        showFace: true,
        expectPayFen: 2990,
      },
    });
    groupId = placed.order.groupId ?? '';
    expect(placed.order.state).toBe('unpaid');
    expect((await shop.call('shop.group', {}, { params: { id: groupId } })).state).toBe('opening');
    await shop.pay(placed.cashier, a.openid);
    const group = await shop.call('shop.group', a, { params: { id: groupId } });
    expect(group).toMatchObject({ state: 'forming', takenCount: 1, heldCount: 0, missing: 2 });
    expect(group.myOrderId).toBe(placed.order.id);
    expect(Date.parse(group.closesAt ?? '') - shop.clock.now().getTime()).toBeGreaterThan(59 * 60_000);
    orders = [{ buyer: a, orderId: placed.order.id }];
  });

  it('B and C join through A’s group link and pay; the group succeeds at once for all', async () => {
    const [a] = orders;
    const link = await shop.call('shop.share.create', a?.buyer ?? {}, {
      body: { target: { kind: 'group', id: groupId }, channel: 'chat', parentToken: shareToken },
    });
    for (const name of ['小波', '春春']) {
      const buyer = await shop.buyerWithAddress(name);
      const placed = await shop.call('shop.order.place', buyer, {
        body: {
          requestId: 'join-1',
          lines: [{ skuId: skuId(), quantity: 1 }],
          campaignId: campaign.id,
          groupId,
          addressId: buyer.addressId,
          shareToken: link.token,
          expectPayFen: 2990,
        },
      });
      await shop.pay(placed.cashier, buyer.openid);
      orders.push({ buyer, orderId: placed.order.id });
    }
    const group = await shop.call('shop.group', {}, { params: { id: groupId } });
    expect(group).toMatchObject({ state: 'succeeded', takenCount: 3, missing: 0 });
    expect(group.members.map((member) => member.seatNo)).toEqual([1, 2, 3]);
    expect(group.members[1]?.nickname).toBeNull();
    for (const { buyer, orderId } of orders) {
      expect((await shop.call('shop.order', buyer, { params: { id: orderId } })).state).toBe('to_ship');
    }
    const { items } = await shop.call('shop.commissions', dan);
    expect(items).toHaveLength(3);
    expect(items.every((line) => line.state === 'held' && line.amountFen === 299)).toBe(true);
    expect(items.every((line) => line.attributionCode === 'EARNED_LAST_VISIT')).toBe(true);
  });

  it('the operator ships, WeChat is told, a buyer confirms receipt', async () => {
    for (const { orderId } of orders) {
      const shipped = await shop.call('console.order.ship', operator, {
        params: { id: orderId },
        body: { carrier: 'SF', trackingNo: 'SF1234567890' },
      });
      expect(shipped.state).toBe('shipped');
    }
    await shop.pass(2 * 60_000);
    const { items } = await shop.control<{ items: unknown[] }>('GET', '/sandbox/shipments');
    expect(items).toHaveLength(3);
    const [first] = orders;
    const received = await shop.call('shop.order.receive', first?.buyer ?? {}, {
      params: { id: first?.orderId ?? '' },
      body: {},
    });
    expect(received.state).toBe('received');
  });

  it('seven days after receipt the commission is available, and every line explains itself', async () => {
    expect((await shop.call('shop.distributor', dan)).balances).toMatchObject({
      heldFen: 897,
      availableFen: 0,
      estimatedFen: 0,
    });
    await shop.pass(7 * DAY_MS);
    expect((await shop.call('shop.distributor', dan)).balances).toMatchObject({
      heldFen: 598,
      availableFen: 299,
    });
    const { items } = await shop.call('shop.commissions', dan, { query: { state: 'available' } });
    expect(items).toHaveLength(1);
    const why = await shop.call('shop.commission', dan, { params: { id: items[0]?.id ?? '' } });
    expect(why.formula).toEqual({
      baseFen: 2990,
      rateBp: 1000,
      rounding: 'floor',
      amountFen: 299,
      reversedFen: 0,
    });
    expect(why.events.map((event) => event.to)).toEqual(['estimated', 'held', 'available']);
    expect(why.transfers.map((transfer) => transfer.reason)).toEqual([
      'commission_held',
      'commission_available',
    ]);
    expect(why.visits[0]?.mine).toBe(true);
  });

  it('the other parcels count as received after ten days, and complete after seven more', async () => {
    await shop.pass(4 * DAY_MS);
    await shop.pass(8 * DAY_MS);
    for (const { buyer, orderId } of orders) {
      expect((await shop.call('shop.order', buyer, { params: { id: orderId } })).state).toBe('completed');
    }
    expect((await shop.call('shop.distributor', dan)).balances).toMatchObject({
      heldFen: 0,
      availableFen: 897,
    });
  });

  it('a group that is not full at its deadline refunds everyone by itself', async () => {
    const lea = await shop.buyerWithAddress('小李');
    const placed = await shop.call('shop.order.place', lea, {
      body: {
        requestId: 'lonely',
        lines: [{ skuId: skuId(), quantity: 2 }],
        campaignId: campaign.id,
        addressId: lea.addressId,
        shareToken,
        expectPayFen: 5980,
      },
    });
    await shop.pay(placed.cashier, lea.openid);
    const waiting = await shop.call('shop.commissions', dan, { query: { state: 'estimated' } });
    expect(waiting.items[0]).toMatchObject({ amountFen: 598, reasonCode: 'WAIT_GROUP' });

    await shop.pass(61 * 60_000);
    const failed = await shop.call('shop.group', {}, { params: { id: placed.order.groupId ?? '' } });
    expect(failed.state).toBe('failed');
    await shop.eventually(async () => {
      const order = await shop.call('shop.order', lea, { params: { id: placed.order.id } });
      return order.state === 'refunded';
    });
    const order = await shop.call('shop.order', lea, { params: { id: placed.order.id } });
    expect(order.refunds).toMatchObject([{ amountFen: 5980, reason: 'group_failed', state: 'succeeded' }]);
    const reversed = await shop.call('shop.commissions', dan, { query: { state: 'reversed' } });
    expect(reversed.items[0]).toMatchObject({ reasonCode: 'FAIL_GROUP' });
  });

  it('buying alone works beside it, at the ordinary price and the shop’s own rate', async () => {
    const sam = await shop.buyerWithAddress('三木');
    const placed = await shop.call('shop.order.place', sam, {
      body: {
        requestId: 'solo',
        lines: [{ skuId: skuId(), quantity: 1 }],
        addressId: sam.addressId,
        shareToken,
        expectPayFen: 3990,
      },
    });
    expect(placed.order.groupId).toBeUndefined();
    await shop.pay(placed.cashier, sam.openid);
    const order = await shop.call('shop.order', sam, { params: { id: placed.order.id } });
    expect(order.state).toBe('to_ship');
    const held = await shop.call('shop.commissions', dan, { query: { state: 'held' } });
    expect(held.items[0]).toMatchObject({ amountFen: 399, rateBp: 1000 });
  });

  it('the ledger verifies, and names the first transfer that somebody altered', async () => {
    await sealAll(shop);
    const good = await shop.call('console.ledger.verify', finance, { body: {} });
    expect(good).toMatchObject({ ok: true });
    const [{ count }] = (await shop.rows<{ count: number }>('select count(*)::int from ledger_transfer')) as [
      { count: number },
    ];
    expect(good.checkedCount).toBe(count);

    const [victim] = await shop.rows<{ id: string }>(
      'select id from ledger_transfer order by seq offset 3 limit 1',
    );
    await shop.rows('alter table ledger_transfer disable trigger all');
    await shop.rows('update ledger_transfer set amount_fen = amount_fen + 1 where id = $1', [victim?.id]);
    const bad = await shop.call('console.ledger.verify', finance, { body: {} });
    expect(bad).toMatchObject({ ok: false, firstBadTransferId: victim?.id });
    await shop.rows('update ledger_transfer set amount_fen = amount_fen - 1 where id = $1', [victim?.id]);
    await shop.rows('alter table ledger_transfer enable trigger all');
    expect(await shop.call('console.ledger.verify', finance, { body: {} })).toMatchObject({ ok: true });
  });
});
