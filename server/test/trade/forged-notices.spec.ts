import { MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { changedBy, fingerprint } from '../contract/fingerprint.js';
import { makeGoods, place } from '../support/goods.js';
import { faults, payInWechat, replayNotice, stateOf } from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import {
  type Forgery,
  type NoticeAddress,
  type NoticeFact,
  paymentFact,
  refundFact,
  sendNotice,
  type SignedNotice,
  signedNotice,
  transferFact,
} from '../support/notices.js';
import { aDistributor, credit, payOut, withdraw } from '../support/payouts.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Between two entries about one address and fault, by the shop's clock. */
const NOTE_EVERY_MS = 2 * SECOND_MS;

/** What every address refuses, why, and how it is answered. */
const forgeries: [string, Forgery, number][] = [
  ['bad_signature', { stranger: true }, 401],
  ['bad_signature', { tampered: true }, 401],
  ['unknown_key', { headers: { 'wechatpay-serial': 'PUB_KEY_ID_0000' } }, 401],
  ['missing_header', { headers: { 'wechatpay-timestamp': '' } }, 401],
  ['wrong_scheme', { headers: { 'wechatpay-signature-type': 'SM2' } }, 401],
  ['signature_probe', { headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' } }, 401],
  ['clock_skew', { ageMs: 6 * MINUTE_MS }, 401],
  ['clock_skew', { ageMs: -6 * MINUTE_MS }, 401],
  ['ciphertext', { apiV3Key: 'x'.repeat(32) }, 401],
  ['ciphertext', { brokenSeal: true }, 401],
  ['malformed', { body: '{"id":"forged"}' }, 400],
  ['malformed', { body: 'no JSON' }, 400],
];

/** An address, and what WeChat would say there about something that waits for it. */
interface Target {
  address: NoticeAddress;
  /** How the record of refused notices calls it. */
  kind: string;
  fact: () => Promise<NoticeFact>;
  /** In its words: whose notice it is. */
  foreign: Forgery[];
  /** Where the same notice does not belong. */
  elsewhere: NoticeAddress;
  /** The state of what the notice is about, now, before it is believed and afterwards. */
  state: () => Promise<string | undefined>;
  waits: string;
  becomes: string;
}

describe('forged notices', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let orderId: string;
  let refundId: string;
  let withdrawalId: string;

  beforeAll(async () => {
    shop = await TestShop.open();
    [owner, finance] = [await shop.operator('owner'), await shop.operator('finance')];
    const buyer = await shop.buyerWithAddress('目标');
    refundId = await acceptedRefund();
    withdrawalId = await awaitingWithdrawal();
    orderId = (await place(shop, await makeGoods(shop, owner), buyer, 'solo')).order.id;
  });
  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  /** A refund that WeChat has accepted, and does not carry out by itself. */
  async function acceptedRefund(): Promise<string> {
    const buyer = await shop.buyerWithAddress('退款');
    const { order, cashier } = await place(shop, await makeGoods(shop, owner), buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
    const params = { id: order.id };
    const [line] = (await shop.call('shop.order', buyer, { params })).lines;
    const body = { lines: [{ orderLineId: line?.id ?? '', quantity: 1 }], reason: '缺货' };
    const { id } = await shop.call('console.order.refund', owner, { params, body });
    await faults(shop, { refunds: 'hold' });
    await shop.call('console.approval.approve', finance, { params: { id }, body: {} });
    await shop.drain();
    const [refund] = await shop.rows<{ id: string }>('select id from refund where order_id = $1', [order.id]);
    return refund?.id ?? '';
  }

  /** A withdrawal that waits for its payee. */
  async function awaitingWithdrawal(): Promise<string> {
    const payee = await aDistributor(shop, owner, '收款');
    await credit(shop, payee.id, 10_000);
    const made = await withdraw(shop, payee, 1_000);
    await payOut(shop, finance, owner, [made]);
    return made.id;
  }

  const stateIn = async (table: 'refund' | 'withdrawal', id: string) =>
    (await shop.rows<{ state: string }>(`select state from ${table} where id = $1`, [id]))[0]?.state;

  const targets: [string, Target][] = [
    [
      'of payments',
      {
        address: 'pay-notices',
        kind: 'payment',
        fact: () => paymentFact(shop, orderId),
        foreign: [{ fact: { mchid: '1900000001' } }, { fact: { appid: 'wx0000000000000000' } }],
        elsewhere: 'refund-notices',
        state: () => stateOf(shop, orderId),
        waits: 'unpaid',
        becomes: 'to_ship',
      },
    ],
    [
      'of refunds',
      {
        address: 'refund-notices',
        kind: 'refund',
        fact: () => refundFact(shop, refundId),
        foreign: [{ fact: { mchid: '1900000001' } }],
        elsewhere: 'transfer-notices',
        state: () => stateIn('refund', refundId),
        waits: 'accepted',
        becomes: 'succeeded',
      },
    ],
    [
      'of transfers',
      {
        address: 'transfer-notices',
        kind: 'transfer',
        fact: () => transferFact(shop, withdrawalId),
        foreign: [{ fact: { mch_id: '1900000001' } }, { fact: { appid: 'wx0000000000000000' } }],
        elsewhere: 'pay-notices',
        state: () => stateIn('withdrawal', withdrawalId),
        waits: 'awaiting_confirmation',
        becomes: 'paid',
      },
    ],
  ];

  const noted = async (fault: string, kind: string) => {
    const [row] = await shop.rows<{ count: number }>(
      'select coalesce(sum(count), 0)::int as count from notice_rejection where fault = $1 and kind = $2',
      [fault, kind],
    );
    return row?.count ?? 0;
  };

  describe.each(targets)('%s', (_, target) => {
    let before: Record<string, string>;
    beforeAll(async () => {
      before = await fingerprint(shop);
    });

    /** How it is answered, in which state its subject is then, and how often it was noted. */
    async function effectOf(fault: string, to: NoticeAddress, notice: SignedNotice) {
      shop.clock.move(NOTE_EVERY_MS + SECOND_MS);
      const kind = targets.find(([, { address }]) => address === to)?.[1].kind ?? '';
      const notedBefore = await noted(fault, kind);
      const status = await sendNotice(shop, to, notice);
      return { status, state: await target.state(), noted: (await noted(fault, kind)) - notedBefore };
    }
    const refusedWith = (status: number) => ({ status, state: target.waits, noted: 1 });

    it.each(forgeries)('%s: refused and noted (%j)', async (fault, forgery, status) => {
      const notice = await signedNotice(shop, await target.fact(), forgery);
      expect(await effectOf(fault, target.address, notice)).toEqual(refusedWith(status));
    });

    it.each(target.foreign)('for another merchant or mini program: %j', async (forgery) => {
      const notice = await signedNotice(shop, await target.fact(), forgery);
      expect(await effectOf('foreign', target.address, notice)).toEqual(refusedWith(400));
    });

    it('at another address', async () => {
      const notice = await signedNotice(shop, await target.fact());
      expect(await effectOf('wrong_address', target.elsewhere, notice)).toEqual(refusedWith(400));
    });

    it('all of these have changed nothing', async () => {
      expect(await fingerprint(shop)).toEqual(before);
    });

    it('a genuine one counts once, and not again when somebody who saw it repeats it', async () => {
      const notice = await signedNotice(shop, await target.fact());
      expect(await target.state()).toBe(target.waits);
      expect(await sendNotice(shop, target.address, notice)).toBe(200);
      expect(await target.state()).toBe(target.becomes);
      const repeated = await changedBy(shop, async () => {
        expect(await sendNotice(shop, target.address, notice)).toBe(200);
        shop.clock.move(6 * MINUTE_MS);
        expect(await sendNotice(shop, target.address, notice)).toBe(401);
      });
      expect(repeated).toEqual([]);
      await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    });
  });

  it('a flood is one row a minute, however many came', async () => {
    const before = await noted('bad_signature', 'payment');
    const since = shop.clock.now();
    const flood = Array.from({ length: 40 }, async () => {
      const notice = await signedNotice(shop, await paymentFact(shop, orderId), { stranger: true });
      return sendNotice(shop, 'pay-notices', notice);
    });
    expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
    await shop.eventually(async () => (await noted('bad_signature', 'payment')) === before + 40);
    const { items } = await shop.call('console.noticeRejections', owner, { query: { limit: 100 } });
    const rows = items.filter(({ fault, lastAt }) => fault === 'bad_signature' && new Date(lastAt) >= since);
    expect([1, 2]).toContain(rows.length);
  });

  it('a genuine notice counts once, however often WeChat sends it', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('真的');
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    await faults(shop, { notice: { holdUntilReplay: true } });
    await payInWechat(shop, cashier, buyer.openid);
    expect(await replayNotice(shop, order.id)).toEqual([200]);
    const repeated = await changedBy(shop, () => replayNotice(shop, order.id));
    expect(repeated).toEqual([]);
    expect(await stateOf(shop, order.id)).toBe('to_ship');
  });
});
