import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { ReconciliationDays } from '../../src/domains/reconciliation/days.service.js';
import { JanitorJob } from '../../src/flows/reconcile/janitor.job.js';
import { MatchFlow } from '../../src/flows/reconcile/match.flow.js';
import { RefundFlow } from '../../src/flows/refund/refund.flow.js';
import { WECHAT_PAY } from '../../src/infra/wechat.tokens.js';
import { WechatRefused } from '../../src/infra/wechat/wechat.errors.js';
import type { RefundView } from '../../src/infra/wechat/wechat-pay.types.js';
import type { WechatPay } from '../../src/infra/wechat/wechat.ports.js';
import {
  type BuyerWithAddress,
  type Goods,
  makeGoods,
  openedGroup,
  place,
  SOLO_FEN,
} from '../support/goods.js';
import { faults, orderOf } from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Refunds that WeChat refuses or cannot carry out, and what people do about them. */
describe('a refund that is stuck', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let goods: Goods;
  let buyer: BuyerWithAddress;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
    goods = await makeGoods(shop, owner);
  });

  beforeEach(async () => {
    buyer = await shop.buyerWithAddress('卡住');
  });

  afterEach(() => faults(shop));

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const allow = (who: Caller, id: string) =>
    shop.call('console.approval.approve', who, { params: { id }, body: {} });
  const pay = () => shop.worker.get<WechatPay>(WECHAT_PAY, { strict: false });

  /** A paid order of which two operators give everything back, with what goes wrong then. */
  async function refunded(plan: object = {}): Promise<string> {
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
    const orderLineId = (await orderOf(shop, buyer, order.id)).lines[0]?.id ?? '';
    const body = { lines: [{ orderLineId, quantity: 1 }], reason: '破损' };
    const { id } = await shop.call('console.order.refund', owner, { params: { id: order.id }, body });
    await faults(shop, plan);
    await allow(finance, id);
    return order.id;
  }

  async function refundOf(orderId: string) {
    const [refund] = (await shop.call('console.refunds', finance, { query: { orderId } })).items;
    if (refund === undefined) throw new Error('the order has no refund');
    return refund;
  }

  async function untilRefundIs(orderId: string, state: string): Promise<void> {
    await shop.eventually(async () => {
      await shop.pass(MINUTE_MS);
      return (await refundOf(orderId)).state === state;
    });
  }

  const retry = (id: string) => shop.call('console.refund.retry', finance, { params: { id }, body: {} });

  async function settleOutside(id: string): Promise<void> {
    const body = { reference: '工行 8821', reason: '银行卡已注销' };
    await allow(owner, (await shop.call('console.refund.settle', finance, { params: { id }, body })).id);
  }

  /** WeChat cannot give it back. */
  async function abnormal(): Promise<string> {
    const orderId = await refunded({ refunds: 'abnormal' });
    await untilRefundIs(orderId, 'abnormal');
    await faults(shop);
    return orderId;
  }

  /** What WeChat would say had somebody sent the money to another account on its merchant platform. */
  async function mended(orderId: string): Promise<RefundView> {
    const view = await pay().queryRefund((await refundOf(orderId)).outRefundNo);
    if (view === null) throw new Error('WeChat knows the refund');
    return { ...view, status: 'SUCCESS' };
  }

  const eventsOf = async (orderId: string) =>
    (await orderOf(shop, buyer, orderId)).timeline.map(({ event }) => event);

  it.each([
    'USER_ACCOUNT_ABNORMAL',
    'INVALID_REQUEST',
    'PARAM_ERROR',
    'RESOURCE_NOT_EXISTS',
    'MCH_NOT_EXISTS',
  ])('refused for good with %s goes to a person, who asks again when it can be done', async (code) => {
    const refuse = jest
      .spyOn(pay(), 'refund')
      .mockRejectedValue(new WechatRefused('POST /v3/refund/domestic/refunds', 403, code, '不行'));
    const orderId = await refunded();
    await untilRefundIs(orderId, 'abnormal');
    refuse.mockRestore();
    const stuck = await refundOf(orderId);
    expect(stuck).toMatchObject({ lastError: code, settledOutside: false });
    expect(
      (await shop.call('console.exceptions', finance, { query: { kind: 'refund_abnormal' } })).items,
    ).toMatchObject([{ subjectId: stuck.id, detail: code }]);
    expect(await retry(stuck.id)).toMatchObject({ state: 'requested', outRefundNo: stuck.outRefundNo });
    await untilRefundIs(orderId, 'succeeded');
    expect(await orderOf(shop, buyer, orderId)).toMatchObject({ state: 'refunded' });
  });

  it('refused though WeChat took it before is what WeChat knows, and not settled elsewhere', async () => {
    const orderId = await refunded({ refunds: 'hold' });
    const send = pay().refund.bind(pay());
    const refuse = jest.spyOn(pay(), 'refund').mockImplementation(async (asked) => {
      await send(asked);
      throw new WechatRefused('POST /v3/refund/domestic/refunds', 400, 'INVALID_REQUEST', '与之前请求不一致');
    });
    await untilRefundIs(orderId, 'accepted');
    refuse.mockRestore();
    const { id } = await refundOf(orderId);
    const body = { reference: '工行 8821', reason: '以为没有退' };
    expect(await shop.refused('console.refund.settle', finance, { params: { id }, body })).toMatchObject({
      code: 'state.conflict',
    });
    await faults(shop);
    await untilRefundIs(orderId, 'succeeded');
  });

  it('refused because the shop has too little money is asked for again by itself', async () => {
    const refuse = jest
      .spyOn(pay(), 'refund')
      .mockRejectedValue(
        new WechatRefused('POST /v3/refund/domestic/refunds', 403, 'NOT_ENOUGH', '余额不足'),
      );
    const orderId = await refunded();
    await shop.pass(HOUR_MS);
    expect(await refundOf(orderId)).toMatchObject({
      state: 'requested',
      lastError: expect.stringContaining('NOT_ENOUGH'),
    });
    refuse.mockRestore();
    await untilRefundIs(orderId, 'succeeded');
  });

  it('is told to the buyer once, however often it is tried', async () => {
    const orderId = await abnormal();
    const { id } = await refundOf(orderId);
    for (let tries = 0; tries < 3; tries++) {
      await retry(id);
      await untilRefundIs(orderId, 'abnormal');
    }
    expect((await eventsOf(orderId)).filter((event) => event === 'refund_abnormal')).toHaveLength(1);
    await settleOutside(id);
    expect((await eventsOf(orderId)).filter((event) => event === 'refunded')).toHaveLength(1);
  });

  it('and was mended at WeChat is found out, though the notice was lost', async () => {
    const orderId = await abnormal();
    const view = await mended(orderId);
    const asked = jest.spyOn(pay(), 'queryRefund').mockResolvedValue(view);
    await shop.pass(15 * MINUTE_MS);
    await shop.worker.get(JanitorJob, { strict: false }).sweep();
    await untilRefundIs(orderId, 'succeeded');
    asked.mockRestore();
    expect(await orderOf(shop, buyer, orderId)).toMatchObject({ state: 'refunded' });
  });

  it('and comes after all when it was settled outside is a claim on the buyer, and a difference', async () => {
    const orderId = await abnormal();
    const { id, outRefundNo } = await refundOf(orderId);
    const view = await mended(orderId);
    await settleOutside(id);
    const [{ day } = { day: '' }] = await shop.rows<{ day: string }>(
      `select (sent_at at time zone 'Asia/Shanghai')::date::text as day from refund where id = $1`,
      [id],
    );
    const days = shop.app.get(ReconciliationDays, { strict: false });
    await shop.db.tx((tx) => days.begin(tx, [day]));
    const flow = shop.app.get(RefundFlow, { strict: false });
    for (let news = 0; news < 3; news++) expect(await flow.recordNotice(view)).toBe(true);
    const again = "select payload->>'day' as day from outbox where dedupe_key = 'paid-twice:' || $1";
    expect(await shop.rows(again, [id])).toEqual([{ day }]);

    const posted = await shop.rows(
      `select from_account as "from", to_account as "to", amount_fen::int as fen from ledger_transfer
       where order_id = $1 and reason = 'refund_paid_twice'`,
      [orderId],
    );
    expect(posted).toEqual([{ from: 'suspense', to: 'wechat_clearing', fen: SOLO_FEN }]);
    expect(await refundOf(orderId)).toMatchObject({ state: 'succeeded', lastError: 'PAID_TWICE' });
    expect((await eventsOf(orderId)).filter((event) => event === 'refunded')).toHaveLength(1);
    await expectBooksToBalance(shop);

    const match = shop.app.get(MatchFlow, { strict: false });
    await shop.db.tx((tx) => match.matchOne(tx, day, 'refund.state_differs', outRefundNo));
    const { items } = await shop.call('console.differences', finance, { query: { day } });
    expect(items.filter(({ subject }) => subject === outRefundNo)).toMatchObject([
      { kind: 'refund.state_differs', state: 'open', facts: { refundId: id, ourState: 'succeeded' } },
    ]);
  });

  it('does not use up the number that is kept for a group which may still fail', async () => {
    const { orderId } = await openedGroup(shop, goods, buyer);
    const orderLineId = (await orderOf(shop, buyer, orderId)).lines[0]?.id;
    const refundIds = Array.from({ length: 49 }, () => randomUUID());
    for (const refundId of refundIds) {
      const part = { orderId, refundId, lines: [{ orderLineId, quantity: 0, amountFen: 1 }], shippingFen: 0 };
      const plan = { ...part, reason: 'operator_refund', note: '', actor: 'system' };
      expect(await shop.db.call('request_refund', [plan, shop.clock.now()])).toMatchObject({ ok: true });
    }
    const last = refundIds.at(-1);
    const [{ no } = { no: '' }] = await shop.rows<{ no: string }>(
      'select out_refund_no as no from refund where id = $1',
      [last],
    );
    const now = shop.clock.now();
    await shop.db.call('record_refund', [last, no, 'abnormal', null, 'CLOSED', now]);
    expect(await shop.db.call('retry_refund', [last, 'operator', now])).toBe('too_many');
  });

  it('and hears late about a number that WeChat closed keeps the number that followed', async () => {
    const orderId = await refunded({ refunds: 'closed', notice: { drop: 1 } });
    await untilRefundIs(orderId, 'abnormal');
    const { id, outRefundNo } = await refundOf(orderId);
    const old = await pay().queryRefund(outRefundNo);
    if (old === null) throw new Error('WeChat knows the refund');
    await faults(shop, { refunds: 'hold' });
    await retry(id);
    await untilRefundIs(orderId, 'accepted');
    const answer = jest.spyOn(pay(), 'queryRefund').mockResolvedValueOnce(old);
    await shop.worker.get(RefundFlow, { strict: false }).check({ refundId: id });
    answer.mockRestore();
    expect(await refundOf(orderId)).toMatchObject({ state: 'accepted', attempt: 2 });
    await faults(shop);
    await untilRefundIs(orderId, 'succeeded');
  });
});
