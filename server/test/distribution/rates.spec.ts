import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import pg from 'pg';
import { findBroken } from '../rules/index.js';
import {
  type BuyerWithAddress,
  crowd,
  GROUP_FEN,
  type Goods,
  makeGoods,
  place,
  SOLO_FEN,
} from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { aDistributor } from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** Base, rate, amount, where the rate comes from, and what the buyer was. */
type Earned = [number, number, number, string | null, string | null];

/** Rates that differ from each other and from the shop's default, over HTTP and to the fen. */
describe('the rate of a commission', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let seller: Buyer;

  beforeAll(async () => {
    shop = await TestShop.open();
    [owner, finance] = [await shop.operator('owner'), await shop.operator('finance')];
    seller = await aDistributor(shop, owner, '推广');
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  /** What a paid purchase through the seller's link earns them; also its order's group. */
  async function buys(
    goods: Goods,
    buyer: BuyerWithAddress,
    how: Parameters<typeof place>[3],
    quantity = 1,
  ): Promise<{ earned: Earned; groupId: string }> {
    const target = { kind: 'product' as const, id: goods.productId };
    const { token } = await shop.call('shop.share.create', seller, { body: { target, channel: 'chat' } });
    const lines = [{ skuId: goods.skuId, quantity }];
    const expectPayFen = (how === 'solo' ? SOLO_FEN : GROUP_FEN) * quantity;
    const more = { shareToken: token, lines, expectPayFen };
    const { order, cashier } = await place(shop, goods, buyer, how, more);
    await shop.pay(cashier, buyer.openid);
    const { items } = await shop.call('shop.commissions', seller, { query: { limit: 1 } });
    const params = { id: items[0]?.id ?? '' };
    const line = await shop.call('shop.commission', seller, { params });
    expect(line.orderId).toBe(order.id);
    return {
      earned: [line.baseFen, line.rateBp, line.amountFen, line.rateSource, line.buyer],
      groupId: order.groupId ?? '',
    };
  }

  const newcomer = async (): Promise<BuyerWithAddress> => shop.buyerWithAddress('新客');

  /** Somebody who has paid here before, for something that nobody earned from. */
  async function regular(): Promise<BuyerWithAddress> {
    const buyer = await newcomer();
    const { cashier } = await place(shop, await makeGoods(shop, owner), buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
    return buyer;
  }

  async function editCampaign({ campaignId }: Goods, commission: object): Promise<void> {
    const params = { id: campaignId };
    const { version } = await shop.call('console.campaign', owner, { params });
    await shop.call('console.campaign.patch', owner, { params, body: { commission, version } as never });
  }

  it('of a product stands for solo orders, rounded down; its groups have their own', async () => {
    const goods = await makeGoods(shop, owner, { productRateBp: 700, campaignRateBp: 450 });
    const buyer = await newcomer();
    // 3,990 × 7 % = 279.3; 7,980 × 7 % = 558.6; 2,990 × 4.5 % = 134.55
    expect((await buys(goods, buyer, 'solo')).earned).toEqual([3_990, 700, 279, 'product', 'new']);
    expect((await buys(goods, buyer, 'solo', 2)).earned).toEqual([7_980, 700, 558, 'product', 'returning']);
    expect((await buys(goods, buyer, 'open')).earned).toEqual([2_990, 450, 134, 'group', 'returning']);
    const params = { id: goods.productId };
    const { version } = await shop.call('console.product', owner, { params });
    const body = { commission: { rateBp: 333 }, version };
    await shop.call('console.product.patch', owner, { params, body });
    expect((await buys(goods, buyer, 'solo')).earned).toEqual([3_990, 333, 132, 'product', 'returning']);
  });

  it('of a group is the one it opened with', async () => {
    const goods = await makeGoods(shop, owner, { size: 4, productRateBp: 700, campaignRateBp: 450 });
    const [leader, second, third] = (await crowd(shop, 3, '团员')) as [
      BuyerWithAddress,
      BuyerWithAddress,
      BuyerWithAddress,
    ];
    const { groupId } = await buys(goods, leader, 'open');
    await editCampaign(goods, { rateBp: 900 });
    expect((await buys(goods, second, { groupId })).earned).toEqual([2_990, 450, 134, 'group', 'new']);
    expect((await buys(goods, third, 'open')).earned).toEqual([2_990, 900, 269, 'group', 'new']);
  });

  describe('for buyers who never paid before', () => {
    const fen: Readonly<Record<number, number>> = { 200: 59, 500: 149, 800: 239, 1_000: 299 };
    const inGroup = (rateBp: number, buyer: 'new' | 'returning'): Earned => [
      GROUP_FEN,
      rateBp,
      fen[rateBp] ?? 0,
      'group',
      buyer,
    ];

    it.each([
      [500, 800],
      [800, 200],
    ])('in a campaign of %d that has another one: %d', async (campaignRateBp, newBuyerRateBp) => {
      const goods = await makeGoods(shop, owner, { size: 5, campaignRateBp, newBuyerRateBp });
      const leader = await newcomer();
      const { earned, groupId } = await buys(goods, leader, 'open');
      expect(earned).toEqual(inGroup(newBuyerRateBp, 'new'));
      // From the second purchase on they are known.
      expect((await buys(goods, leader, 'open')).earned).toEqual(inGroup(campaignRateBp, 'returning'));
      expect((await buys(goods, await newcomer(), { groupId })).earned).toEqual(
        inGroup(newBuyerRateBp, 'new'),
      );
      expect((await buys(goods, await regular(), { groupId })).earned).toEqual(
        inGroup(campaignRateBp, 'returning'),
      );
    });

    it('an order that was never paid makes nobody known', async () => {
      const goods = await makeGoods(shop, owner, { size: 5, campaignRateBp: 500, newBuyerRateBp: 800 });
      const buyer = await newcomer();
      const { order } = await place(shop, goods, buyer, 'solo');
      await shop.call('shop.order.cancel', buyer, { params: { id: order.id }, body: {} });
      expect((await buys(goods, buyer, 'open')).earned).toEqual(inGroup(800, 'new'));
    });

    it('in a campaign that changes it: groups keep theirs, and null is the same for everybody', async () => {
      const goods = await makeGoods(shop, owner, { size: 5, campaignRateBp: 500, newBuyerRateBp: 800 });
      const { groupId } = await buys(goods, await newcomer(), 'open');
      await editCampaign(goods, { rateBp: 200, newBuyerRateBp: 1_000 });
      expect((await buys(goods, await newcomer(), { groupId })).earned).toEqual(inGroup(800, 'new'));
      expect((await buys(goods, await newcomer(), 'open')).earned).toEqual(inGroup(1_000, 'new'));
      expect((await buys(goods, await regular(), 'open')).earned).toEqual(inGroup(200, 'returning'));
      // What is not named stays.
      await editCampaign(goods, { rateBp: 500 });
      expect((await buys(goods, await newcomer(), 'open')).earned).toEqual(inGroup(1_000, 'new'));
      await editCampaign(goods, { rateBp: 500, newBuyerRateBp: null });
      expect((await buys(goods, await newcomer(), 'open')).earned).toEqual(inGroup(500, 'new'));
    });

    it.each([
      [1_000, 399, 1_500, 598],
      [900, 359, 300, 119],
    ])(
      'in rules of the shop of %d (%d fen) that have another one: %d (%d fen)',
      async (defaultRateBp, fenOfRegulars, newBuyerRateBp, fenOfNewcomers) => {
        const days = { visitWindowDays: 7, bindingDays: 30, protectionDays: 0 };
        const body = { ...days, defaultRateBp, newBuyerRateBp, reason: '拉新' };
        const known = await regular();
        const { id } = await shop.call('console.rules.propose', owner, { body });
        await shop.call('console.approval.approve', finance, { params: { id }, body: {} });
        await shop.pass(7 * DAY_MS + HOUR_MS);
        [owner, finance] = [await shop.operator('owner'), await shop.operator('finance')];
        const goods = await makeGoods(shop, owner);
        const buyer = await newcomer();
        const first: Earned = [SOLO_FEN, newBuyerRateBp, fenOfNewcomers, 'shop', 'new'];
        const second: Earned = [SOLO_FEN, defaultRateBp, fenOfRegulars, 'shop', 'returning'];
        expect((await buys(goods, buyer, 'solo')).earned).toEqual(first);
        expect((await buys(goods, buyer, 'solo')).earned).toEqual(second);
        expect((await buys(goods, known, 'solo')).earned).toEqual(second);
        // Neither a group nor a product with a rate of its own has anything to do with it.
        expect((await buys(goods, await newcomer(), 'open')).earned).toEqual(inGroup(1_000, 'new'));
        const own = await makeGoods(shop, owner, { productRateBp: 700 });
        expect((await buys(own, await newcomer(), 'solo')).earned).toEqual([
          SOLO_FEN,
          700,
          279,
          'product',
          'new',
        ]);
      },
    );
  });

  describe('that is swapped or dropped is seen by the rules over all rows', () => {
    /** What the rules say when these statements had been run. */
    async function seenAfter(sql: string): Promise<string[]> {
      const client = new pg.Client({ connectionString: shop.database.ownerUrl });
      await client.connect();
      try {
        await client.query('begin');
        const { rowCount } = await client.query(sql);
        expect(rowCount).toBeGreaterThan(0);
        const broken = await findBroken(
          async <T extends object>(look: string) => (await client.query<T>(look)).rows,
          false,
        );
        return broken.map(({ rule }) => rule);
      } finally {
        await client.end();
      }
    }

    it('and nothing is seen as long as nobody does so', async () => {
      expect(await findBroken((sql) => shop.rows(sql), false)).toEqual([]);
    });

    const ofTerms = `from shop_order o join buy_group g on g.id = o.group_id
      where o.id = c.order_id and g.terms->>'newBuyerRateBp' <> g.terms->>'rateBp'`;

    it.each([
      [
        'rule 9: a group order that earns at another rate than its group’s terms',
        `update commission_line c set rate_bp = (g.terms->>'rateBp')::int ${ofTerms}
         and c.evidence->>'buyer' = 'new'`,
      ],
      [
        'rule 9: a group order that earns at another rate than its group’s terms',
        `update commission_line c set rate_bp = (g.terms->>'newBuyerRateBp')::int ${ofTerms}
         and c.evidence->>'buyer' = 'returning'`,
      ],
      [
        'rule 9: a solo order that earns at another rate than the shop’s rules that it names',
        `update commission_line c set rate_bp = (evidence->'rule'->>'version')::int * 100
         where evidence->>'rateSource' = 'shop'`,
      ],
      [
        'rule 9: a buyer taken for new who had paid before, or the other way round',
        `update commission_line set evidence = evidence || '{"buyer": "returning"}'
         where evidence->>'buyer' = 'new'`,
      ],
      [
        'rule 9: a buyer taken for new who had paid before, or the other way round',
        `update commission_line c set evidence = evidence || '{"buyer": "new"}' from shop_order o
         where o.id = c.order_id and evidence->>'buyer' = 'returning' and exists (
           select 1 from shop_order x
           where x.user_id = o.user_id and x.paid_at < o.created_at - interval '1 hour')`,
      ],
    ])('%s (%#)', async (rule, sql) => {
      expect(await seenAfter(sql)).toContain(rule);
    });
  });
});
