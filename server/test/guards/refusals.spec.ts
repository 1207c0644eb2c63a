import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { fingerprint } from '../contract/fingerprint.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { outcomeOf, send } from '../contract/send.js';
import {
  type BuyerWithAddress,
  GROUP_FEN,
  SOLO_FEN,
  crowd,
  makeGoods,
  openedGroup,
  orderBody,
  place,
} from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';

jest.setTimeout(120_000);

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
});
afterAll(async () => {
  await expectBooksToBalance(life.shop);
  await life.shop.close();
});

/** Places an order that must be refused, asks for the quote of the same cart, and sees that nothing changed. */
async function refusedBoth(buyer: BuyerWithAddress, body: PlaceOrderBody) {
  const { shop } = life;
  const before = await fingerprint(shop);
  const order = await send(shop, 'shop.order.place', buyer, { body });
  const { requestId: _requestId, expectPayFen: _expectPayFen, ...cart } = body;
  const quote = await send(shop, 'shop.quote', buyer, { body: cart });
  expect(await fingerprint(shop)).toEqual(before);
  return { order: outcomeOf(order), quote: outcomeOf(quote), body: order.body, quoteBody: quote.body };
}

describe('an order that cannot be', () => {
  test('a price that is no longer true answers the new quote', async () => {
    const { bob, goods } = life;
    const body = orderBody(goods, bob, 'solo', {
      lines: [{ skuId: goods.skuId, quantity: 2 }],
      expectPayFen: 1,
    });
    const { order, body: reply, quoteBody } = await refusedBoth(bob, body);
    expect(order).toBe('409 price.changed');
    expect(reply).toMatchObject({ detail: { quote: { payFen: 2 * SOLO_FEN } } });
    expect((reply as { detail: { quote: object } }).detail.quote).toEqual(quoteBody);
  });

  test('more than there is', async () => {
    const { shop, bob, staff } = life;
    const few = await makeGoods(shop, staff.owner, { stock: 2 });
    for (const how of ['solo', 'open'] as const) {
      const body = orderBody(few, bob, how, { lines: [{ skuId: few.skuId, quantity: 3 }] });
      expect(await refusedBoth(bob, body)).toMatchObject({
        order: '409 sku.sold_out',
        quote: '409 sku.sold_out',
        body: { detail: { skuId: few.skuId, stock: 2 } },
      });
    }
  });

  test('a group that is full, succeeded, failed, or not open yet', async () => {
    const { shop, bob, goods, staff } = life;
    const pair = await makeGoods(shop, staff.owner, { size: 2 });
    const [leader, member] = await crowd(shop, 2);
    if (leader === undefined || member === undefined) throw new Error('two buyers were made');
    const { groupId } = await openedGroup(shop, pair, leader);
    await place(shop, pair, member, { groupId });
    const cases: [typeof goods, string, string][] = [
      [pair, groupId, 'group.full'],
      [goods, life.succeededGroupId, 'group.full'],
      [goods, life.failedGroupId, 'group.closed'],
      [goods, life.openingGroupId, 'group.closed'],
    ];
    for (const [offer, id, code] of cases) {
      const outcome = await refusedBoth(bob, orderBody(offer, bob, { groupId: id }));
      expect(outcome).toMatchObject({ order: `409 ${code}`, quote: `409 ${code}` });
    }
  });

  test('a second seat in the same group names the order that has the first', async () => {
    const { ann, goods, formingGroupId, orders } = life;
    const outcome = await refusedBoth(ann, orderBody(goods, ann, { groupId: formingGroupId }));
    expect(outcome).toMatchObject({
      order: '409 group.already_in',
      quote: '409 group.already_in',
      body: { detail: { orderId: orders.waitingGroup } },
      quoteBody: { detail: { orderId: orders.waitingGroup } },
    });
  });

  test('a group past its deadline takes nobody, though no job has closed it yet', async () => {
    const { shop, bob, goods, formingGroupId } = life;
    shop.clock.move(61 * MINUTE_MS);
    try {
      const outcome = await refusedBoth(bob, orderBody(goods, bob, { groupId: formingGroupId }));
      expect(outcome).toMatchObject({ order: '409 group.closed', quote: '409 group.closed' });
    } finally {
      shop.clock.move(-61 * MINUTE_MS);
    }
  });

  test('a campaign that does not run, a product that is not sold, a group of another campaign', async () => {
    const { shop, bob, goods, campaigns, products, formingGroupId } = life;
    const body = orderBody(goods, bob, 'open');
    for (const state of ['paused', 'ended', 'scheduled'] as const) {
      const outcome = await refusedBoth(bob, { ...body, campaignId: campaigns[state] });
      expect([state, outcome.order, outcome.quote]).toEqual([
        state,
        '409 campaign.not_running',
        '409 campaign.not_running',
      ]);
    }
    const draft = await refusedBoth(bob, { ...body, campaignId: campaigns.draft });
    expect([draft.order, draft.quote]).toEqual(['404 not_found', '404 not_found']);
    const other = { ...orderBody(goods, bob, { groupId: formingGroupId }), campaignId: campaigns.paused };
    expect((await refusedBoth(bob, other)).order).toBe('404 not_found');
    for (const productId of [products.draft, products.offSale]) {
      const [sku] = await shop.rows<{ id: string }>('select id from sku where product_id = $1 limit 1', [
        productId,
      ]);
      const lines = [{ skuId: sku?.id ?? '', quantity: 1 }];
      const outcome = await refusedBoth(bob, orderBody(goods, bob, 'solo', { lines }));
      expect([outcome.order, outcome.quote]).toEqual(['409 product.off_sale', '409 product.off_sale']);
      expect((await refusedBoth(bob, orderBody(goods, bob, 'open', { lines }))).order).toMatch(/^4/);
    }
  });

  test('a SKU that the campaign has no price for, and the same SKU twice', async () => {
    const { shop, bob, goods, staff } = life;
    const other = await makeGoods(shop, staff.owner);
    const foreign = orderBody(goods, bob, 'open', { lines: [{ skuId: other.skuId, quantity: 1 }] });
    expect(await refusedBoth(bob, foreign)).toMatchObject({
      order: '400 request.invalid',
      quote: '400 request.invalid',
    });
    const twice = [goods.skuId, goods.skuId.toUpperCase()].map((skuId) => ({ skuId, quantity: 1 }));
    expect((await refusedBoth(bob, orderBody(goods, bob, 'solo', { lines: twice }))).order).toBe(
      '400 request.invalid',
    );
  });

  test('somebody else’s address, and one that is not there', async () => {
    const { ann, bob, goods } = life;
    for (const addressId of [ann.addressId, randomUUID()]) {
      const outcome = await refusedBoth(bob, orderBody(goods, bob, 'solo', { addressId }));
      expect([outcome.order, outcome.quote]).toEqual(['404 not_found', '404 not_found']);
    }
  });

  test('the limit per person', async () => {
    const { shop, staff } = life;
    const once = await makeGoods(shop, staff.owner, { perUserLimit: 1 });
    const buyer = await shop.buyerWithAddress('一次');
    await place(shop, once, buyer, 'open');
    const outcome = await refusedBoth(buyer, orderBody(once, buyer, 'open'));
    expect([outcome.order, outcome.quote]).toEqual([
      '409 campaign.limit_reached',
      '409 campaign.limit_reached',
    ]);
    const { groupId } = await openedGroup(shop, once, await shop.buyerWithAddress('团长'));
    const joining = await refusedBoth(buyer, orderBody(once, buyer, { groupId }));
    expect([joining.order, joining.quote]).toEqual([
      '409 campaign.limit_reached',
      '409 campaign.limit_reached',
    ]);
  });

  test('too many that are not paid; ten at least are allowed', async () => {
    const { shop, goods } = life;
    const buyer = await shop.buyerWithAddress('犹豫');
    let count = 0;
    let reply = await send(shop, 'shop.order.place', buyer, { body: orderBody(goods, buyer, 'solo') });
    for (; reply.status === 201 && count < 100; count++) {
      reply = await send(shop, 'shop.order.place', buyer, { body: orderBody(goods, buyer, 'solo') });
    }
    expect(count).toBeGreaterThanOrEqual(10);
    const { order } = await refusedBoth(buyer, orderBody(goods, buyer, 'solo'));
    expect(order).toBe('409 order.too_many_unpaid');
  });
});

