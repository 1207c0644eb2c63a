/** Every refusal of WeChat Pay that the sandbox knows: one row, one case. */
import crypto from 'node:crypto';
import { Rsa } from 'wechatpay-axios-plugin';
import { Bench, chinaTime, number32, type Spoil } from '../spec-support.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let bench: Bench;
let openid: string;
beforeAll(async () => {
  bench = await Bench.start();
  openid = await bench.user();
});
afterAll(() => bench.stop());

const jsapi = '/v3/pay/transactions/jsapi';

describe('signature', () => {
  const foreign = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const rows: [string, () => Spoil][] = [
    ['no header', () => ({ authorization: null })],
    ['another scheme', () => ({ authorization: 'Bearer abc' })],
    ['a header without its parts', () => ({ authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1"' })],
    ['another merchant', () => ({ mchid: '1900000001' })],
    ['another serial number', () => ({ serial: 'ABCDEF' })],
    ['another key', () => ({ privateKeyPem: foreign.export({ type: 'pkcs8', format: 'pem' }).toString() })],
    ['another address', () => ({ signedTarget: '/v3/pay/transactions/jsapi?x=1' })],
    ['another body', () => ({ signedBody: '{}' })],
    ['an empty nonce', () => ({ nonce: '' })],
    ['a clock 6 minutes behind', () => ({ timestamp: String(Math.floor((Date.now() - 6 * MINUTE) / 1000)) })],
    ['a clock 6 minutes ahead', () => ({ timestamp: String(Math.floor((Date.now() + 6 * MINUTE) / 1000)) })],
    ['a timestamp that is none', () => ({ timestamp: 'now' })],
  ];
  it.each(rows)('refuses %s and changes nothing', async (_name, spoil) => {
    const order = bench.order(openid);
    expect(await bench.signed('POST', jsapi, order, spoil())).toMatchObject({
      status: 401,
      body: { code: 'SIGN_ERROR' },
    });
    expect(await bench.query(String(order['out_trade_no']))).toMatchObject({ status: 404 });
  });

  it('takes a clock 4 minutes off', async () => {
    const timestamp = String(Math.floor((Date.now() - 4 * MINUTE) / 1000));
    expect(await bench.signed('POST', jsapi, bench.order(openid), { timestamp })).toMatchObject({
      status: 200,
    });
  });
});

describe('prepay', () => {
  const at = (ms: number) => ({ time_expire: chinaTime(Date.now() + ms) });
  const refused: [string, () => Record<string, unknown>][] = [
    ['an out_trade_no of 5 characters', () => ({ out_trade_no: 'abcde' })],
    ['an out_trade_no of 33 characters', () => ({ out_trade_no: 'a'.repeat(33) })],
    ['an out_trade_no with a dot', () => ({ out_trade_no: 'abc.defg' })],
    ['no description', () => ({ description: undefined })],
    ['a description of 128 characters', () => ({ description: '面'.repeat(128) })],
    ['an attach of 129 characters', () => ({ attach: 'a'.repeat(129) })],
    ['amount 0', () => ({ amount: { total: 0, currency: 'CNY' } })],
    ['half a fen', () => ({ amount: { total: 0.5, currency: 'CNY' } })],
    ['an amount as text', () => ({ amount: { total: '1', currency: 'CNY' } })],
    ['another currency', () => ({ amount: { total: 1, currency: 'USD' } })],
    ['a field of the amount that WeChat does not know', () => ({ amount: { total: 1, fee: 1 } })],
    ['a field that WeChat does not know', () => ({ colour: 'red' })],
    ['null', () => ({ attach: null })],
    ['a notify_url with a query', () => ({ notify_url: 'https://a.example/n?x=1' })],
    ['a notify_url without https', () => ({ notify_url: 'http://a.example/n' })],
    ['a notify_url on a name that looks nearby', () => ({ notify_url: 'http://10.a.example/n' })],
    ['a notify_url that is none', () => ({ notify_url: 'here' })],
    ['a user of another app', () => ({ payer: { openid: 'oNobody' } })],
    ['time_expire 59 s ahead', () => at(59_000)],
    ['time_expire 91 days ahead', () => at(91 * DAY)],
    ['time_expire without an offset', () => ({ time_expire: '2030-01-01T00:00:00' })],
    ['a time_expire that is no time', () => ({ time_expire: '2030-02-31T00:00:00' })],
  ];
  it.each(refused)('refuses %s', async (_name, changes) => {
    const answer = await bench.signed('POST', jsapi, bench.order(openid, changes()));
    expect(answer).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR', message: expect.any(String) } });
  });

  it('refuses another appid or mchid', async () => {
    for (const changes of [{ appid: 'wx0' }, { mchid: '1' }]) {
      const answer = await bench.signed('POST', jsapi, bench.order(openid, changes));
      expect(answer).toMatchObject({ status: 400, body: { code: 'APPID_MCHID_NOT_MATCH' } });
    }
  });

  it.each([
    ['shortest number', { out_trade_no: `a_-|*${number32().slice(0, 1)}` }],
    ['longest description', { description: '面'.repeat(127) }],
    ['address of a private network', { notify_url: 'http://192.168.1.5:3000/api/wechat/pay-notices' }],
    ['https address', { notify_url: 'https://shop.example/api/wechat/pay-notices' }],
    [
      'scene and goods',
      { scene_info: { payer_client_ip: '127.0.0.1' }, settle_info: { profit_sharing: false } },
    ],
  ])('takes the %s', async (_name, changes) => {
    expect(await bench.signed('POST', jsapi, bench.order(openid, changes))).toMatchObject({ status: 200 });
  });

  it('takes time_expire a minute ahead, and repeats with identical parameters only', async () => {
    const order = bench.order(openid, at(90_000));
    const first = await bench.signed('POST', jsapi, order);
    expect(first.status).toBe(200);
    const reordered = Object.fromEntries(Object.entries(order).reverse());
    expect(await bench.signed('POST', jsapi, reordered)).toEqual(first);
    for (const changes of [{ description: '别的' }, at(100_000), { amount: { total: 1, currency: 'CNY' } }]) {
      expect(await bench.signed('POST', jsapi, { ...order, ...changes })).toMatchObject({
        status: 403,
        body: { code: 'OUT_TRADE_NO_USED' },
      });
    }
  });

  it('refuses to repeat a paid or closed order', async () => {
    const [paid, closed] = [bench.order(openid), bench.order(openid)];
    const { body } = await bench.signed('POST', jsapi, paid);
    await bench.pay(String(body['prepay_id']), openid);
    await bench.signed('POST', jsapi, closed);
    await bench.close(String(closed['out_trade_no']));
    expect(await bench.signed('POST', jsapi, paid)).toMatchObject({
      status: 400,
      body: { code: 'ORDERPAID' },
    });
    expect(await bench.signed('POST', jsapi, closed)).toMatchObject({
      status: 400,
      body: { code: 'ORDER_CLOSED' },
    });
  });
});

describe('query and close', () => {
  it('knows no foreign orders', async () => {
    const missing = { status: 404, body: { code: 'ORDER_NOT_EXIST' } };
    expect(await bench.query(number32())).toMatchObject(missing);
    expect(await bench.close(number32())).toMatchObject(missing);
    const { mchid } = bench.sandbox.config;
    expect(await bench.signed('GET', `/v3/pay/transactions/id/4200?mchid=${mchid}`)).toMatchObject(missing);
  });

  it('wants the merchant number', async () => {
    const { no } = await bench.prepay(openid);
    const path = `/v3/pay/transactions/out-trade-no/${no}`;
    expect(await bench.signed('GET', path)).toMatchObject({ status: 400 });
    expect(await bench.signed('GET', `${path}?mchid=1`)).toMatchObject({ status: 400 });
    expect(await bench.signed('POST', `${path}/close`, { mchid: '1' })).toMatchObject({ status: 400 });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'NOTPAY' });
  });

  it('does not close a paid order', async () => {
    const { no } = await bench.paid();
    expect(await bench.close(no)).toMatchObject({ status: 400, body: { code: 'ORDERPAID' } });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'SUCCESS' });
  });
});

