import { jest } from '@jest/globals';
import type { DifferenceReply, ReconciliationDayReply } from '@tuanlink/shared/replies';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { fundFlowBillText, tradeBillText } from '../../src/domains/reconciliation/bill.spec-support.js';
import { addDays } from '../../src/domains/reconciliation/schedule.rules.js';
import { WECHAT_PAY } from '../../src/infra/wechat.tokens.js';
import type { WechatPay } from '../../src/infra/wechat/wechat.ports.js';
import { changedBy } from '../contract/fingerprint.js';
import { nextMorning, toHour, today } from '../support/days.js';
import { crowd, type Goods, GROUP_FEN, makeGoods, openedGroup, place, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

jest.setTimeout(120_000);

const noFaults = { seed: 1 };

/** WeChat's bills against the shop's rows and the ledger: a clean day, and everything that can be wrong. */
describe('a day compared with WeChat’s bills', () => {
  let shop: TestShop;
  let finance: Caller;
  let goods: Goods;
  /** The day on which everything happened. */
  let day: string;
  /** Orders of that day. */
  const orders: Record<'solo' | 'odd' | 'failed' | 'midnight', string> = {
    solo: '',
    odd: '',
    failed: '',
    midnight: '',
  };

  beforeAll(async () => {
    shop = await TestShop.open();
    const owner = await shop.operator('owner');
    goods = await makeGoods(shop, owner, { size: 2, windowMinutes: 60 });
    await toHour(shop, 12);
    day = today(shop);
    await aBusyDay();
    finance = await shop.operator('finance');
  });

  afterEach(() => shop.control('PUT', '/sandbox/faults', noFaults));

  afterAll(async () => {
    await expectBooksToBalance(shop, /in payment_event$/);
    await shop.close();
  });

  const stateOf = async (orderId: string) =>
    (await shop.rows<{ state: string }>('select state from shop_order where id = $1', [orderId]))[0]?.state;
  const prepayOf = (cashier: { package: string } | null) => cashier?.package.replace('prepay_id=', '') ?? '';
  const settled = (orderId: string) =>
    shop.eventually(async () => {
      await shop.pass(1_000);
      return (await stateOf(orderId)) === 'refunded';
    });

  /** Solo and group orders, a group that fails, odd money, money paid twice, and a payment at midnight. */
  async function aBusyDay(): Promise<void> {
    const [a, b, c, d, e, f] = await crowd(shop, 6, '今日');
    if (!a || !b || !c || !d || !e || !f) throw new Error('no crowd');
    const solo = await place(shop, goods, a, 'solo');
    await shop.pay(solo.cashier, a.openid);
    orders.solo = solo.order.id;
    const { groupId } = await openedGroup(shop, goods, b);
    await shop.pay((await place(shop, goods, c, { groupId })).cashier, c.openid);
    orders.failed = (await openedGroup(shop, goods, d)).orderId;
    await shop.pass(HOUR_MS + MINUTE_MS);
    await settled(orders.failed);
    const odd = await place(shop, goods, e, 'solo');
    await shop.pay(odd.cashier, e.openid, { amountFen: SOLO_FEN + 1 });
    orders.odd = odd.order.id;
    await settled(odd.order.id);
    const twice = await place(shop, goods, a, 'solo');
    await shop.pay(twice.cashier, a.openid);
    await shop.pay(twice.cashier, a.openid, { again: true });
    await shop.eventually(async () => {
      await shop.pass(1_000);
      return (await shop.rows(`select 1 from refund where state <> 'succeeded'`)).length === 0;
    });
    await payAtMidnight(f);
  }

  /** WeChat takes the money seconds before midnight; its notice is heard after it. */
  async function payAtMidnight(buyer: Awaited<ReturnType<typeof crowd>>[number]): Promise<void> {
    await toHour(shop, 23, 58);
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.pass(MINUTE_MS + 55_000);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { holdUntilReplay: true } });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.pass(10_000);
    const [row] = await shop.rows<{ no: string }>(
      'select out_trade_no as no from payment where order_id = $1',
      [placed.order.id],
    );
    await shop.control('POST', '/sandbox/notices/replay', { outTradeNo: row?.no });
    expect(await stateOf(placed.order.id)).toBe('to_ship');
    expect(today(shop)).toBe(addDays(day, 1));
    orders.midnight = placed.order.id;
  }

  const read = (of = day): Promise<ReconciliationDayReply> =>
    shop.call('console.reconciliation.day', finance, { params: { day: of } });
  const open = async (of = day): Promise<DifferenceReply[]> =>
    (await shop.call('console.differences', finance, { query: { day: of, state: 'open', limit: 100 } }))
      .items;
  const named = async (of = day) =>
    (await open(of))
      .map(({ kind, subject }) => [kind, subject])
      .sort((a, b) => (a.join() < b.join() ? -1 : 1));
  const runAgain = async (of = day) => {
    const asked = await shop.call('console.reconciliation.run', finance, { params: { day: of }, body: {} });
    expect(asked.asked).toBe(true);
    await shop.drain();
  };
  const events = () => shop.rows('select * from reconciliation_difference_event order by id');

  it('is compared by itself on the next morning, and all three sides agree', async () => {
    await toHour(shop, 10, 29);
    expect((await shop.call('console.reconciliation', finance)).items).toEqual([]);
    await toHour(shop, 10, 30);
    await shop.drain();
    const matched = await read();
    expect(matched).toMatchObject({ state: 'matched', openCount: 0, resolvedCount: 0, lastError: null });
    // Six orders, one of which was paid twice, and one whose opener got the money back.
    const payments = { count: 8, fen: 4 * SOLO_FEN + SOLO_FEN + 1 + 3 * GROUP_FEN };
    const refunds = { count: 3, fen: GROUP_FEN + SOLO_FEN + 1 + SOLO_FEN };
    expect(matched.figures).toEqual({
      payments: { wechat: payments, ours: payments, ledger: payments },
      refunds: { wechat: refunds, ours: refunds, ledger: refunds },
      transfers: { wechat: none, ours: none, ledger: none },
      feeFen: expect.any(Number),
      unlistedCount: 0,
    });
    expect(matched.figures?.feeFen).toBeGreaterThan(0);
    expect(matched.bills).toMatchObject([
      { kind: 'trade', source: 'download', rowCount: 11, unreadableCount: 0 },
      { kind: 'fund_flow', source: 'download', unreadableCount: 0 },
    ]);
  });
  const none = { count: 0, fen: 0 };

  it('has the payment of midnight on WeChat’s day, and the next day lacks nothing', async () => {
    const [row] = await shop.rows<{ day: string }>(
      `select r.day::text as day from wechat_bill_row r join payment y on y.transaction_id = r.key
       where y.order_id = $1`,
      [orders.midnight],
    );
    expect(row).toEqual({ day });
    const buyer = await shop.buyerWithAddress('次日');
    await shop.pay((await place(shop, goods, buyer, 'solo')).cashier, buyer.openid);
    await nextMorning(shop);
    const next = await read(addDays(day, 1));
    expect(next).toMatchObject({ state: 'matched', openCount: 0 });
    expect(next.figures?.payments.ours).toEqual({ count: 1, fen: SOLO_FEN });
  });

  it('changes nothing when it is done again', async () => {
    const before = await read();
    const tables = await changedBy(shop, () => runAgain());
    expect(tables).toEqual(['audit_entry', 'reconciliation_day']);
    expect(await read()).toEqual({ ...before, matchedAt: expect.any(String), tries: before.tries + 1 });
  });

  /** Changes a row behind the shop's back, looks, and gives it back: the difference must be gone again. */
  async function tampered(sql: string, params: unknown[], back: string, work: () => Promise<void>) {
    for (const [statement, look] of [
      [sql, work],
      [back, async () => expect(await open()).toEqual([])],
    ] as const) {
      await shop.rows('alter table ledger_transfer disable trigger user');
      expect((await shop.owner.query(statement, params)).rowCount).toBe(1);
      await shop.rows('alter table ledger_transfer enable trigger user');
      await runAgain();
      await look();
    }
  }

  const transactionOf = async (orderId: string) =>
    (
      await shop.rows<{ id: string }>('select transaction_id as id from payment where order_id = $1', [
        orderId,
      ])
    )[0]?.id ?? '';

  it.each([
    ['payment.amount_differs', 'update payment set amount_fen = amount_fen + $2 where order_id = $1', '- $2'],
  ])(
    'names %s when a payment was altered here, and closes it when it is right again',
    async (kind, sql, back) => {
      const id = await transactionOf(orders.solo);
      await tampered(sql, [orders.solo, 7], sql.replace('+ $2', back), async () => {
        expect(await open()).toMatchObject([
          {
            kind,
            subject: id,
            day,
            facts: { wechatFen: SOLO_FEN, ourFen: SOLO_FEN + 7, ledgerFen: SOLO_FEN, orderId: orders.solo },
          },
        ]);
      });
      const resolved = await shop.call('console.differences', finance, {
        query: { day, kind: 'payment.amount_differs' },
      });
      expect(resolved.items).toMatchObject([{ state: 'resolved', resolvedBy: null }]);
    },
  );

  it('names a ledger entry that was altered, removed, or put in by hand', async () => {
    const id = await transactionOf(orders.solo);
    const cause = `cause_id('paid:' || $1)`;
    await tampered(
      `update ledger_transfer set amount_fen = amount_fen - $2 where id = ${cause}`,
      [orders.solo, 5],
      `update ledger_transfer set amount_fen = amount_fen + $2 where id = ${cause}`,
      async () => expect(await named()).toEqual([['ledger.amount_differs', id]]),
    );
    const [entry] = await shop.rows<{ id: string }>(`select ${cause}::text as id`, [orders.solo]);
    const other = '00000000-0000-8000-8000-000000000001';
    await tampered(
      'update ledger_transfer set id = $2 where id = $1',
      [entry?.id, other],
      'update ledger_transfer set id = $1 where id = $2',
      async () =>
        expect(await named()).toEqual([
          ['ledger.unexplained', other],
          ['payment.missing_in_ledger', id],
        ]),
    );
  });

  it('names money that only one side knows', async () => {
    const id = await transactionOf(orders.solo);
    await tampered(
      `update payment set transaction_id = '4299999' || $2::text where order_id = $1 and transaction_id = $3`,
      [orders.solo, '1', id],
      `update payment set transaction_id = $3 where order_id = $1 and $2 = '1'`,
      async () =>
        expect(await named()).toEqual([
          ['payment.missing_at_wechat', '42999991'],
          ['payment.missing_here', id],
        ]),
    );
  });

  it('names refunds that differ', async () => {
    const [refund] = await shop.rows<{ id: string; no: string }>(
      'select id, out_refund_no as no from refund where order_id = $1',
      [orders.failed],
    );
    if (refund === undefined) throw new Error('no refund');
    const change = async (set: string, back: string, kinds: string[][]) =>
      tampered(
        `update refund set ${set} where id = $1`,
        [refund.id],
        `update refund set ${back} where id = $1`,
        async () => expect(await named()).toEqual(kinds),
      );
    await change('amount_fen = amount_fen - 1', 'amount_fen = amount_fen + 1', [
      ['refund.amount_differs', refund.no],
    ]);
    await change(`state = 'accepted'`, `state = 'succeeded'`, [['refund.state_differs', refund.no]]);
    await change(`out_refund_no = 'x' || out_refund_no`, `out_refund_no = substr(out_refund_no, 2)`, [
      ['refund.missing_at_wechat', `x${refund.no}`],
      ['refund.missing_here', refund.no],
    ]);
  });

  it('takes up money that was lost, when WeChat is asked about the difference', async () => {
    // Paid twice, and nobody heard of the second time.
    const buyer = await shop.buyerWithAddress('没听见');
    await toHour(shop, 12);
    const second = today(shop);
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.pay(placed.cashier, buyer.openid);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    const { transactionId } = await shop.control<{ transactionId: string }>(
      'POST',
      `/sandbox/payments/${prepayOf(placed.cashier)}/pay`,
      { openid: buyer.openid, again: true },
    );
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await nextMorning(shop);
    const [found] = await open(second);
    expect(found).toMatchObject({
      kind: 'payment.missing_here',
      subject: transactionId,
      facts: { orderId: placed.order.id, wechatFen: SOLO_FEN },
    });
    const params = { id: found?.id ?? '' };
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    const unheard = await shop.refused('console.difference.ask', finance, { params, body: {} });
    expect(unheard.code).toBe('wechat.unavailable');
    await shop.control('PUT', '/sandbox/faults', noFaults);
    const asked = await shop.call('console.difference.ask', finance, { params, body: {} });
    expect(asked).toMatchObject({
      state: 'resolved',
      resolvedBy: null,
      answer: { state: 'SUCCESS', fen: SOLO_FEN, outcome: 'recorded' },
    });
    expect((await shop.refused('console.difference.ask', finance, { params, body: {} })).code).toBe(
      'state.conflict',
    );
    await shop.eventually(async () => {
      await shop.pass(1_000);
      const order = await shop.call('shop.order', buyer, { params: { id: placed.order.id } });
      return order.refunds.some(({ reason, state }) => reason === 'paid_twice' && state === 'succeeded');
    });
    expect(await stateOf(placed.order.id)).toBe('to_ship');
    const { items } = await shop.call('console.audit', finance, { query: { action: 'difference.ask' } });
    expect(items).toMatchObject([{ subjectId: params.id, after: { answer: { outcome: 'recorded' } } }]);
  });

  it('takes up a first payment that was lost, though the order was let go long since', async () => {
    const buyer = await shop.buyerWithAddress('失而复得');
    await toHour(shop, 12);
    const lostDay = today(shop);
    const placed = await place(shop, goods, buyer, 'solo');
    await shop.control('PUT', '/sandbox/faults', {
      ...noFaults,
      notice: { drop: 1 },
      http: { errorRate: 1 },
    });
    await shop.control('POST', `/sandbox/payments/${prepayOf(placed.cashier)}/pay`, { openid: buyer.openid });
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(MINUTE_MS);
    expect(await stateOf(placed.order.id)).toBe('cancelled');
    // Somebody says that the payment is closed, which is not true: nobody asks for it any more.
    await shop.rows(`update payment set state = 'closed' where order_id = $1`, [placed.order.id]);
    await shop.rows('delete from outbox');
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await nextMorning(shop);
    const [found] = await open(lostDay);
    expect(found).toMatchObject({ kind: 'payment.missing_here', facts: { orderId: placed.order.id } });
    const params = { id: found?.id ?? '' };
    await shop.call('console.difference.ask', finance, { params, body: {} });
    expect(await stateOf(placed.order.id)).toBe('to_ship');
    expect(await open(lostDay)).toEqual([]);
  });

  it('hears of a refund that arrived unheard', async () => {
    const buyer = await shop.buyerWithAddress('退款未闻');
    await toHour(shop, 12);
    const refundDay = today(shop);
    const { orderId } = await openedGroup(shop, goods, buyer);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.call('shop.order.cancel', buyer, { params: { id: orderId }, body: {} });
    await shop.drain();
    await shop.rows('delete from outbox');
    await shop.rows(`update refund set sent_at = sent_at + interval '10 days' where order_id = $1`, [
      orderId,
    ]);
    await shop.eventually(async () => {
      const { items } = await shop.control<{ items: { state: string }[] }>('GET', '/sandbox/refunds');
      return items.every(({ state }) => state === 'SUCCESS');
    });
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await nextMorning(shop);
    const [found] = await open(refundDay);
    expect(found).toMatchObject({
      kind: 'refund.state_differs',
      facts: { wechatState: 'SUCCESS', ourState: 'accepted', orderId },
    });
    const asked = await shop.call('console.difference.ask', finance, {
      params: { id: found?.id ?? '' },
      body: {},
    });
    expect(asked).toMatchObject({ state: 'resolved', answer: { state: 'SUCCESS', outcome: 'recorded' } });
    expect(await stateOf(orderId)).toBe('refunded');
  });

  it('is resolved by a person with a note, which holds while the facts stay as they are', async () => {
    const sql = 'update payment set amount_fen = amount_fen + $2 where order_id = $1';
    await tampered(sql, [orders.solo, 3], sql.replace('+ $2', '- $2'), async () => {
      const [found] = await open();
      const params = { id: found?.id ?? '' };
      const auditor = await shop.operator('auditor');
      expect(
        (await shop.refused('console.difference.resolve', auditor, { params, body: { note: '已核' } }))
          .status,
      ).toBe(403);
      const note = '与微信核对无误，系统录入错误';
      const resolved = await shop.call('console.difference.resolve', finance, { params, body: { note } });
      expect(resolved).toMatchObject({ state: 'resolved', note, resolvedBy: { name: 'finance' } });
      expect(
        (await shop.refused('console.difference.resolve', finance, { params, body: { note } })).code,
      ).toBe('state.conflict');
      const audit = await shop.call('console.audit', finance, { query: { action: 'difference.resolve' } });
      expect(audit.items).toMatchObject([{ before: { state: 'open' }, after: { state: 'resolved', note } }]);
      const before = await events();
      await runAgain();
      expect(await open()).toEqual([]);
      expect(await events()).toEqual(before);
      expect(await read()).toMatchObject({ openCount: 0, resolvedCount: 1 });
      await shop.rows('update payment set amount_fen = amount_fen + 1 where order_id = $1', [orders.solo]);
      await runAgain();
      expect(await open()).toMatchObject([{ id: params.id, resolvedBy: null, note: null }]);
      await shop.rows('update payment set amount_fen = amount_fen - 1 where order_id = $1', [orders.solo]);
    });
  });

  it('takes a bill from an operator’s hands: a broken line is named and changes nothing', async () => {
    const text = await shop.app.get<WechatPay>(WECHAT_PAY).downloadTradeBill(day);
    if (text === null) throw new Error('no bill');
    const broken = text
      .split('\r\n')
      .map((line, index) => (index === 3 ? line.replace('`0.60%', '0.60%') : line))
      .join('\r\n');
    const params = { day };
    let reply: ReconciliationDayReply | undefined;
    const tables = await changedBy(shop, async () => {
      reply = await shop.call('console.reconciliation.import', finance, {
        params,
        body: { kind: 'trade', text: broken },
      });
    });
    expect(tables.filter((table) => !/^(wechat_bill|reconciliation)/.test(table))).toEqual(['audit_entry']);
    expect(reply?.bills[0]).toMatchObject({
      kind: 'trade',
      source: 'import',
      rowCount: 10,
      unreadableCount: 1,
    });
    const found = await open();
    expect(found.map(({ kind }) => kind)).toEqual(['bill.line_unreadable']);
    expect(found[0]).toMatchObject({ subject: 'trade:4', facts: { line: 4, fault: 'columns' } });
    const ask = { params: { id: found[0]?.id ?? '' }, body: {} };
    expect((await shop.refused('console.difference.ask', finance, ask)).code).toBe('state.conflict');

    await shop.call('console.reconciliation.import', finance, { params, body: { kind: 'trade', text } });
    expect(await open()).toEqual([]);
    expect(await read()).toMatchObject({ openCount: 0, bills: [{ source: 'import', rowCount: 11 }, {}] });
  });

  it('names a broken line also where its beginning ends in the middle of a character', async () => {
    const text = await shop.app.get<WechatPay>(WECHAT_PAY).downloadTradeBill(day);
    if (text === null) throw new Error('no bill');
    const broken = text.replace('\r\n', `\r\nx${'🍊'.repeat(300)}\r\n`);
    for (const [given, kinds] of [
      [broken, ['bill.line_unreadable']],
      [text, []],
    ] as const) {
      const body = { kind: 'trade' as const, text: given };
      const reply = await shop.raw('console.reconciliation.import', finance, { params: { day }, body });
      expect(reply.status).toBe(200);
      expect((await open()).map(({ kind }) => kind)).toEqual(kinds);
    }
  });

  it('names a bill whose sums its rows do not have, and refuses what is no bill of the day', async () => {
    const text = await shop.app.get<WechatPay>(WECHAT_PAY).downloadTradeBill(day);
    if (text === null) throw new Error('no bill');
    const params = { day };
    const give = (body: object) => shop.raw('console.reconciliation.import', finance, { params, body });
    const cut = text.split('\r\n').slice(0, -3).join('\r\n');
    expect((await give({ kind: 'trade', text: cut })).status).toBe(200);
    expect(await named()).toEqual([['bill.summary_differs', 'trade']]);
    for (const [kind, bad] of [
      ['trade', fundFlowBillText([])],
      ['fund_flow', text],
      ['trade', '<html></html>'],
      ['trade', text.replaceAll(day, addDays(day, -1))],
    ]) {
      const refused = await give({ kind, text: bad });
      expect(refused).toMatchObject({ status: 400, body: { code: 'bill.unreadable' } });
    }
    expect((await give({ kind: 'nothing', text })).status).toBe(400);
    expect(await named()).toEqual([['bill.summary_differs', 'trade']]);
    await runAgain();
    expect(await open()).toEqual([]);
  });

  it.each(['2026-13-01', 'nothing', '2019-01-01', '2098-01-01'])('%s is no day to look at', async (wrong) => {
    const params = { day: wrong };
    for (const name of ['console.reconciliation.run', 'console.reconciliation.import'] as const) {
      for (const body of [{}, { noSuchField: 1 }]) {
        expect(await shop.raw(name, finance, { params, body })).toMatchObject({ status: 404 });
      }
    }
    expect(await shop.raw('console.reconciliation.day', finance, { params })).toMatchObject({ status: 404 });
    expect(
      await shop.raw('console.reconciliation.run', finance, { params: { day: today(shop) }, body: {} }),
    ).toMatchObject({
      status: 404,
    });
  });

  it('waits for WeChat as long as it takes, and catches up on days that were missed', async () => {
    await toHour(shop, 11);
    const silentDay = today(shop);
    const buyer = await shop.buyerWithAddress('停摆');
    await shop.pay((await place(shop, goods, buyer, 'solo')).cashier, buyer.openid);
    // Nobody works for three days, and then WeChat is silent.
    shop.clock.move(3 * DAY_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, http: { errorRate: 1 } });
    finance = await shop.operator('finance');
    await shop.drain();
    await shop.drain();
    const waiting = await read(silentDay);
    expect(waiting).toMatchObject({
      state: 'waiting',
      bills: [],
      figures: null,
      lastError: expect.any(String),
    });
    await shop.pass(DAY_MS);
    await shop.drain();
    finance = await shop.operator('finance');
    const { items } = await shop.call('console.exceptions', finance, { query: { kind: 'day_not_matched' } });
    expect(items.map(({ subjectId }) => subjectId)).toContain(silentDay);
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.pass(3 * HOUR_MS);
    await shop.drain();
    expect(await read(silentDay)).toMatchObject({ state: 'matched', openCount: 0, lastError: null });
    // A day on which nothing happened has no bills, which is as good.
    expect(await read(addDays(silentDay, 1))).toMatchObject({
      state: 'matched',
      bills: [{ rowCount: 0 }, { rowCount: 0 }],
    });
    expect(await shop.rows(`select 1 from reconciliation_day where state = 'waiting'`)).toEqual([]);
  });

  it('does not believe that there is no bill of a day with money', async () => {
    await toHour(shop, 11);
    const quiet = today(shop);
    await nextMorning(shop);
    expect(await read(quiet)).toMatchObject({ state: 'matched' });
    // Money that the shop says came on a quiet day, and WeChat never took.
    const id = await transactionOf(orders.solo);
    await shop.rows(`update payment set transaction_id = '4299999', paid_at = $2 where order_id = $1`, [
      orders.solo,
      new Date(Date.parse(`${quiet}T04:00:00.000Z`)),
    ]);
    await shop.rows('delete from reconciliation_difference_event');
    await shop.rows('delete from reconciliation_difference');
    await shop.rows('delete from wechat_bill where day = $1', [quiet]);
    await runAgain(quiet);
    expect(await read(quiet)).toMatchObject({ state: 'waiting', lastError: 'no_bill', bills: [] });
    const flow = fundFlowBillText([]);
    const { mchid, appid } = shop.config.wechat;
    const trade = tradeBillText([], { day: quiet, mchid, appid });
    for (const body of [
      { kind: 'fund_flow' as const, text: flow },
      { kind: 'trade' as const, text: trade },
    ]) {
      await shop.call('console.reconciliation.import', finance, { params: { day: quiet }, body });
    }
    expect(await read(quiet)).toMatchObject({ state: 'matched', openCount: 1 });
    expect(await named(quiet)).toEqual([['payment.missing_at_wechat', '4299999']]);
    const [found] = await open(quiet);
    const asked = await shop.call('console.difference.ask', finance, {
      params: { id: found?.id ?? '' },
      body: {},
    });
    expect(asked).toMatchObject({ state: 'open', answer: { state: 'unknown', outcome: 'none' } });
    await shop.rows('update payment set transaction_id = $2 where order_id = $1', [orders.solo, id]);
    await runAgain(day);
    await runAgain(quiet);
    expect(await open(quiet)).toEqual([]);
  });
});
