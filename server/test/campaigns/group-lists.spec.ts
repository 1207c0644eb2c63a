import type { ConsoleCampaignReply, ConsoleProductReply, GroupCardReply } from '@tuanlink/shared/replies';
import { makeCampaign, makeProduct } from '../support/offers.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

const MINUTE = 60_000;

interface Opened {
  groupId: string;
  orderId: string;
  buyer: Buyer;
}

describe('lists of groups', () => {
  let shop: TestShop;
  let operator: Caller;
  let product: ConsoleProductReply;
  let campaign: ConsoleCampaignReply;
  let requests = 0;

  /** Somebody opens a group, or joins one, and pays. */
  async function join(nickname: string, groupId?: string, showFace = false): Promise<Opened> {
    const buyer = await shop.buyerWithAddress(nickname);
    await shop.call('shop.me.patch', buyer, { body: { nickname } });
    const placed = await shop.call('shop.order.place', buyer, {
      body: {
        requestId: `r${++requests}`,
        lines: [{ skuId: product.skus[0]?.id ?? '', quantity: 1 }],
        campaignId: campaign.id,
        groupId,
        addressId: buyer.addressId,
        showFace,
        expectPayFen: 2995,
      },
    });
    await shop.pay(placed.cashier, buyer.openid);
    return { groupId: placed.order.groupId ?? '', orderId: placed.order.id, buyer };
  }

  const list = async (caller: Caller, query: object) =>
    (await shop.call('shop.groups', caller, { query })).items;
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

  beforeAll(async () => {
    shop = await TestShop.open();
    operator = await shop.operator('operator');
    product = await makeProduct(shop, operator);
    campaign = await makeCampaign(shop, operator, product, { size: 3 });
  });

  afterAll(async () => {
    await shop?.close();
  });

  it('show what may be joined, fullest first, and one’s own', async () => {
    const first = await join('甲');
    const second = await join('乙', undefined, true);
    const third = await join('丙', second.groupId);
    expect(ids(await list({}, {}))).toEqual([second.groupId, first.groupId]);
    expect(ids(await list({}, { scope: 'open', limit: 1 }))).toEqual([second.groupId]);

    const [card] = await list(third.buyer, { scope: 'mine' });
    expect(card).toEqual<GroupCardReply>({
      id: second.groupId,
      state: 'forming',
      size: 3,
      takenCount: 2,
      heldCount: 0,
      missing: 1,
      closesAt: expect.stringMatching(/Z$/) as unknown as string,
      guaranteed: false,
      product: { id: product.id, title: product.title, image: null },
      groupPriceFen: 2995,
      priceFen: 5990,
      myOrderId: third.orderId,
    });
    const open = await list(first.buyer, { scope: 'open' });
    expect(open.map(({ myOrderId }) => myOrderId)).toEqual([undefined, first.orderId]);

    const page = await shop.call('shop.product', {}, { params: { id: product.id } });
    expect(page.openGroups).toMatchObject([
      { id: second.groupId, missing: 1, takenCount: 2, leaderNickname: '乙' },
      { id: first.groupId, missing: 2, takenCount: 1, leaderNickname: null, leaderAvatarUrl: null },
    ]);

    const { items } = await shop.call('console.groups', operator, { query: { state: 'forming' } });
    expect(items).toMatchObject([
      {
        id: second.groupId,
        campaignTitle: campaign.title,
        productTitle: product.title,
        members: [
          { seatNo: 1, nickname: '乙', isLeader: true },
          { seatNo: 2, nickname: null, isLeader: false },
        ],
      },
      { id: first.groupId, members: [{ seatNo: 1, nickname: null, isLeader: true }] },
    ]);
    const counted = await shop.call('console.campaign', operator, { params: { id: campaign.id } });
    expect(counted.groupCounts).toEqual({ opening: 0, forming: 2, succeeded: 0, failed: 0 });

    await join('丁', second.groupId);
    expect(ids(await list({}, {}))).toEqual([first.groupId]);
    expect(await list(third.buyer, { scope: 'mine' })).toMatchObject([
      { id: second.groupId, state: 'succeeded' },
    ]);
  });

  it('pages of open groups follow each other without gap or repetition', async () => {
    const known = ids(await list({}, {}));
    const more = [await join('a'), await join('b'), await join('c')].map(({ groupId }) => groupId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: object = { limit: 2, ...(cursor === null ? {} : { cursor }) };
      const page: { items: GroupCardReply[]; nextCursor: string | null } = await shop.call(
        'shop.groups',
        {},
        { query },
      );
      seen.push(...ids(page.items));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([...seen].sort()).toEqual([...known, ...more].sort());
  });

  it('forget a group at its deadline', async () => {
    shop.clock.move(61 * MINUTE);
    expect(await list({}, {})).toEqual([]);
    const page = await shop.call('shop.product', {}, { params: { id: product.id } });
    expect(page.openGroups).toEqual([]);
    shop.clock.move(-61 * MINUTE);
  });

  it('of one’s own need a login', async () => {
    expect(await shop.refused('shop.groups', {}, { query: { scope: 'mine' } })).toMatchObject({
      status: 401,
      code: 'auth.required',
    });
  });

  it('refuse the cursor of another list', async () => {
    const { nextCursor } = await shop.call('shop.groups', {}, { query: { limit: 1 } });
    const cursor = nextCursor ?? '';
    expect(cursor).not.toBe('');
    expect(await shop.refused('shop.products', {}, { query: { cursor } })).toMatchObject({ status: 400 });
    expect(await shop.refused('console.groups', operator, { query: { cursor } })).toMatchObject({
      status: 400,
    });
  });

  it('take one statement each', async () => {
    const statements: string[] = [];
    const stop = shop.db.onStatement((sql) => statements.push(sql));
    await list({}, {});
    await list(await shop.buyer('x'), { scope: 'mine' }).finally(stop);
    expect(statements.filter((sql) => sql.includes('buy_group'))).toHaveLength(2);
  });
});