describe('refunds', () => {
  const amount = (refund: number, total = 1290) => ({ amount: { refund, total, currency: 'CNY' } });
  const paramError = { status: 400, body: { code: 'PARAM_ERROR' } };
  const invalid = { status: 400, body: { code: 'INVALID_REQUEST' } };
  const missing = { status: 404, body: { code: 'RESOURCE_NOT_EXISTS' } };
  const rows: [string, Record<string, unknown>, object][] = [
    ['more than was paid', amount(1291), invalid],
    ['another total', amount(1, 1291), paramError],
    ['nothing', amount(0), paramError],
    ['no currency', { amount: { refund: 1, total: 1290 } }, paramError],
    ['a number with a dot', { out_refund_no: 'a.b' }, paramError],
    ['a number of 65 characters', { out_refund_no: 'a'.repeat(65) }, paramError],
    ['a reason of 81 characters', { reason: '因'.repeat(81) }, paramError],
    ['an unknown field', { colour: 'red' }, paramError],
    [
      'parts that do not add up',
      {
        amount: { refund: 10, total: 1290, currency: 'CNY', from: [{ account: 'AVAILABLE', amount: 9 }] },
      },
      paramError,
    ],
    ['an unknown transaction', { transaction_id: '4200' }, missing],
  ];
  it.each(rows)('refuses %s', async (_name, changes, answer) => {
    const { transactionId, no } = await bench.paid();
    expect(await bench.refund({ transaction_id: transactionId, ...changes })).toMatchObject(answer);
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'SUCCESS' });
  });

  it('wants an order that exists and is paid', async () => {
    const { no } = await bench.prepay(openid);
    expect(await bench.refund({})).toMatchObject(paramError);
    expect(await bench.refund({ out_trade_no: no })).toMatchObject(invalid);
    expect(await bench.refund({ out_trade_no: number32() })).toMatchObject(missing);
    expect(await bench.signed('GET', '/v3/refund/domestic/refunds/none')).toMatchObject(missing);
  });

  it('answers the same refund to the same number, and refuses other parameters under it', async () => {
    const { no } = await bench.paid();
    const refundNo = number32();
    const ask = (fen: number) => bench.refund({ out_trade_no: no, out_refund_no: refundNo, ...amount(fen) });
    const first = await ask(100);
    expect(first.status).toBe(200);
    expect((await ask(100)).body['refund_id']).toBe(first.body['refund_id']);
    expect(await ask(101)).toMatchObject(invalid);
  });

  it('keeps a minute between refunds, never goes above what was paid, and stops at 50', async () => {
    const { no } = await bench.paid();
    let offset = 0;
    const ask = (fen: number) => bench.refund({ out_trade_no: no, ...amount(fen) });
    expect(await ask(1000)).toMatchObject({ status: 200 });
    expect(await ask(1)).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } });
    await bench.moveClock((offset += 61_000));
    expect(await ask(291)).toMatchObject(invalid);
    for (let count = 2; count <= 50; count++) {
      expect(await ask(1)).toMatchObject({ status: 200 });
      await bench.moveClock((offset += 61_000));
    }
    expect(await ask(1)).toMatchObject(invalid);
    await bench.moveClock(0);
  });

  it('refunds for a year and no longer', async () => {
    const { no } = await bench.paid();
    await bench.moveClock(366 * DAY);
    expect(await bench.refund({ out_trade_no: no })).toMatchObject(invalid);
    await bench.moveClock(364 * DAY);
    expect(await bench.refund({ out_trade_no: no })).toMatchObject({ status: 200 });
    await bench.moveClock(0);
  });
});

