import fc from 'fast-check';
import { readBill } from './bill.rules.js';
import { billAsk, fundFlowBillText, type TradeLine, tradeBillText } from './bill.spec-support.js';
import { fundFlowBill } from './fund-flow-bill.rules.js';
import { tradeBill } from './trade-bill.rules.js';

const AT = '2026-11-22T05:05:09.000Z';
const paid: TradeLine = {
  kind: 'payment',
  at: AT,
  fen: 2_990,
  feeFen: 18,
  transactionId: '4200000001202611220000000001',
  outTradeNo: 'a'.repeat(32),
};
const refunded: TradeLine = {
  kind: 'refund',
  at: '2026-11-22T15:59:59.000Z',
  fen: 1_000,
  feeFen: -6,
  transactionId: paid.transactionId,
  outTradeNo: paid.outTradeNo,
  outRefundNo: 'b'.repeat(32),
  state: 'PROCESSING',
};

const read = (text: string) => readBill(tradeBill, text, billAsk);
/** A bill that must be usable. */
function bill(text: string) {
  const reading = read(text);
  if (!reading.ok) throw new Error(`unusable: ${reading.fault}`);
  return reading.bill;
}
const lines = (text: string) => text.split('\r\n');
/** The text with one line changed; the header is line 1. */
function withLine(text: string, number: number, change: (line: string) => string): string {
  return lines(text)
    .map((line, index) => (index === number - 1 ? change(line) : line))
    .join('\r\n');
}