describe('a request id', () => {
  test('gives the same answer to the same input, and is refused for another', async () => {
    const { shop, bob, goods } = life;
    const body = orderBody(goods, bob, 'open', { note: '一' });
    const first = await shop.call('shop.order.place', bob, { body });
    const before = await fingerprint(shop);
    const { lines, ...others } = body;
    // The same in another order of fields.
    const again = await shop.call('shop.order.place', bob, { body: { ...others, lines } });
    expect(again.order).toEqual(first.order);
    expect(again.cashier?.package).toBe(first.cashier?.package);
    // An id is the same in either spelling.
    const spelled = { addressId: body.addressId.toUpperCase(), campaignId: body.campaignId?.toUpperCase() };
    const respelled = await shop.call('shop.order.place', bob, { body: { ...body, ...spelled } });
    expect(respelled.order).toEqual(first.order);
    const changes: Partial<PlaceOrderBody>[] = [
      { note: '二' },
      { showFace: true },
      { expectPayFen: 1 },
      { lines: [{ skuId: goods.skuId, quantity: 2 }], expectPayFen: 2 * GROUP_FEN },
      { campaignId: undefined, expectPayFen: SOLO_FEN },
      { addressId: randomUUID() },
      { shareToken: life.shareToken },
    ];
    for (const change of changes) {
      const reply = await send(shop, 'shop.order.place', bob, { body: { ...body, ...change } });
      expect([change, outcomeOf(reply)]).toEqual([change, '409 request.reused']);
    }
    expect(await fingerprint(shop)).toEqual(before);
  });

  test('is one’s own: another buyer may use the same', async () => {
    const { shop, goods } = life;
    const [one, two] = await crowd(shop, 2, '同号');
    if (one === undefined || two === undefined) throw new Error('two buyers were made');
    const [first, second] = [
      await place(shop, goods, one, 'solo', { requestId: 'same' }),
      await place(shop, goods, two, 'solo', { requestId: 'same' }),
    ];
    expect(second.order.id).not.toBe(first.order.id);
  });

  test('may be used again after a refusal', async () => {
    const { shop, bob, goods } = life;
    const body = orderBody(goods, bob, 'solo');
    expect(await shop.refused('shop.order.place', bob, { body: { ...body, expectPayFen: 1 } })).toMatchObject(
      {
        code: 'price.changed',
      },
    );
    expect((await shop.call('shop.order.place', bob, { body })).order.state).toBe('unpaid');
  });
});

