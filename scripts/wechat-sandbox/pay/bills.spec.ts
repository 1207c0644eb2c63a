/** Bills are fetched, checked against their hash and read as a reconciliation would. */
import zlib from 'node:zlib';
import { createHash } from 'node:crypto';
import { Bench, number32, until } from '../spec-support.js';

const HOUR = 3_600_000;
/** 2026-11-20 12:00 in Shanghai. */
const NOON = Date.parse('2026-11-20T12:00:00+08:00');
const DAY_TEXT = '2026-11-20';

let bench: Bench;
let refundNo: string;
let transferNo: string;
let paid: { no: string; transactionId: string; openid: string };

beforeAll(async () => {
  bench = await Bench.start({ now: () => NOON });
  paid = await bench.paid({ description: '牛肉面,大份`辣' });
  await bench.paid({ amount: { total: 5, currency: 'CNY' } });
  refundNo = number32();
  const amount = { refund: 290, total: 1290, currency: 'CNY' };
  await bench.refund({ out_trade_no: paid.no, out_refund_no: refundNo, amount });
  const transfer = bench.transferBody(paid.openid);
  transferNo = String(transfer['out_bill_no']);
  await bench.transfer(transfer);
  await until(async () => (await bench.items('refunds'))[0]?.['state'] === 'SUCCESS');
  await bench.moveClock(24 * HOUR);
});
afterAll(() => bench.stop());

interface Bill {
  head: string[];
  rows: Record<string, string>[];
  summary: Record<string, string>;
}

/** Splits on comma and backtick, because commas may stand in a product's name. */
const values = (line: string): string[] => line.slice(1).split(',`');

function parse(text: string): Bill {
  const lines = text.trimEnd().split('\r\n');
  const head = (lines[0] ?? '').split(',');
  const summaryHead = (lines.at(-2) ?? '').split(',');
  const named = (names: string[], line: string) => {
    const found = values(line);
    expect(found).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, found[index] ?? '']));
  };
  return {
    head,
    rows: lines.slice(1, -2).map((line) => named(head, line)),
    summary: named(summaryHead, lines.at(-1) ?? ''),
  };
}

async function fetchBill(target: string): Promise<Bill> {
  const { status, body } = await bench.signed('GET', target);
  expect({ status, body }).toMatchObject({ status: 200, body: { hash_type: 'SHA1' } });
  const url = new URL(String(body['download_url']));
  const file = await downloaded(url);
  const text = target.includes('GZIP') ? zlib.gunzipSync(file) : file;
  expect(createHash('sha1').update(text).digest('hex')).toBe(body['hash_value']);
  return parse(text.toString('utf8'));
}

