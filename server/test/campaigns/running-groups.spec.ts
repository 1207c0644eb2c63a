import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { crowd, GROUP_FEN, makeGoods, openedGroup, place, type BuyerWithAddress } from '../support/goods.js';
import { joins, stateOf, untilState } from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

/** What a group keeps from its opening on, whatever becomes of its campaign and of the worker. */
describe('groups that are under way', () => {
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

  const people = async () =>
    (await crowd(shop, 4, '在团')) as [
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
    ];
  const group = (id: string) => shop.call('shop.group', {}, { params: { id } });
  const act = (campaignId: string, action: 'pause' | 'end') =>
    shop.call(`console.campaign.${action}`, owner, { params: { id: campaignId }, body: {} });
  /** Another price, size, window and rate for groups that open from now on. */
  const edit = async (campaignId: string, skuId: string) => {
    const params = { id: campaignId };
    const { version } = await shop.call('console.campaign', owner, { params });
    await shop.call('console.campaign.patch', owner, {
      params,
      body: { version, size: 5, windowMinutes: 10, prices: [{ skuId, priceFen: GROUP_FEN - 500 }] },
    });
  };

  it.each(['pause', 'end'] as const)(
    'fill and succeed on their own terms after an edit and a %s',
    async (action) => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 60 });
      const [leader, second, third, stranger] = await people();
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      const before = await group(groupId);
      await edit(goods.campaignId, goods.skuId);
      await act(goods.campaignId, action);
      expect(
        await shop.refused('shop.order.place', stranger, {
          body: {
            requestId: `under-way-${action}`,
            lines: [{ skuId: goods.skuId, quantity: 1 }],
            addressId: stranger.addressId,
            campaignId: goods.campaignId,
            expectPayFen: GROUP_FEN - 500,
          },
        }),
      ).toMatchObject({ code: 'campaign.not_running' });

      const joined = await joins(shop, goods, second, groupId);
      expect(await group(groupId)).toMatchObject({ size: 3, takenCount: 2, closesAt: before.closesAt });
      await shop.pass(30 * MINUTE_MS);
      const last = await place(shop, goods, third, { groupId });
      expect(last.order.payFen).toBe(GROUP_FEN);
      await shop.pay(last.cashier, third.openid);
      expect(await group(groupId)).toMatchObject({ state: 'succeeded', takenCount: 3 });
      for (const id of [orderId, joined, last.order.id]) expect(await stateOf(shop, id)).toBe('to_ship');
    },
  );

  it('fail at their own deadline after the campaign has ended, and give the money back', async () => {
    const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 60 });
    const [leader] = await people();
    const { groupId, orderId } = await openedGroup(shop, goods, leader);
    await edit(goods.campaignId, goods.skuId);
    await act(goods.campaignId, 'end');
    await shop.pass(59 * MINUTE_MS);
    expect((await group(groupId)).state).toBe('forming');
    await shop.pass(2 * MINUTE_MS);
    expect((await group(groupId)).state).toBe('failed');
    await untilState(shop, orderId, 'refunded');
  });

  it('take payments while the worker is down for an hour, and what is overdue happens when it is back', async () => {
    const full = await makeGoods(shop, owner, { size: 2, windowMinutes: 40, stock: 10 });
    const short = await makeGoods(shop, owner, { size: 3, windowMinutes: 40, stock: 10 });
    const [leader, second, third, fourth] = await people();
    const filled = await openedGroup(shop, full, leader);
    const failing = await openedGroup(shop, short, second);
    const unpaid = await place(shop, short, third, { groupId: failing.groupId });
    // From here on no job runs.
    const last = await place(shop, full, fourth, { groupId: filled.groupId });
    await shop.pay(last.cashier, fourth.openid);
    shop.clock.move(HOUR_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    expect(await stateOf(shop, filled.orderId)).toBe('to_ship');
    expect(await stateOf(shop, failing.orderId)).toBe('waiting_group');
    expect(await stateOf(shop, unpaid.order.id)).toBe('unpaid');
    // A group whose time is over takes nobody, though nothing has closed it yet.
    const late = await shop.buyerWithAddress('迟到');
    expect(
      await shop.refused('shop.order.place', late, {
        body: {
          requestId: 'too-late-for-the-worker',
          lines: [{ skuId: short.skuId, quantity: 1 }],
          addressId: late.addressId,
          campaignId: short.campaignId,
          groupId: failing.groupId,
          expectPayFen: GROUP_FEN,
        },
      }),
    ).toMatchObject({ code: 'group.closed' });

    await shop.drain();
    expect(await stateOf(shop, unpaid.order.id)).toBe('cancelled');
    expect((await group(failing.groupId)).state).toBe('failed');
    await untilState(shop, failing.orderId, 'refunded');
    expect(await stateOf(shop, last.order.id)).toBe('to_ship');
    const { skus } = await shop.call('console.product', owner, { params: { id: short.productId } });
    expect(skus).toMatchObject([{ stock: 10, heldStock: 0 }]);
  });
});