describe('what the present state does not allow changes nothing', () => {
  type Try = [
    'shop.order.cashier' | 'shop.order.cancel' | 'shop.order.receive',
    keyof LivedIn['orders'],
    string,
  ];
  const tries: Try[] = [
    ['shop.order.cashier', 'toShip', 'order.already_paid'],
    ['shop.order.cashier', 'cancelled', 'order.expired'],
    ['shop.order.cancel', 'toShip', 'state.conflict'],
    ['shop.order.cancel', 'shipped', 'state.conflict'],
    ['shop.order.cancel', 'completed', 'state.conflict'],
    ['shop.order.receive', 'toShip', 'state.conflict'],
    ['shop.order.receive', 'waitingGroup', 'state.conflict'],
    ['shop.order.receive', 'cancelled', 'state.conflict'],
    ['shop.order.receive', 'refunded', 'state.conflict'],
  ];
  test.each(tries)('%s of an order in state %s: %s', async (name, order, code) => {
    const { shop, ann, orders } = life;
    const before = await fingerprint(shop);
    const reply = await send(shop, name, ann, { params: { id: orders[order] }, body: {} });
    expect(outcomeOf(reply)).toBe(`409 ${code}`);
    expect(await fingerprint(shop)).toEqual(before);
  });

  test.each([
    ['shop.order.receive', 'received'],
    ['shop.order.receive', 'completed'],
    ['shop.order.cancel', 'cancelled'],
    ['shop.order.cancel', 'refunded'],
    ['shop.order.confirm', 'completed'],
  ] as const)('%s of an order in state %s is done already', async (name, order) => {
    const { shop, ann, orders } = life;
    const before = await fingerprint(shop);
    const reply = await send(shop, name, ann, { params: { id: orders[order] }, body: {} });
    expect([reply.status, (reply.body as { id: string }).id]).toEqual([200, orders[order]]);
    expect(await fingerprint(shop)).toEqual(before);
  });

  test('console: states, versions, and products that are taken', async () => {
    const { shop, staff, orders, campaigns, distributors, goods, products } = life;
    const before = await fingerprint(shop);
    const shipping = { carrier: 'SF', trackingNo: 'SF00000001' };
    const cases: [Parameters<typeof send>[1], string, object, string][] = [
      ['console.order.ship', orders.waitingGroup, shipping, 'state.conflict'],
      ['console.order.ship', orders.cancelled, shipping, 'state.conflict'],
      ['console.campaign.publish', campaigns.ended, {}, 'state.conflict'],
      ['console.campaign.resume', campaigns.ended, {}, 'state.conflict'],
      ['console.campaign.pause', campaigns.draft, {}, 'state.conflict'],
      ['console.campaign.pause', campaigns.running, { version: 999 }, 'version.conflict'],
      ['console.campaign.patch', campaigns.draft, { title: 'x', version: 999 }, 'version.conflict'],
      ['console.product.patch', products.draft, { title: 'x', version: 999 }, 'version.conflict'],
      ['console.distributor.approve', distributors.rejected, {}, 'state.conflict'],
      ['console.distributor.approve', distributors.applied, { version: 999 }, 'version.conflict'],
      ['console.distributor.suspend', distributors.applied, { reason: 'x' }, 'state.conflict'],
    ];
    for (const [name, id, body, code] of cases) {
      const reply = await send(shop, name, staff.owner, { params: { id }, body });
      expect([name, outcomeOf(reply)]).toEqual([name, `409 ${code}`]);
    }
    const { skus, version } = await shop.call('console.product', staff.owner, {
      params: { id: goods.productId },
    });
    const withdrawn = skus.map(({ name, priceFen, stock }) => ({ name, priceFen, stock }));
    const reply = await send(shop, 'console.product.patch', staff.owner, {
      params: { id: goods.productId },
      body: { skus: withdrawn, version },
    });
    expect(outcomeOf(reply)).toBe('409 state.conflict');
    expect(await fingerprint(shop)).toEqual(before);
  });

  test('a distributor applies once', async () => {
    const { shop, dan } = life;
    const before = await fingerprint(shop);
    const reply = await send(shop, 'shop.distributor.apply', dan, { body: { agreeToRules: true } });
    expect(outcomeOf(reply)).toBe('409 distributor.already');
    expect(await fingerprint(shop)).toEqual(before);
  });
});
