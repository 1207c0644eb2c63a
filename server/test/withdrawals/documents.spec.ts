import { shanghaiMonth } from '@tuanlink/shared/time';
import { aDistributor, credit, indebt, payOut, settle, untilState, withdraw } from '../support/payouts.js';
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

  async function file(path: string, caller: Caller) {
    const headers: Record<string, string> = {};
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
    const stranger = await shop.buyer('别人');
    expect((await shop.refused('shop.withdrawal.receipt', stranger, { params: { id: paidId } })).status).toBe(
      404,
    );
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