describe('transfers', () => {
  const infos = (...pairs: [string, string][]) => ({
    transfer_scene_report_infos: pairs.map(([type, content]) => ({ info_type: type, info_content: content })),
  });
  const rows: [string, Record<string, unknown>, string][] = [
    ['9 fen', { transfer_amount: 9 }, 'PARAM_ERROR'],
    ['¥2,000 without a name', { transfer_amount: 200_000 }, 'PARAM_ERROR'],
    ['a name that is not sealed', { user_name: '张三' }, 'PARAM_ERROR'],
    ['a number with a hyphen', { out_bill_no: 'a-b' }, 'PARAM_ERROR'],
    ['a number of 33 characters', { out_bill_no: 'a'.repeat(33) }, 'PARAM_ERROR'],
    ['an unknown scene', { transfer_scene_id: '1' }, 'PARAM_ERROR'],
    ['only half of the report', infos(['岗位类型', '分销员']), 'PARAM_ERROR'],
    ['a foreign report', infos(['岗位类型', '分销员'], ['活动名称', '佣金']), 'PARAM_ERROR'],
    ['no report', { transfer_scene_report_infos: [] }, 'PARAM_ERROR'],
    ['a remark of 33 characters', { transfer_remark: '佣'.repeat(33) }, 'PARAM_ERROR'],
    ['another app', { appid: 'wx0' }, 'INVALID_REQUEST'],
    ['a user of another app', { openid: 'oNobody' }, 'INVALID_REQUEST'],
    [
      'a red packet above ¥200',
      { transfer_amount: 20_001, user_recv_style: { type: 'RED_PACKET' } },
      'INVALID_REQUEST',
    ],
  ];
  it.each(rows)('refuses %s', async (_name, changes, code) => {
    const answer = await bench.transfer(bench.transferBody(openid, changes));
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('wants the serial of the key that sealed the name', async () => {
    const sealed = { user_name: Rsa.encrypt('张三', bench.sandbox.config.wechatPublicKeyPem) };
    const body = bench.transferBody(openid, sealed);
    expect(await bench.transfer(body, { wechatpaySerial: 'PUB_KEY_ID_0' })).toMatchObject({ status: 400 });
    expect(await bench.transfer(body)).toMatchObject({ status: 200 });
  });

  it('refuses other data under the same number', async () => {
    const body = bench.transferBody(openid);
    expect(await bench.transfer(body)).toMatchObject({ status: 200 });
    expect(await bench.transfer({ ...body, transfer_amount: 5001 })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('cancels what nobody confirmed, and nothing else', async () => {
    const base = '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no';
    const body = bench.transferBody(openid);
    const no = String(body['out_bill_no']);
    await bench.transfer(body);
    expect((await bench.signed('POST', `${base}/${no}/cancel`)).body).toMatchObject({ state: 'CANCELING' });
    expect(await bench.call('POST', `/sandbox/transfers/${no}/confirm`)).toMatchObject({ status: 409 });
    const done = bench.transferBody(openid);
    await bench.transfer(done);
    await bench.call('POST', `/sandbox/transfers/${String(done['out_bill_no'])}/confirm`);
    const refused = await bench.signed('POST', `${base}/${String(done['out_bill_no'])}/cancel`);
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(await bench.signed('GET', `${base}/none`)).toMatchObject({ status: 404 });
  });
});