describe('a trade bill', () => {
  const text = tradeBillText([paid, refunded]);

  it('gives payments and refunds with their amounts in fen, and all its sums', () => {
    expect(bill(text)).toEqual({
      unreadable: [],
      summaryFault: null,
      sums: [],
      rows: [
        {
          line: 2,
          kind: 'payment',
          key: paid.transactionId,
          at: AT,
          amountFen: 2_990,
          feeFen: 18,
          state: 'SUCCESS',
          outTradeNo: paid.outTradeNo,
          transactionId: paid.transactionId,
          wechatNo: '',
        },
        {
          line: 3,
          kind: 'refund',
          key: refunded.outRefundNo,
          at: '2026-11-22T15:59:59.000Z',
          amountFen: 1_000,
          feeFen: -6,
          state: 'PROCESSING',
          outTradeNo: paid.outTradeNo,
          transactionId: paid.transactionId,
          wechatNo: `50${refunded.outRefundNo}`,
        },
      ],
    });
  });

  it.each([
    ['no byte order mark', text.replace('\uFEFF', '')],
    ['line feeds alone', text.replaceAll('\r\n', '\n')],
    ['no line end at the end', text.trimEnd()],
    ['empty lines', text.replace('\r\n`', '\r\n\r\n`')],
    ['another column in between', withColumn(text, '退款状态', '渠道', 'x')],
  ])('is the same with %s', (_, changed) => {
    const { rows, unreadable, sums, summaryFault } = bill(changed);
    expect(rows.map(({ key, amountFen }) => [key, amountFen])).toEqual([
      [paid.transactionId, 2_990],
      [refunded.outRefundNo, 1_000],
    ]);
    expect([unreadable, sums, summaryFault]).toEqual([[], [], null]);
  });

  /** Adds a column after another one, with the same value in every row. */
  function withColumn(from: string, column: string, name: string, value: string): string {
    const at = (lines(from)[0] ?? '').split(',').indexOf(column) + 1;
    return lines(from)
      .map((line, index) => {
        if (index === 0) return [...line.split(',').slice(0, at), name, ...line.split(',').slice(at)].join();
        if (index > 2) return line;
        const values = line.slice(1).split(',`');
        return `\`${[...values.slice(0, at), value, ...values.slice(at)].join(',`')}`;
      })
      .join('\r\n');
  }

  it('keeps what another program of the merchant sold out of the rows, but not out of the sums', () => {
    const other = { ...paid, transactionId: '42x', appid: 'wxffffffffffffffff' };
    const found = bill(tradeBillText([paid, other]));
    expect(found.rows.map(({ key }) => key)).toEqual([paid.transactionId]);
    expect([found.unreadable, found.sums]).toEqual([[], []]);
  });

  it.each([
    ['backtick', (line: string) => line.slice(1)],
    ['backtick', () => 'something else'],
    ['columns', (line: string) => line.replace('赣南', ',`')],
    ['columns', (line: string) => line.slice(0, 60)],
    ['time', (line: string) => line.replace('13:05:09', '13:05')],
    ['time', (line: string) => line.replace('13:05:09', '25:05:09')],
    ['time', (line: string) => line.replace('2026-11-22', '2026-11-31')],
    ['other_day', (line: string) => line.replace('2026-11-22', '2026-11-23')],
    ['amount', (line: string) => line.replaceAll('29.90', '29.9O')],
    ['amount', (line: string) => line.replaceAll('29.90', '-29.90')],
    ['amount', (line: string) => line.replaceAll('29.90', '29.905')],
    ['amount', (line: string) => line.replaceAll('29.90', '0.00')],
    ['amount', (line: string) => line.replaceAll('29.90', '999999999.00')],
    ['amount', (line: string) => line.replace('0.18', '')],
    ['merchant', (line: string) => line.replace(billAsk.mchid, '1900000002')],
    ['state', (line: string) => line.replace('`SUCCESS', '`REVOKED')],
    ['number', (line: string) => line.replace(paid.transactionId, '')],
    ['number', (line: string) => line.replace(paid.outTradeNo, 'a b')],
  ])('names a broken line (%s) and reads the others', (fault, breakIt) => {
    const broken = withLine(text, 2, breakIt);
    const found = bill(broken);
    expect(found.unreadable).toEqual([{ line: 2, fault, text: (lines(broken)[1] ?? '').slice(0, 500) }]);
    expect(found.rows.map(({ key }) => key)).toEqual([refunded.outRefundNo]);
    // Its sums cannot be checked while a line is missing from them.
    expect([found.sums, found.summaryFault]).toEqual([[], null]);
  });

  it('keeps whole characters of the beginning of a broken line', () => {
    const [unreadable] = bill(withLine(text, 2, () => `x${'🍊'.repeat(300)}`)).unreadable;
    expect(unreadable).toEqual({ line: 2, fault: 'backtick', text: `x${'🍊'.repeat(249)}` });
  });

  it('names a refund in an unknown state, and a number that comes twice', () => {
    const found = bill(tradeBillText([paid, { ...refunded, state: 'HALF' }, paid]));
    expect(found.unreadable.map(({ line, fault }) => [line, fault])).toEqual([
      [3, 'state'],
      [4, 'repeated'],
    ]);
  });

  it('takes a refund made by hand at WeChat by WeChat’s number', () => {
    const byHand = withLine(text, 3, (line) => line.replace(`,\`${refunded.outRefundNo}`, ',`'));
    expect(bill(byHand).rows[1]).toMatchObject({ kind: 'refund', key: `50${refunded.outRefundNo}` });
  });

  it.each([
    ['row_count', 0, '3', { stated: 3, counted: 2 }],
    ['order_fen', 5, '29.91', { stated: 2_991, counted: 2_990 }],
    ['refund_fen', 6, '10.01', { stated: 1_001, counted: 1_000 }],
    ['fee_fen', 4, '0.13', { stated: 13, counted: 12 }],
  ])('names the sum %s that its rows do not have', (name, index, value, figures) => {
    const changed = withLine(text, 5, (line) => {
      const values = line.slice(1).split(',`');
      return `\`${values.with(index, value).join(',`')}`;
    });
    expect(bill(changed)).toMatchObject({ sums: [{ name, ...figures }], unreadable: [], summaryFault: null });
  });

  it('says that its summary is missing, or no numbers', () => {
    const cut = lines(text).slice(0, 3).join('\r\n');
    expect(bill(cut).summaryFault).toBe('missing');
    expect(bill(`${cut}\r\n总交易单数`).summaryFault).toBe('missing');
    expect(bill(withLine(text, 5, (line) => line.replace('`2,', '`two,'))).summaryFault).toBe('unreadable');
    expect(bill(cut).rows).toHaveLength(2);
  });

  it('does not check a fee total that is made of parts of a fen', () => {
    const fine = withLine(tradeBillText([{ ...paid, feeFen: 0 }]), 2, (line) =>
      line.replace('`0.00,`0.60%', '`0.00600,`0.60%'),
    );
    expect(bill(fine)).toMatchObject({ rows: [{ feeFen: 1 }], sums: [], unreadable: [] });
  });

  it.each([
    ['empty', ''],
    ['empty', ' \r\n '],
    ['columns', fundFlowBillText([])],
    ['columns', '<html>'],
    ['columns', text.replace('订单金额,申请退款金额', '订单金额')],
    ['binary', `${text}\0`],
    ['other_day', text.replaceAll('2026-11-22', '2026-11-21')],
  ])('is of no use: %s', (fault, unusable) => {
    expect(read(unusable)).toEqual({ ok: false, fault });
  });

  it('may have no rows', () => {
    expect(bill(tradeBillText([]))).toEqual({ rows: [], unreadable: [], summaryFault: null, sums: [] });
  });

  it('is read back as it was written, whatever goods are called', () => {
    const row = fc.record({
      kind: fc.constantFrom('payment' as const, 'refund' as const),
      at: fc
        .integer({ min: 0, max: 86_399 })
        .map((s) => new Date(Date.parse('2026-11-21T16:00:00.000Z') + s * 1_000).toISOString()),
      fen: fc.integer({ min: 1, max: 10_000_000_000 }),
      feeFen: fc.integer({ min: -100_000, max: 100_000 }),
      title: fc.string().map((title) => title.replace(/[`\r\n\0]/g, '')),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const written = rows.map((each, index) => ({
          ...each,
          transactionId: `42${index}`,
          outTradeNo: `out${index}`,
          outRefundNo: `ref${index}`,
        }));
        const found = bill(tradeBillText(written));
        expect([found.unreadable, found.sums, found.summaryFault]).toEqual([[], [], null]);
        expect(found.rows.map(({ kind, at, amountFen, feeFen }) => [kind, at, amountFen, feeFen])).toEqual(
          written.map(({ kind, at, fen, feeFen }) => [kind, at, fen, feeFen]),
        );
      }),
    );
  });

  it('never throws, whatever a file holds', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...lines(text)))), (parts) => {
        const reading = read(parts.join('\r\n'));
        expect(typeof reading.ok).toBe('boolean');
      }),
    );
  });
});

describe('a fund-flow bill', () => {
  const flows = [
    { at: AT, fen: 2_990, voucher: paid.outTradeNo, name: '交易' },
    { at: AT, fen: -18, voucher: paid.outTradeNo, name: '扣除交易手续费' },
    { at: AT, fen: -5_000, voucher: 'c'.repeat(32), name: '商家转账' },
  ];
  const text = fundFlowBillText(flows);
  const readFlow = (from: string) => readBill(fundFlowBill, from, billAsk);

  it('gives movements with their direction; a voucher may come again', () => {
    const reading = readFlow(text);
    expect(reading).toMatchObject({ ok: true, bill: { unreadable: [], sums: [], summaryFault: null } });
    const rows = reading.ok ? reading.bill.rows : [];
    expect(
      rows.map(({ key, amountFen, state }) => ({ voucher: key, fen: amountFen, name: state, at: AT })),
    ).toEqual(flows);
  });

  it.each([
    ['numbers of rows with a decimal', (line: string) => line.replace('`3,`1,', '`3.0,`1.0,')],
    ['wide brackets', (line: string) => line.replaceAll('(元)', '（元）')],
  ])('is the same with %s, as in WeChat’s own example', (_, change) => {
    const changed = text.split('\r\n').map(change).join('\r\n');
    expect(changed).not.toBe(text);
    expect(readFlow(changed)).toEqual(readFlow(text));
  });

  it.each([
    ['state', '支出', '其他'],
    ['amount', '50.00', '五十'],
    ['amount', '50.00', '-50.00'],
    ['number', `43${'c'.repeat(32)}2`, ''],
  ])('names a broken line: %s', (fault, from, to) => {
    const reading = readFlow(withLine(text, 4, (line) => line.replace(from, to)));
    expect(reading).toMatchObject({ ok: true, bill: { unreadable: [{ line: 4, fault }] } });
  });

  it('names sums that its rows do not have', () => {
    const reading = readFlow(withLine(text, 6, (line) => line.replace('`29.90', '`29.91')));
    expect(reading).toMatchObject({
      ok: true,
      bill: { sums: [{ name: 'in_fen', stated: 2_991, counted: 2_990 }] },
    });
  });
});
