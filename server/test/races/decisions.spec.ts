import { MINUTE_MS } from '@tuanlink/shared/time';
import { crowd, makeGoods, openedGroup, place, type BuyerWithAddress } from '../support/goods.js';
import { payInWechat, stateOf } from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

const WINDOW_MINUTES = 30;

/** Operators who decide about a group in the very moment in which something else does. */
describe('a decision against', () => {
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

  /** A group of two with one paid member and one who is about to pay. */
  async function beforeTheLastPayment(guaranteed: boolean) {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: WINDOW_MINUTES, guaranteed });
    const [leader, last] = (await crowd(shop, 2, '同时')) as [BuyerWithAddress, BuyerWithAddress];
    const { groupId, orderId } = await openedGroup(shop, goods, leader);
    const { order, cashier } = await place(shop, goods, last, { groupId });
    return { groupId, leaderOrderId: orderId, lastOrderId: order.id, pay: () => payIfStill(cashier, last) };
  }

  /** Whether WeChat still took the money: what was closed meanwhile cannot be paid. */
  const payIfStill = (cashier: { package: string } | null, { openid }: BuyerWithAddress) =>
    payInWechat(shop, cashier, openid).then(
      () => true,
      () => false,
    );

  /** States of a group and of its two orders once nothing moves any more. */
  async function end(groupId: string, ...orderIds: string[]): Promise<string> {
    const moving = ['unpaid', 'waiting_group', 'refunding'];
    await shop.eventually(async () => {
      await shop.drain();
      const states = await Promise.all(orderIds.map((id) => stateOf(shop, id)));
      return states.every((state) => state !== undefined && !moving.includes(state));
    });
    const { state } = await shop.call('shop.group', {}, { params: { id: groupId } });
    return [state, ...(await Promise.all(orderIds.map((id) => stateOf(shop, id))))].join(' ');
  }

  const decision = (name: 'complete' | 'dissolve', id: string) =>
    shop.raw(`console.group.${name}`, owner, { params: { id }, body: { reason: '同时决定' } });

  it.each([1, 2, 3])(
    'the last payment: a group that is dissolved gives everything back, or succeeded (%d)',
    async () => {
      const { groupId, leaderOrderId, lastOrderId, pay } = await beforeTheLastPayment(false);
      const [paid, reply] = await Promise.all([pay(), decision('dissolve', groupId)]);
      expect([200, 409]).toContain(reply.status);
      const ended = await end(groupId, leaderOrderId, lastOrderId);
      const may = {
        200: `failed refunded ${paid ? 'refunded' : 'cancelled'}`,
        409: paid ? 'succeeded to_ship to_ship' : 'a full group without the last payment',
      };
      expect(ended).toBe(may[reply.status as 200 | 409]);
    },
  );

  it.each([1, 2, 3])(
    'the last payment: a group that is completed ships to whoever has paid (%d)',
    async () => {
      const { groupId, leaderOrderId, lastOrderId, pay } = await beforeTheLastPayment(true);
      const [paid, reply] = await Promise.all([pay(), decision('complete', groupId)]);
      expect(reply.status).toBe(200);
      const ended = await end(groupId, leaderOrderId, lastOrderId);
      // Money that WeChat took counts, whichever came first: as a member, or late, or back in full.
      const theirs = paid ? ['to_ship', 'refunded'] : ['cancelled'];
      expect(theirs.map((state) => `succeeded to_ship ${state}`)).toContain(ended);
    },
  );

  it.each([1, 2, 3])('its deadline: the group has more time or has ended, never both (%d)', async () => {
    const goods = await makeGoods(shop, owner, { size: 2, windowMinutes: WINDOW_MINUTES });
    const leader = await shop.buyerWithAddress('加时');
    const { groupId, orderId } = await openedGroup(shop, goods, leader);
    const params = { id: groupId };
    const { closesAt } = await shop.call('shop.group', {}, { params });
    const leftMs = Date.parse(closesAt ?? '') - shop.clock.now().getTime();
    // A moment before the deadline for whoever is fast enough, past it for the others.
    shop.clock.move(leftMs - 20);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    const later = new Date(Date.parse(closesAt ?? '') + 10 * MINUTE_MS).toISOString();
    const closing = async () => {
      for (let looks = 0; looks < 20; looks++) await shop.drain();
    };
    const [reply] = await Promise.all([
      shop.raw('console.group.extend', owner, { params, body: { closesAt: later, reason: '再等等' } }),
      closing(),
    ]);
    const group = await shop.call('shop.group', {}, { params });
    const { code } = reply.body as { code?: string };
    expect([
      `200 forming ${later}`,
      `409 state.conflict failed ${closesAt}`,
      `409 state.conflict forming ${closesAt}`,
    ]).toContain(
      [reply.status, code, group.state, group.closesAt].filter((part) => part !== undefined).join(' '),
    );
    await shop.pass(11 * MINUTE_MS);
    expect(await end(groupId, orderId)).toBe('failed refunded');
  });
});
