import { formatTime, shanghaiMonth } from '@tuanlink/shared/time';
import { makeGoods, place } from '../support/goods.js';
import {
  aDistributor,
  billNo,
  credit,
  distributorId as idOfDistributor,
  indebt,
  payOut,
  settle,
  untilState,
  withdraw,
} from '../support/payouts.js';
import { pdfTexts } from '../support/pdf-text.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** Statements, receipts and the list of a run: their totals are the ledger's, and no real name is in them. */
describe('papers', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let buyer: Buyer;
  let paidId: string;
  let runId: string;
  let distributorId: string;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
    buyer = await aDistributor(shop, owner, '甲');
    await shop.call('shop.me.patch', buyer, { body: { nickname: '=HYPERLINK("x"),"甲"' } });
    const [row] = await shop.rows<{ id: string }>('select id from distributor where user_id = $1', [
      buyer.id,
    ]);
    distributorId = row?.id ?? '';
    await credit(shop, buyer.id, 500_000);
    await shop.call('shop.payee', buyer, { body: { realName: '慕容小雪' } });
    const paid = await withdraw(shop, buyer, 100_000);
    paidId = paid.id;
    runId = (await payOut(shop, finance, owner, [paid])).id;
    await settle(shop, paid.id);
    await untilState(shop, buyer, paid.id, 'paid');
    const rejected = await withdraw(shop, buyer, 700);
    await indebt(shop, buyer.id, 300);
    await shop.call('console.withdrawal.reject', owner, {
      params: { id: rejected.id },
      body: { reason: '重复' },
    });
    await withdraw(shop, buyer, 200);
  });

  afterAll(() => shop.close());

  const month = () => shanghaiMonth(shop.clock.now());

  async function file(path: string, caller: Caller, language = 'zh-CN') {
    const headers: Record<string, string> = { 'accept-language': language };
    if (caller.token !== undefined) headers['authorization'] = `Bearer ${caller.token}`;
    if (caller.cookie !== undefined) headers['cookie'] = caller.cookie;
    const response = await fetch(`${shop.url}/api${path}`, { headers });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      name: response.headers.get('content-disposition'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  }

  it('a statement is what the ledger says', async () => {
    const statement = await shop.call('shop.statement', buyer, { query: { month: month() } });
    expect(statement).toMatchObject({
      opening: { heldFen: 0, availableFen: 0, payingFen: 0, debtFen: 0 },
      closing: { heldFen: 0, availableFen: 400_000 - 300 - 200, payingFen: 200, debtFen: 0 },
      earnedFen: 500_000,
      reversedFen: 300,
      paidFen: 96_000,
      taxFen: 4_000,
    });
    const { balances } = await shop.call('shop.distributor', buyer);
    const { closing } = statement;
    expect(closing).toEqual({
      heldFen: balances.heldFen,
      availableFen: balances.availableFen,
      payingFen: balances.payingFen,
      debtFen: balances.debtFen,
    });
    expect(statement.paidFen).toBe(balances.paidFen);
    const sum = closing.heldFen + closing.availableFen + closing.payingFen - closing.debtFen;
    const { earnedFen, reversedFen, paidFen, taxFen } = statement;
    expect(sum).toBe(earnedFen - reversedFen - paidFen - taxFen);
    const entries = statement.entries.filter(({ withdrawalId }) => withdrawalId === paidId);
    expect(entries.map(({ reason }) => reason).sort()).toEqual([
      'withdrawal_paid',
      'withdrawal_requested',
      'withdrawal_tax',
    ]);
    expect(statement.entryCount).toBe(statement.entries.length);
  });

  it('a month without anything begins and ends with the same', async () => {
    const statement = await shop.call('shop.statement', buyer, { query: { month: '2020-01' } });
    expect(statement).toMatchObject({ entryCount: 0, entries: [], earnedFen: 0, paidFen: 0 });
    expect(statement.opening).toEqual(statement.closing);
  });

  it.each(['2026-13', '2026-1', '1999-01', 'x', '2026-11-01'])('%s is no month', async (wrong) => {
    expect((await shop.refused('shop.statement', buyer, { query: { month: wrong } })).status).toBe(400);
  });

  it('as CSV it holds the same entries, the oldest first', async () => {
    const statement = await shop.call('shop.statement', buyer, {});
    for (const [path, caller] of [
      ['/shop/distributor/statement.csv', buyer],
      [`/console/distributors/${distributorId}/statement.csv`, finance],
    ] as const) {
      const { status, type, name, bytes } = await file(path, caller);
      expect([status, type]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(name).toBe(`attachment; filename="statement-${month()}.csv"`);
      const lines = bytes.toString('utf8').replace('\ufeff', '').trim().split('\r\n');
      expect(lines[0]).toBe('at,reason,from,to,amount_yuan,order_id,withdrawal_id,transfer_id');
      const ids = lines.slice(1).map((line) => line.split(',').at(-1));
      expect(ids).toEqual([...statement.entries].reverse().map(({ transferId }) => transferId));
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    }
  });

  it('the list of a run is safe for spreadsheets, and shows names only masked', async () => {
    const { bytes } = await file(`/console/payout-runs/${runId}/items.csv`, finance);
    const text = bytes.toString('utf8');
    expect(text).toContain(`"'=HYPERLINK(""x""),""甲"""`);
    expect(text).toContain('慕***');
    expect(text).not.toContain('容小雪');
    expect(text).toMatch(/paid,1000\.00,40\.00,960\.00,/);
  });

  it.each([
    ['a statement', () => '/shop/distributor/statement.pdf', () => buyer],
    ['a receipt', () => `/shop/distributor/withdrawals/${paidId}/receipt.pdf`, () => buyer],
    ['an operator’s receipt', () => `/console/withdrawals/${paidId}/receipt.pdf`, () => finance],
  ])('%s is a PDF', async (_, path, caller) => {
    const { status, type, bytes } = await file(path(), caller());
    expect([status, type]).toEqual([200, 'application/pdf']);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.subarray(-6).toString()).toContain('%%EOF');
  });

  it('there is a receipt only of what was paid, and only for its owner', async () => {
    const { items } = await shop.call('shop.withdrawals', buyer, { query: { state: 'requested' } });
    const params = { id: items[0]?.id ?? '' };
    expect(await shop.refused('shop.withdrawal.receipt', buyer, { params })).toMatchObject({
      code: 'state.conflict',
      detail: { state: 'requested' },
    });
    expect(await shop.refused('shop.withdrawal.receipt.csv', buyer, { params })).toMatchObject({
      code: 'state.conflict',
      detail: { state: 'requested' },
    });
    const stranger = await shop.buyer('别人');
    for (const name of ['shop.withdrawal.receipt', 'shop.withdrawal.receipt.csv'] as const) {
      // Whether it was paid is nobody else's business either.
      for (const id of [paidId, params.id]) {
        expect((await shop.refused(name, stranger, { params: { id } })).status).toBe(404);
      }
    }
  });

  describe('to the fen', () => {
    let seller: Buyer;
    let orderId: string;
    let withdrawalId: string;

    beforeAll(async () => {
      seller = await aDistributor(shop, owner, '乙');
      await shop.call('shop.me.patch', seller, { body: { nickname: '乙（杭州）' } });
      await shop.call('shop.payee', seller, { body: { realName: '司马相如' } });
      orderId = await sale(seller);
      await credit(shop, seller.id, 123_456);
      const paid = await withdraw(shop, seller, 100_000);
      withdrawalId = paid.id;
      await payOut(shop, finance, owner, [paid]);
      await settle(shop, paid.id);
      await untilState(shop, seller, paid.id, 'paid');
      await indebt(shop, seller.id, 305);
    });

    /** Somebody buys through the seller's link. */
    async function sale(from: Buyer): Promise<string> {
      const goods = await makeGoods(shop, owner);
      const target = { kind: 'product' as const, id: goods.productId };
      const { token } = await shop.call('shop.share.create', from, { body: { target, channel: 'chat' } });
      const customer = await shop.buyerWithAddress('顾客');
      const { order, cashier } = await place(shop, goods, customer, 'solo', { shareToken: token });
      await shop.pay(cashier, customer.openid);
      return order.id;
    }

    /** The rows of a CSV without quoted cells, by their headings. */
    async function rowsOf(path: string, caller: Caller): Promise<Record<string, string>[]> {
      const { status, type, bytes } = await file(path, caller);
      expect([status, type]).toEqual([200, 'text/csv; charset=utf-8']);
      const lines = bytes.toString('utf8').replace('\ufeff', '').trimEnd().split('\r\n');
      const [head = [], ...rows] = lines.map((line) => line.split(','));
      return rows.map((row) => Object.fromEntries(row.map((cell, index) => [head[index] ?? '', cell])));
    }

    /** What stands on a paper, without the spaces and line breaks that its width made. */
    async function textOf(path: string, caller: Caller, language?: string): Promise<string> {
      const { bytes } = await file(path, caller, language);
      return squeeze(pdfTexts(bytes).join(''));
    }
    const squeeze = (text: string) => text.replace(/\s/g, '');
    const entriesOf = async () => (await shop.call('shop.statement', seller, {})).entries.toReversed();

    it('every column of a statement as CSV', async () => {
      const id = await idOfDistributor(shop, seller.id);
      const entries = await entriesOf();
      const none = { order_id: '', withdrawal_id: '' };
      const wanted = [
        ['commission_held', 'commission_expense', 'held', '3.99', { ...none, order_id: orderId }],
        ['commission_adjusted', 'commission_expense', 'available', '1234.56', none],
        ['withdrawal_requested', 'available', 'paying', '1000.00', { ...none, withdrawal_id: withdrawalId }],
        ['withdrawal_paid', 'paying', 'wechat_clearing', '960.00', { ...none, withdrawal_id: withdrawalId }],
        ['withdrawal_tax', 'paying', 'tax_payable', '40.00', { ...none, withdrawal_id: withdrawalId }],
        ['commission_reversed', 'debt', 'commission_expense', '3.05', none],
      ] as const;
      const expected = wanted.map(([reason, from, to, amount, about], index) => ({
        at: formatTime(entries[index]?.at ?? ''),
        reason,
        from,
        to,
        amount_yuan: amount,
        ...about,
        transfer_id: entries[index]?.transferId,
      }));
      expect(await rowsOf('/shop/distributor/statement.csv', seller)).toEqual(expected);
      expect(await rowsOf(`/console/distributors/${id}/statement.csv`, finance)).toEqual(expected);
    });

    it('a statement on paper', async () => {
      const text = await textOf('/shop/distributor/statement.pdf', seller);
      const balances = '待结算 ¥3.99 · 可提现 ¥234.56 · 提现中 ¥0.00 · 待抵扣 ¥3.05';
      for (const part of [
        `推广佣金月结单乙（杭州） · ${month()} · 编号 ${seller.id}`,
        '期初待结算 ¥0.00 · 可提现 ¥0.00 · 提现中 ¥0.00 · 待抵扣 ¥0.00',
        '本月入账佣金¥1,238.55',
        '本月冲回-¥3.05',
        '本月到账-¥960.00',
        '本月代扣个税-¥40.00',
        `期末${balances}`,
      ]) {
        expect(text).toContain(squeeze(part));
      }
      const times = (await entriesOf()).map(({ at }) => formatTime(at));
      const [order, withdrawal] = [`订单 ${orderId.slice(-8)}`, `提现 ${withdrawalId.slice(-8)}`];
      const rows = [
        `${times[0]}佣金进入待结算商家佣金支出待结算¥3.99${order}`,
        `${times[1]}佣金调整商家佣金支出可提现¥1,234.56`,
        `${times[2]}申请提现可提现提现中¥1,000.00${withdrawal}`,
        `${times[3]}提现到账提现中微信零钱¥960.00${withdrawal}`,
        `${times[4]}代扣个税提现中代扣个税¥40.00${withdrawal}`,
        `${times[5]}佣金冲回待抵扣商家佣金支出¥3.05`,
      ];
      expect(text).toContain(squeeze(rows.join('')));
      const english = await textOf('/shop/distributor/statement.pdf', seller, 'en');
      expect(english).toContain(squeeze('Tax withheld-¥40.00'));
      expect(english).toContain(squeeze('Closing balancesHeld ¥3.99 · Available ¥234.56 · Paying ¥0.00'));
    });

    it('every column of a receipt as CSV', async () => {
      const params = { id: withdrawalId };
      const { transferBillNo, requestedAt, finishedAt } = await shop.call('console.withdrawal', finance, {
        params,
      });
      const expected = {
        withdrawal_id: withdrawalId,
        out_bill_no: await billNo(shop, withdrawalId),
        transfer_bill_no: transferBillNo,
        nickname: '乙（杭州）',
        real_name_masked: '司***',
        requested_at: formatTime(requestedAt),
        paid_at: formatTime(finishedAt ?? ''),
        tax_month: month(),
        tax_rule: 'labour-cn-1',
        amount_yuan: '1000.00',
        month_before_yuan: '0.00',
        month_yuan: '1000.00',
        deduction_yuan: '800.00',
        taxable_yuan: '200.00',
        rate_bp: '2000',
        quick_deduction_yuan: '0.00',
        month_tax_yuan: '40.00',
        withheld_before_yuan: '0.00',
        tax_yuan: '40.00',
        net_yuan: '960.00',
      };
      const path = `/shop/distributor/withdrawals/${withdrawalId}/receipt.csv`;
      expect((await file(path, seller)).name).toBe(
        `attachment; filename="receipt-${expected.out_bill_no}.csv"`,
      );
      const [row, ...others] = await rowsOf(path, seller);
      expect(Object.entries(row ?? {})).toEqual(Object.entries(expected));
      expect(others).toEqual([]);
      expect(await rowsOf(`/console/withdrawals/${withdrawalId}/receipt.csv`, finance)).toEqual([expected]);
    });

    it('a receipt on paper', async () => {
      const path = `/shop/distributor/withdrawals/${withdrawalId}/receipt.pdf`;
      const text = await textOf(path, seller);
      for (const part of [
        `提现回单乙（杭州） · 编号 ${withdrawalId}`,
        `商户单号${await billNo(shop, withdrawalId)}`,
        '收款人司***',
        `计税月份${month()} · 劳务报酬按月预扣`,
        '提现金额（税前）¥1,000.00',
        '当月此前已付¥0.00当月累计¥1,000.00减除费用¥800.00应纳税所得额¥200.00预扣率20%',
        '当月累计应预扣¥40.00当月此前已预扣¥0.00本月代扣个税¥40.00实际到账¥960.00',
      ]) {
        expect(text).toContain(squeeze(part));
      }
      expect(text).not.toContain('司马');
      expect(await textOf(`/console/withdrawals/${withdrawalId}/receipt.pdf`, finance, 'en')).toContain(
        squeeze(`Withdrawal receipt乙（杭州） · no. ${withdrawalId}Our number`),
      );
    });
  });

  it('no real name stands in the clear anywhere in the database', async () => {
    const tables = await shop.rows<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    for (const { name } of tables) {
      const rows = await shop.rows(`select 1 from ${name} t where t::text like '%容小雪%' limit 1`);
      expect([name, rows]).toEqual([name, []]);
    }
  });
});
