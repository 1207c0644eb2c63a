import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, outcomeOf } from '../contract/send.js';
import {
  type BuyerWithAddress,
  crowd,
  type Goods,
  makeGoods,
  openedGroup,
  orderBody,
} from '../support/goods.js';
import { faults, payInWechat, stateOf } from '../support/groups.js';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import { paymentFact, sendNotice, signedNotice } from '../support/notices.js';
import { type Caller, type RawReply, TestShop } from '../support/shop.js';

const BUYERS = 40;

/** Two API processes on one database: what one of them keeps in memory must not be what keeps the rules. */
describe('two API processes', () => {
  let shop: TestShop;
  let other: TestShop;
  let owner: Caller;
  let buyers: BuyerWithAddress[];

  beforeAll(async () => {
    shop = await TestShop.open();
    other = await shop.beside();
    owner = await shop.operator('owner');
    buyers = await crowd(shop, BUYERS, '同抢');
  });

  afterEach(() => faults(shop));

  afterAll(async () => {
    try {
      await shop.drain();
      await expectBooksToBalance(shop);
      await expectStatesToBeAllowed(shop);
    } finally {
      await other.app.close();
      await shop.close();
    }
  });

  const anApi = () => (randomInt(2) === 0 ? shop : other);

  /** What one of the two answers in the end: a twin may be told to wait for the first one's answer. */
  async function askOf(api: TestShop, buyer: BuyerWithAddress, body: object): Promise<RawReply> {
    for (let tries = 0; tries < 100; tries++) {
      const reply = await api.raw('shop.order.place', buyer, { body });
      if (codeOf(reply) !== 'request.in_progress') return reply;
      await sleep(50);
    }
    throw new Error('the first answer never came');
  }

  /** A group that somebody opened and paid for. */
  async function anOpenGroup(goods: Goods): Promise<string> {
    return (await openedGroup(shop, goods, await shop.buyerWithAddress('团长'))).groupId;
  }

  /** Order and cashier of a reply; signatures differ from answer to answer. */
  function answerOf({ status, body }: RawReply): unknown {
    const { order, cashier, code } = body as {
      order?: object;
      cashier?: { package: string } | null;
      code?: string;
    };
    return { status, code, order, package: cashier?.package };
  }

  const count = async (sql: string, params: unknown[]) => (await shop.rows(sql, params)).length;

  it('a hot group: each asks both at once with one request id; five get a seat, and both say the same', async () => {
    const goods = await makeGoods(shop, owner, { size: 6 });
    const groupId = await anOpenGroup(goods);
    const answers = await Promise.all(
      buyers.map((buyer) => {
        const body = orderBody(goods, buyer, { groupId });
        const [first, second] = randomInt(2) === 0 ? [shop, other] : [other, shop];
        return Promise.all([askOf(first, buyer, body), askOf(second, buyer, body)]);
      }),
    );
    for (const [one, two] of answers) expect(answerOf(one)).toEqual(answerOf(two));
    const outcomes = answers.map(([one]) => outcomeOf(one));
    expect(outcomes.filter((outcome) => outcome === '201')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === '409 group.full')).toHaveLength(BUYERS - 5);
    expect(await count('select 1 from shop_order where group_id = $1', [groupId])).toBe(6);

    // All five pay at once, and each notice comes to both three times.
    await faults(shop, { notice: { drop: 1 } });
    const winners = answers.flatMap(([reply], index) => (reply.status === 201 ? [{ reply, index }] : []));
    const statuses = await Promise.all(
      winners.map(async ({ reply, index }) => {
        const { order, cashier } = reply.body as { order: { id: string }; cashier: { package: string } };
        const { transactionId } = await payInWechat(shop, cashier, buyers[index]?.openid ?? '');
        const notice = await signedNotice(shop, await paymentFact(shop, order.id, transactionId));
        const apis = [shop, other, other, shop, shop, other];
        return Promise.all(apis.map((api) => sendNotice(api, 'pay-notices', notice)));
      }),
    );
    expect(statuses.flat()).toEqual(Array.from({ length: 30 }, () => 200));
    for (const { reply } of winners) {
      const { id } = (reply.body as { order: { id: string } }).order;
      expect(await stateOf(shop, id)).toBe('to_ship');
      expect(await count("select 1 from order_event where order_id = $1 and event = 'paid'", [id])).toBe(1);
      const reasons = await shop.rows(
        'select reason from ledger_transfer where order_id = $1 order by reason',
        [id],
      );
      expect(reasons).toEqual([{ reason: 'paid' }, { reason: 'sold' }]);
    }
    const succeeded = "select 1 from group_event where group_id = $1 and to_state = 'succeeded'";
    expect(await count(succeeded, [groupId])).toBe(1);
    for (const api of [shop, other]) {
      expect(await api.call('shop.group', {}, { params: { id: groupId } })).toMatchObject({
        state: 'succeeded',
        takenCount: 6,
        heldCount: 0,
        missing: 0,
      });
    }
  });

  it('the last pieces: three get one, alone or in a group, the others hear that it is sold out', async () => {
    const goods = await makeGoods(shop, owner, { stock: 4, size: BUYERS + 1 });
    const groupId = await anOpenGroup(goods);
    const replies = await Promise.all(
      buyers.map((buyer, index) => {
        const how = (['solo', 'open', { groupId }] as const)[index % 3] ?? 'solo';
        return askOf(anApi(), buyer, orderBody(goods, buyer, how));
      }),
    );
    const outcomes = replies.map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '201')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === '409 sku.sold_out')).toHaveLength(BUYERS - 3);
    const stock = await shop.rows(
      'select on_hand::int as "onHand", held::int as held from sku_stock where sku_id = $1',
      [goods.skuId],
    );
    expect(stock).toEqual([{ onHand: 3, held: 3 }]);
  });

  it('one request id with different input at both at once: one order, the other one is told', async () => {
    const goods = await makeGoods(shop, owner);
    const outcomes = await Promise.all(
      buyers.slice(0, 10).map(async (buyer) => {
        const body = orderBody(goods, buyer, 'solo');
        const replies = await Promise.all([
          askOf(shop, buyer, { ...body, note: '一' }),
          askOf(other, buyer, { ...body, note: '二' }),
        ]);
        return replies.map(outcomeOf).toSorted().join(', ');
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(['201, 409 request.reused']));
  });
});