/** Downloads are signed requests with unsigned answers, so the plugin's client fetches them. */
async function downloaded(url: URL): Promise<Buffer> {
  const headers = { 'Wechatpay-Serial': bench.sandbox.config.wechatPublicKeyId };
  const { Rsa, Formatter } = await import('wechatpay-axios-plugin');
  const { mchid, mchSerial, mchPrivateKeyPem } = bench.sandbox.config;
  const timestamp = String(Math.floor((await bench.now()) / 1000));
  const message = Formatter.request('GET', url.pathname + url.search, timestamp, 'nonce');
  const signature = Rsa.sign(message, mchPrivateKeyPem);
  const authorization = Formatter.authorization(mchid, 'nonce', signature, timestamp, mchSerial);
  const response = await fetch(url, { headers: { ...headers, Authorization: authorization } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('trade bills', () => {
  it('hold every payment and refund of the day with their sums', async () => {
    const { head, rows, summary } = await fetchBill(`/v3/bill/tradebill?bill_date=${DAY_TEXT}&bill_type=ALL`);
    expect(head).toHaveLength(27);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      微信订单号: paid.transactionId,
      商户订单号: paid.no,
      用户标识: paid.openid,
      交易状态: 'SUCCESS',
      应结订单金额: '12.90',
      商品名称: '牛肉面,大份`辣',
      手续费: '0.08',
      订单金额: '12.90',
    });
    expect(rows.find((row) => row['交易状态'] === 'REFUND')).toMatchObject({
      微信订单号: paid.transactionId,
      商户退款单号: refundNo,
      退款金额: '2.90',
      退款状态: 'SUCCESS',
      申请退款金额: '2.90',
    });
    expect(summary).toMatchObject({ 总交易单数: '3', 订单总金额: '12.95', 退款总金额: '2.90' });
  });

  it('come by kind and packed', async () => {
    const base = `/v3/bill/tradebill?bill_date=${DAY_TEXT}`;
    const success = await fetchBill(`${base}&bill_type=SUCCESS&tar_type=GZIP`);
    expect(success.rows.map((row) => row['订单金额'])).toEqual(['12.90', '0.05']);
    const refund = await fetchBill(`${base}&bill_type=REFUND`);
    expect(refund.rows).toHaveLength(1);
    expect(refund.rows[0]).toMatchObject({ 商户退款单号: refundNo, 退款申请时间: '2026-11-20 12:00:00' });
  });
});

describe('fund-flow bills', () => {
  it('add up to the balance', async () => {
    const { rows, summary } = await fetchBill(
      `/v3/bill/fundflowbill?bill_date=${DAY_TEXT}&account_type=BASIC`,
    );
    const fen = (text = '') => Number(text.replace('.', ''));
    const moved = rows.map((row) => fen(row['收支金额(元)']) * (row['收支类型'] === '收入' ? 1 : -1));
    const total = moved.reduce((sum, each) => sum + each, 0);
    // 12.90 and 0.05 came in, fees of 0.08 and 0.00 went out, 2.90 less its fee of 0.02 back, 50.00 paid out.
    expect(total).toBe(1290 + 5 - 8 - 288 - 5000);
    const first = fen(rows[0]?.['账户结余(元)']) - (moved[0] ?? 0);
    expect(fen(rows.at(-1)?.['账户结余(元)'])).toBe(first + total);
    expect(rows.map((row) => row['业务凭证号'])).toContain(transferNo);
    expect(summary).toMatchObject({ 资金流水总笔数: String(rows.length), 收入金额: '12.95' });
  });
});

describe('refusals', () => {
  const trade = (query: string) => bench.signed('GET', `/v3/bill/tradebill?${query}`);
  it.each([
    ['no date', 'bill_type=ALL', 'PARAM_ERROR'],
    ['no such day', 'bill_date=2026-02-30', 'PARAM_ERROR'],
    ['an unknown kind', `bill_date=${DAY_TEXT}&bill_type=SOME`, 'PARAM_ERROR'],
    ['an unknown packing', `bill_date=${DAY_TEXT}&tar_type=ZIP`, 'PARAM_ERROR'],
    ['today', 'bill_date=2026-11-21', 'INVALID_REQUEST'],
    ['four months ago', 'bill_date=2026-07-20', 'INVALID_REQUEST'],
    ['a day without orders', 'bill_date=2026-11-19', 'NO_STATEMENT_EXIST'],
  ])('%s', async (_name, query, code) => {
    expect(await trade(query)).toMatchObject({ status: 400, body: { code } });
  });

  it('before nine in the morning, and downloads after 5 minutes', async () => {
    await bench.moveClock(20 * HOUR);
    expect(await trade(`bill_date=${DAY_TEXT}`)).toMatchObject({
      status: 400,
      body: { code: 'STATEMENT_CREATING' },
    });
    await bench.moveClock(24 * HOUR);
    const { body } = await trade(`bill_date=${DAY_TEXT}`);
    await bench.moveClock(24 * HOUR + 5 * 60_000);
    const url = new URL(String(body['download_url']));
    expect(await bench.signed('GET', url.pathname + url.search)).toMatchObject({ status: 404 });
  });
});
