import { jest } from '@jest/globals';
import { DAY_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { RefundFlow } from '../../src/flows/refund/refund.flow.js';
import { WECHAT_PAY } from '../../src/infra/wechat.tokens.js';
import type { RefundView } from '../../src/infra/wechat/wechat-pay.types.js';
import type { WechatPay } from '../../src/infra/wechat/wechat.ports.js';
import { crowd, makeGoods, openedGroup, place, SOLO_FEN, type BuyerWithAddress } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { withdraw } from '../support/payouts.js';
import { expectLinesToBeProven } from '../support/proofs.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Money that operators give back, part by part, and what sticks on its way. */
describe('refunds by operators', () => {
  let shop: TestShop;
  let owner: Caller;
  let operator: Caller;
  let finance: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    operator = await shop.operator('operator');
    finance = await shop.operator('finance');
  });

  afterEach(() => shop.control('PUT', '/sandbox/faults', { seed: 1 }));

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const read = (buyer: Caller, id: string) => shop.call('shop.order', buyer, { params: { id } });
  const balances = async (buyer: Caller) => (await shop.call('shop.distributor', buyer)).balances;
  const decide = (verb: 'approve' | 'withdraw', who: Caller, id: string) =>
    shop.call(`console.approval.${verb}`, who, { params: { id }, body: {} });

  /** A distributor whose share the buyer has opened. */
  async function promoted(buyer: BuyerWithAddress, productId: string): Promise<BuyerWithAddress> {
    const [dan] = await crowd(shop, 1, '推广');
    if (dan === undefined) throw new Error('no crowd');
    await shop.call('shop.distributor.apply', dan, { body: { agreeToRules: true } });
    const { items } = await shop.call('console.distributors', owner, { query: { state: 'applied' } });
    await shop.call('console.distributor.approve', owner, { params: { id: items[0]?.id ?? '' }, body: {} });
    const target = { kind: 'product' as const, id: productId };
    const { token } = await shop.call('shop.share.create', dan, { body: { target, channel: 'chat' } });
    const visitorId = '7b7a7e1c-4b5e-4d3a-9a51-0a7f6f4d2a11';
    await shop.call('shop.visit', buyer, { body: { token, visitorId } });
    return dan;
  }

  async function paidSolo(buyer: BuyerWithAddress, quantity = 1) {
    const goods = await makeGoods(shop, owner, { productRateBp: 1_000 });
    const dan = await promoted(buyer, goods.productId);
    const { order, cashier } = await place(shop, goods, buyer, 'solo', {
      lines: [{ skuId: goods.skuId, quantity }],
      expectPayFen: SOLO_FEN * quantity,
    });
    await shop.pay(cashier, buyer.openid);
    const [line] = (await read(buyer, order.id)).lines;
    return { goods, dan, orderId: order.id, lineId: line?.id ?? '' };
  }

  const ask = (orderId: string, orderLineId: string, quantity: number, amountFen?: number) =>
    shop.call('console.order.refund', operator, {
      params: { id: orderId },
      body: { lines: [{ orderLineId, quantity, amountFen }], reason: '少发一件' },
    });
  async function refund(orderId: string, lineId: string, quantity: number, amountFen?: number) {
    const { id } = await ask(orderId, lineId, quantity, amountFen);
    await decide('approve', finance, id);
    await shop.pass(62_000);
    await shop.eventually(async () => {
      await shop.pass(6_000);
      const open = await shop.rows("select 1 from refund where order_id = $1 and state <> 'succeeded'", [
        orderId,
      ]);
      return open.length === 0;
    });
  }
  const stockOf = async (skuId: string) =>
    (
      await shop.rows<{ free: number }>('select on_hand - held as free from sku_stock where sku_id = $1', [
        skuId,
      ])
    )[0]?.free;

  it('gives back piece by piece, to the fen, with stock and commission, and ends the order with the last', async () => {
    const [buyer] = await crowd(shop, 1, '分次');
    if (buyer === undefined) throw new Error('no crowd');
    const { goods, dan, orderId, lineId } = await paidSolo(buyer, 3);
    expect((await balances(dan)).heldFen).toBe(1_197);
    const free = (await stockOf(goods.skuId)) ?? 0;
    await refund(orderId, lineId, 1);
    const order = await read(buyer, orderId);
    expect(order).toMatchObject({ state: 'to_ship', refundedFen: SOLO_FEN });
    expect(order.lines).toMatchObject([{ refundedQuantity: 1, refundedFen: SOLO_FEN }]);
    expect(order.refunds).toMatchObject([
      { reason: 'operator_refund', note: '少发一件', state: 'succeeded' },
    ]);
    expect(await stockOf(goods.skuId)).toBe(free + 1);
    expect((await balances(dan)).heldFen).toBe(798);

    await refund(orderId, lineId, 0, 5);
    // floor(1197 × 3995 ÷ 11970) = 399: five fen of goods earned nothing of their own.
    expect((await balances(dan)).heldFen).toBe(798);
    expect(await stockOf(goods.skuId)).toBe(free + 1);
    await refund(orderId, lineId, 2, SOLO_FEN * 2 - 5);
    expect(await read(buyer, orderId)).toMatchObject({ state: 'refunded', refundedFen: SOLO_FEN * 3 });
    expect(await stockOf(goods.skuId)).toBe(free + 3);
    expect((await balances(dan)).heldFen).toBe(0);
    const lines = await shop.call('shop.commissions', dan, {});
    expect(lines.items.map(({ state, reasonCode, amountFen }) => [state, reasonCode, amountFen])).toEqual([
      ['reversed', 'REVERSED_PART', -399],
      ['reversed', 'REVERSED_FULL', 1_197],
    ]);
  });

  it('after completion takes back what is available, and the rest as debt that the next commission settles', async () => {
    const [buyer] = await crowd(shop, 1, '事后');
    if (buyer === undefined) throw new Error('no crowd');
    const { dan, orderId, lineId } = await paidSolo(buyer, 2);
    const shipping = { carrier: 'SF', trackingNo: 'SF1234567890' };
    await shop.call('console.order.ship', operator, { params: { id: orderId }, body: shipping });
    await shop.call('shop.order.receive', buyer, { params: { id: orderId }, body: {} });
    await shop.pass(7 * DAY_MS + MINUTE_MS);
    expect(await balances(dan)).toMatchObject({ heldFen: 0, availableFen: 798 });
    await refund(orderId, lineId, 1);
    expect(await read(buyer, orderId)).toMatchObject({ state: 'completed' });
    expect(await balances(dan)).toMatchObject({ availableFen: 399, debtFen: 0 });
    // What was paid out meanwhile is no longer there to be taken back.
    await withdraw(shop, dan, 399);
    await refund(orderId, lineId, 1);
    expect(await balances(dan)).toMatchObject({ availableFen: 0, payingFen: 399, debtFen: 399 });
    expect(await read(buyer, orderId)).toMatchObject({ state: 'refunded' });
  });

  it('while the group forms: a part leaves the member in, all of it frees the seat', async () => {
    const goods = await makeGoods(shop, owner);
    const [leader, member] = await crowd(shop, 2, '团中');
    if (leader === undefined || member === undefined) throw new Error('no crowd');
    const { groupId, orderId } = await openedGroup(shop, goods, leader);
    const joined = await place(shop, goods, member, { groupId });
    await shop.pay(joined.cashier, member.openid);
    const lineOf = async (buyer: Caller, id: string) => (await read(buyer, id)).lines[0]?.id ?? '';
    await refund(orderId, await lineOf(leader, orderId), 0, 90);
    expect(await read(leader, orderId)).toMatchObject({ state: 'waiting_group', refundedFen: 90 });
    const [transfer] = await shop.rows<{ from: string }>(
      `select from_account as "from" from ledger_transfer where order_id = $1 and reason = 'refund_requested'`,
      [orderId],
    );
    expect(transfer?.from).toBe('customer_deposits');
    await refund(orderId, await lineOf(leader, orderId), 1);
    expect(await read(leader, orderId)).toMatchObject({ state: 'refunded' });
    const group = await shop.call('shop.group', {}, { params: { id: groupId } });
    expect(group).toMatchObject({
      state: 'forming',
      takenCount: 1,
      members: [{ isLeader: true, seatNo: 2 }],
    });
  });

  it('needs another person, tells who, and leaves the money where it is until then', async () => {
    const [buyer] = await crowd(shop, 1, '复核');
    if (buyer === undefined) throw new Error('no crowd');
    const { orderId, lineId } = await paidSolo(buyer);
    const asked = await shop.call('console.order.refund', finance, {
      params: { id: orderId },
      body: { lines: [{ orderLineId: lineId, quantity: 1 }], reason: '客诉' },
    });
    const same = await shop.refused('console.approval.approve', finance, {
      params: { id: asked.id },
      body: {},
    });
    expect(same.code).toBe('approval.same_person');
    expect((await read(buyer, orderId)).refundedFen).toBe(0);
    const again = await shop.raw('console.order.refund', operator, {
      params: { id: orderId },
      body: { lines: [{ orderLineId: lineId, quantity: 1 }], reason: '再来' },
    });
    expect(again.body).toMatchObject({ code: 'approval.pending', detail: { approvalId: asked.id } });
    const foreign = await shop.refused('console.approval.withdraw', owner, {
      params: { id: asked.id },
      body: {},
    });
    expect(foreign.code).toBe('permission.denied');
    expect(await decide('withdraw', finance, asked.id)).toMatchObject({ state: 'withdrawn' });
    const late = await shop.refused('console.approval.approve', owner, {
      params: { id: asked.id },
      body: {},
    });
    expect(late.code).toBe('state.conflict');
  });

  it('the fifty-first refund of a payment is refused, and a forming group keeps one free for its failure', async () => {
    const [buyer, leader] = await crowd(shop, 2, '五十');
    if (buyer === undefined || leader === undefined) throw new Error('no crowd');
    const { orderId, lineId } = await paidSolo(buyer);
    const group = await openedGroup(shop, await makeGoods(shop, owner), leader);
    const part = (id: string, line: string, fen: number) =>
      shop.db.call<{ ok: boolean; code?: string }>('request_refund', [
        {
          orderId: id,
          refundId: crypto.randomUUID(),
          lines: [{ orderLineId: line, quantity: 0, amountFen: fen }],
          shippingFen: 0,
          reason: 'operator_refund',
          note: '',
          actor: 'system',
        },
        shop.clock.now(),
      ]);
    const repeat = async (id: string, line: string, times: number) => {
      for (let count = 0; count < times; count++) expect(await part(id, line, 1)).toMatchObject({ ok: true });
    };
    await repeat(orderId, lineId, 50);
    expect(await part(orderId, lineId, 1)).toMatchObject({ ok: false, code: 'refund.too_many' });
    const leaderLine = (await read(leader, group.orderId)).lines[0]?.id ?? '';
    await repeat(group.orderId, leaderLine, 49);
    expect(await part(group.orderId, leaderLine, 1)).toMatchObject({ ok: false, code: 'refund.too_many' });
    await shop.pass(61 * MINUTE_MS);
    expect(['refunding', 'refunded']).toContain((await read(leader, group.orderId)).state);
    // A minute lies between two refunds of one payment.
    for (let minutes = 0; minutes < 60; minutes++) await shop.pass(62_000);
    await shop.eventually(async () => {
      await shop.pass(62_000);
      return (await shop.rows("select 1 from refund where state <> 'succeeded'")).length === 0;
    });
  }, 120_000);

  it('what WeChat cannot carry out goes to a person: asked again, by a new number once closed, or settled outside', async () => {
    const [a, b] = await crowd(shop, 2, '卡住');
    if (a === undefined || b === undefined) throw new Error('no crowd');
    const stuck = async (buyer: BuyerWithAddress, plan: 'closed' | 'abnormal') => {
      const { orderId, lineId } = await paidSolo(buyer);
      const { id } = await ask(orderId, lineId, 1);
      await shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: plan });
      await decide('approve', finance, id);
      let refundId = '';
      await shop.eventually(async () => {
        await shop.pass(6_000);
        const { items } = await shop.call('console.refunds', finance, {
          query: { state: 'abnormal', orderId },
        });
        refundId = items[0]?.id ?? '';
        return refundId !== '';
      });
      await shop.control('PUT', '/sandbox/faults', { seed: 1 });
      return { orderId, refundId };
    };
    const closed = await stuck(a, 'closed');
    const [before] = (await shop.call('console.refunds', finance, { query: { orderId: closed.orderId } }))
      .items;
    const retried = await shop.call('console.refund.retry', finance, {
      params: { id: closed.refundId },
      body: {},
    });
    expect(retried).toMatchObject({ state: 'requested', attempt: 2 });
    expect(retried.outRefundNo).not.toBe(before?.outRefundNo);
    await shop.eventually(async () => {
      await shop.pass(62_000);
      return (await read(a, closed.orderId)).state === 'refunded';
    });

    const abnormal = await stuck(b, 'abnormal');
    expect((await read(b, abnormal.orderId)).timeline.map((entry) => entry.event)).toContain(
      'refund_abnormal',
    );
    const asked = await shop.call('console.refund.settle', finance, {
      params: { id: abnormal.refundId },
      body: { reference: '工行 8821', reason: '银行卡已注销' },
    });
    await decide('approve', owner, asked.id);
    expect(await read(b, abnormal.orderId)).toMatchObject({ state: 'refunded' });
    const [bank] = await shop.rows<{ fen: number }>(
      "select amount_fen::int as fen from ledger_transfer where order_id = $1 and to_account = 'bank'",
      [abnormal.orderId],
    );
    expect(bank?.fen).toBe(SOLO_FEN);
  });

  it('WeChat’s word on another amount or another payment moves nothing, and stands there for the operator', async () => {
    const [buyer] = await crowd(shop, 1, '不符');
    if (buyer === undefined) throw new Error('no crowd');
    const { orderId, lineId } = await paidSolo(buyer);
    const { id } = await ask(orderId, lineId, 1);
    await shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: 'hold' });
    await decide('approve', finance, id);
    const known = async () =>
      (await shop.call('console.refunds', finance, { query: { orderId } })).items[0] ?? null;
    await shop.eventually(async () => {
      await shop.pass(6_000);
      return (await known())?.state === 'accepted';
    });
    const pay = shop.worker.get<WechatPay>(WECHAT_PAY, { strict: false });
    const honest = pay.queryRefund.bind(pay);
    const lie = async (no: string, change: object): Promise<RefundView> => {
      const view = await honest(no);
      if (view === null) throw new Error('the sandbox knows the refund');
      return { ...view, status: 'SUCCESS', ...change };
    };
    const lies = [{ refundFen: SOLO_FEN - 1 }, { transactionId: '4200000000000000000000000009' }];
    for (const change of lies) {
      const asked = jest.spyOn(pay, 'queryRefund').mockImplementation((no) => lie(no, change));
      await shop.eventually(async () => {
        await shop.pass(MINUTE_MS);
        return asked.mock.calls.length > 0;
      });
      asked.mockRestore();
      expect(await known()).toMatchObject({
        state: 'accepted',
        lastError: expect.stringMatching(/another|not of/),
      });
      const view = await lie((await known())?.outRefundNo ?? '', change);
      const notice = shop.app.get(RefundFlow, { strict: false }).recordNotice(view);
      await expect(notice).rejects.toMatchObject({ name: 'NoticeRejected', status: 400 });
    }
    expect(await read(buyer, orderId)).toMatchObject({ state: 'refunding' });
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    await shop.eventually(async () => {
      await shop.pass(MINUTE_MS);
      return (await read(buyer, orderId)).state === 'refunded';
    });
  });

  it('two refunds of one payment that are due together are sent a minute apart', async () => {
    const [buyer] = await crowd(shop, 1, '两笔');
    if (buyer === undefined) throw new Error('no crowd');
    const { orderId, lineId } = await paidSolo(buyer, 4);
    for (let part = 0; part < 4; part++) {
      const { id } = await ask(orderId, lineId, 1);
      await decide('approve', finance, id);
    }
    const refunds = await shop.rows<{ id: string }>('select id from refund where order_id = $1', [orderId]);
    const flow = shop.app.get(RefundFlow, { strict: false });
    const sent = jest.spyOn(shop.app.get<WechatPay>(WECHAT_PAY, { strict: false }), 'refund');
    await Promise.all(refunds.map(({ id }) => flow.send({ refundId: id })));
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
    await shop.eventually(async () => {
      await shop.pass(MINUTE_MS);
      return (await read(buyer, orderId)).state === 'refunded';
    });
    const moments = await shop.rows<{ gap: number }>(
      `select extract(epoch from sent_at - lag(sent_at) over (order by sent_at))::int as gap from refund
       where order_id = $1 order by sent_at offset 1`,
      [orderId],
    );
    expect(moments.map(({ gap }) => gap >= 60)).toEqual([true, true, true]);
    // WeChat never had to say that it came too often.
    expect(
      await shop.rows('select 1 from refund where order_id = $1 and last_error is not null', [orderId]),
    ).toEqual([]);
  });

  it('whatever was given back, every line of commission is proven by its transfers', async () => {
    expect(await expectLinesToBeProven(shop, owner)).toEqual(
      expect.arrayContaining(['REVERSED_FULL reversed', 'REVERSED_PART held', 'REVERSED_PART reversed']),
    );
  });
});
