import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { makeCampaign, makeProduct } from '../support/offers.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

const DAY = 86_400_000;
const NOTHING = { estimatedFen: 0, heldFen: 0, availableFen: 0, payingFen: 0, paidFen: 0, debtFen: 0 };

describe('distribution', () => {
  let shop: TestShop;
  let operator: Caller;
  let product: ConsoleProductReply;
  let requests = 0;

  const apply = (buyer: Buyer, intro?: string) =>
    shop.call('shop.distributor.apply', buyer, { body: { agreeToRules: true, intro } });
  const found = async (buyer: Buyer) => {
    const { items } = await shop.call('console.distributors', operator, { query: { limit: 100 } });
    const distributor = items.find(({ userId }) => userId === buyer.id);
    if (distributor === undefined) throw new Error('the distributor is not listed');
    return distributor;
  };
  const approve = async (buyer: Buyer) =>
    shop.call('console.distributor.approve', operator, { params: { id: (await found(buyer)).id }, body: {} });
  const distributor = async (nickname: string) => {
    const buyer = await shop.buyerWithAddress(nickname);
    await apply(buyer);
    await approve(buyer);
    return buyer;
  };
  const linkOf = async (buyer: Buyer) =>
    (
      await shop.call('shop.share.create', buyer, {
        body: { target: { kind: 'product', id: product.id }, channel: 'chat' },
      })
    ).token;
  const linesOf = async (buyer: Buyer) => (await shop.call('shop.commissions', buyer)).items;

  /** Buys one piece alone, pays, and answers the order's id. */
  async function buy(
    buyer: Buyer & { addressId: string },
    group: { campaignId?: string; fen?: number } = {},
  ) {
    const placed = await shop.call('shop.order.place', buyer, {
      body: {
        requestId: `r${++requests}`,
        lines: [{ skuId: product.skus[0]?.id ?? '', quantity: 1 }],
        campaignId: group.campaignId,
        addressId: buyer.addressId,
        expectPayFen: group.fen ?? 5990,
      },
    });
    await shop.pay(placed.cashier, buyer.openid);
    return placed.order.id;
  }

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
    product = await makeProduct(shop, operator, { commission: { rateBp: 1000 } });
  });

  afterAll(async () => {
    await shop?.close();
  });

  describe('an application', () => {
    it('begins with nothing, and never approves itself', async () => {
      const buyer = await shop.buyer('a');
      expect(await shop.call('shop.distributor', buyer)).toEqual({
        state: null,
        reason: null,
        balances: NOTHING,
        rulesVersion: 1,
      });
      expect(await apply(buyer, '小区团长')).toEqual({
        state: 'applied',
        reason: null,
        balances: NOTHING,
        rulesVersion: 1,
      });
      expect(await found(buyer)).toMatchObject({ state: 'applied', intro: '小区团长', decidedAt: null });
      expect((await shop.call('shop.me', buyer)).isDistributor).toBe(false);
      const body = { agreeToRules: true as const };
      expect(await shop.refused('shop.distributor.apply', buyer, { body })).toMatchObject({
        status: 409,
        code: 'distributor.already',
        detail: { state: 'applied' },
      });
    });

    it('sent ten times at once is one', async () => {
      const buyer = await shop.buyer('b');
      const body = { agreeToRules: true };
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => shop.raw('shop.distributor.apply', buyer, { body })),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(9);
    });

    it('needs agreement', async () => {
      const buyer = await shop.buyer('c');
      for (const body of [{}, { agreeToRules: false }, { agreeToRules: 'true' }]) {
        expect((await shop.raw('shop.distributor.apply', buyer, { body })).status).toBe(400);
      }
    });

    it('goes through rejection, approval, suspension and back, each with its events and audit', async () => {
      const buyer = await shop.buyer('d');
      await apply(buyer);
      const { id } = await found(buyer);
      const params = { id };
      const reject = { params, body: { reason: '资料不全' } };
      const rejected = await shop.call('console.distributor.reject', operator, reject);
      expect(rejected).toMatchObject({ state: 'rejected', reason: '资料不全', version: 2 });
      expect(await shop.call('console.distributor.reject', operator, reject)).toEqual(rejected);
      expect(await shop.call('shop.distributor', buyer)).toMatchObject({
        state: 'rejected',
        reason: '资料不全',
      });
      expect(await shop.refused('console.distributor.approve', operator, { params, body: {} })).toMatchObject(
        {
          status: 409,
          code: 'state.conflict',
        },
      );
      expect(await apply(buyer, '再试')).toMatchObject({ state: 'applied', reason: null });
      expect(
        await shop.refused('console.distributor.approve', operator, { params, body: { version: 1 } }),
      ).toMatchObject({ status: 409, code: 'version.conflict', detail: { version: 3 } });
      await approve(buyer);
      expect((await shop.call('shop.me', buyer)).isDistributor).toBe(true);
      const suspend = { params, body: { reason: '违规' } };
      await shop.call('console.distributor.suspend', operator, suspend);
      expect((await shop.call('shop.me', buyer)).isDistributor).toBe(false);
      expect(await approve(buyer)).toMatchObject({ state: 'approved', reason: null });
      const events = await shop.rows<{ from_state: string | null; to_state: string; reason: string }>(
        'select from_state, to_state, reason from distributor_event where distributor_id = $1 order by id',
        [id],
      );
      expect(events.map(({ from_state, to_state, reason }) => [from_state, to_state, reason])).toEqual([
        [null, 'applied', ''],
        ['applied', 'rejected', '资料不全'],
        ['rejected', 'applied', ''],
        ['applied', 'approved', ''],
        ['approved', 'suspended', '违规'],
        ['suspended', 'approved', ''],
      ]);
      const audited = await shop.rows<{ action: string }>(
        'select action from audit_entry where subject_id = $1 order by id',
        [id],
      );
      expect(audited.map(({ action }) => action)).toEqual(
        ['reject', 'approve', 'suspend', 'approve'].map((word) => `distributor.${word}`),
      );
    });

    it('is listed by state, and absent ones are absent', async () => {
      const { items } = await shop.call('console.distributors', operator, { query: { state: 'applied' } });
      expect(items.length).toBeGreaterThan(0);
      expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['applied']));
      const params = { id: '018f0000-0000-7000-8000-000000000000' };
      for (const body of [{ reason: 'x' }, {}, { reason: '' }]) {
        expect((await shop.raw('console.distributor.reject', operator, { params, body })).status).toBe(404);
      }
    });
  });

  describe('commission lines', () => {
    it('a solo purchase through a link is held, explained to the fen, and becomes available', async () => {
      const seller = await distributor('seller');
      const buyer = await shop.buyerWithAddress('buyer');
      const token = await linkOf(seller);
      await shop.call('shop.visit', buyer, { body: { token, visitorId: seller.id } });
      const orderId = await buy(buyer);
      const [line] = await linesOf(seller);
      expect(line).toMatchObject({
        orderId,
        productTitle: product.title,
        state: 'held',
        attributionCode: 'EARNED_LAST_VISIT',
        reasonCode: 'HELD_UNTIL',
        baseFen: 5990,
        rateBp: 1000,
        amountFen: 599,
      });
      const params = { id: line?.id ?? '' };
      const why = await shop.call('shop.commission', seller, { params });
      expect(why).toMatchObject({
        ...line,
        formula: { baseFen: 5990, rateBp: 1000, rounding: 'floor', amountFen: 599, reversedFen: 0 },
        rule: { version: 1, visitWindowDays: 7, bindingDays: 30, protectionDays: 0, touchedDays: 30 },
        rateSource: 'product',
        visits: [{ shareToken: token, channel: 'chat', mine: true }],
        binding: null,
        orderState: 'to_ship',
        events: [{ from: null, to: 'held', reasonCode: 'HELD_UNTIL' }],
        transfers: [{ from: 'commission_expense', to: `held:${seller.id}`, amountFen: 599, orderId }],
      });
      expect((await shop.call('shop.distributor', seller)).balances).toEqual({ ...NOTHING, heldFen: 599 });
      expect(await shop.refused('shop.commission', buyer, { params })).toMatchObject({ status: 404 });
      expect(await shop.call('console.commission', operator, { params })).toEqual(why);

      await shop.call('console.order.ship', operator, {
        params: { id: orderId },
        body: { carrier: 'SF', trackingNo: 'SF1234567890' },
      });
      await shop.call('shop.order.receive', buyer, { params: { id: orderId }, body: {} });
      await shop.pass(7 * DAY + 1000);
      const [available] = await linesOf(seller);
      expect(available).toMatchObject({ state: 'available', reasonCode: 'AVAILABLE' });
      expect(available?.availableAt).toMatch(/Z$/);
      expect((await shop.call('shop.distributor', seller)).balances).toEqual({
        ...NOTHING,
        availableFen: 599,
      });
    });

    it('a group still forming is an estimate, and a failed one earns nothing', async () => {
      const seller = await distributor('seller');
      const buyer = await shop.buyerWithAddress('buyer');
      const campaign = await makeCampaign(shop, operator, product, { commission: { rateBp: 2000 } });
      const token = await linkOf(seller);
      await shop.call('shop.visit', buyer, { body: { token, visitorId: seller.id } });
      await buy(buyer, { campaignId: campaign.id, fen: 2995 });
      expect(await linesOf(seller)).toMatchObject([
        { state: 'estimated', reasonCode: 'WAIT_GROUP', rateBp: 2000, amountFen: 599 },
      ]);
      const balances = async () => (await shop.call('shop.distributor', seller)).balances;
      expect(await balances()).toEqual({ ...NOTHING, estimatedFen: 599 });
      await shop.pass(61 * 60_000);
      const [line] = await linesOf(seller);
      expect(line).toMatchObject({ state: 'reversed', reasonCode: 'FAIL_GROUP' });
      expect(await balances()).toEqual(NOTHING);
      const why = await shop.call('shop.commission', seller, { params: { id: line?.id ?? '' } });
      expect(why).toMatchObject({
        formula: { amountFen: 599, reversedFen: 599 },
        rateSource: 'group',
        transfers: [],
      });
      await shop.call('console.campaign.end', operator, { params: { id: campaign.id }, body: {} });
    });

    it('own purchases earn nothing, visibly, and only one link wins', async () => {
      const [first, second] = [await distributor('first'), await distributor('second')];
      await shop.call('shop.visit', second, { body: { token: await linkOf(first), visitorId: first.id } });
      shop.clock.move(1000);
      await shop.call('shop.visit', second, { body: { token: await linkOf(second), visitorId: first.id } });
      await buy(second);
      const code = async (seller: Buyer) =>
        (await linesOf(seller)).map(({ state, attributionCode, amountFen }) => [
          state,
          attributionCode,
          amountFen,
        ]);
      expect(await code(second)).toEqual([['none', 'NONE_SELF_PURCHASE', 0]]);
      expect(await code(first)).toEqual([['none', 'NONE_LATER_VISIT_WON', 0]]);
    });

    it('a suspended distributor is passed over for the next one up the chain', async () => {
      const [upper, lower] = [await distributor('upper'), await distributor('lower')];
      await shop.call('shop.visit', lower, { body: { token: await linkOf(upper), visitorId: upper.id } });
      const token = await linkOf(lower);
      await shop.call('console.distributor.suspend', operator, {
        params: { id: (await found(lower)).id },
        body: { reason: 'x' },
      });
      const buyer = await shop.buyerWithAddress('buyer');
      await shop.call('shop.visit', buyer, { body: { token, visitorId: upper.id } });
      await buy(buyer);
      expect(await linesOf(upper)).toMatchObject([{ state: 'held', amountFen: 599 }]);
      expect(await linesOf(lower)).toEqual([]);
    });

    it('operators find lines by distributor, order and state, page by page', async () => {
      const all = (await shop.call('console.commissions', operator, { query: { limit: 100 } })).items;
      const [line] = all;
      if (line === undefined) throw new Error('there are no lines');
      const ask = async (query: object) =>
        (await shop.call('console.commissions', operator, { query })).items.map(({ id }) => id);
      const where = (keep: (item: (typeof all)[number]) => boolean) => all.filter(keep).map(({ id }) => id);
      const { userId } = line.distributor;
      expect(await ask({ distributorId: userId })).toEqual(
        where(({ distributor: d }) => d.userId === userId),
      );
      expect(await ask({ orderId: line.orderId })).toEqual(where(({ orderId }) => orderId === line.orderId));
      expect(await ask({ state: 'none' })).toEqual(where(({ state }) => state === 'none'));
      const { items: known } = await shop.call('console.distributors', operator, { query: { limit: 100 } });
      const distributorId = known.find((one) => one.userId === userId)?.id ?? '';
      expect(await ask({ distributorId })).toEqual(where(({ distributor: d }) => d.userId === userId));
      const first = await shop.call('console.commissions', operator, { query: { limit: 2 } });
      const rest = await ask({ limit: 100, cursor: first.nextCursor ?? '' });
      expect([...first.items.map(({ id }) => id), ...rest]).toEqual(all.map(({ id }) => id));
    });
  });

  it('reads take few statements', async () => {
    const seller = await distributor('counted');
    const count = async (work: () => Promise<unknown>) => {
      const statements: string[] = [];
      const stop = shop.db.onStatement((sql) => statements.push(sql));
      await work();
      stop();
      return statements.length;
    };
    expect(await count(() => shop.call('shop.distributor', seller))).toBe(2);
    expect(await count(() => shop.call('shop.commissions', seller))).toBe(1);
    expect(await count(() => shop.call('shop.me', seller))).toBe(1);
  });
});
