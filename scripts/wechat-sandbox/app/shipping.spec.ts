/** Shipping management and message push. */
import crypto from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bench, number32, type Answer } from '../spec-support.js';

const MINUTE = 60_000;

let bench: Bench;
let openid: string;
let token: string;
beforeAll(async () => {
  bench = await Bench.start();
  openid = await bench.user();
  token = await bench.token();
});
afterAll(() => bench.stop());

const post = (path: string, body: unknown): Promise<Answer> =>
  bench.call('POST', `${path}?access_token=${token}`, body);

describe('shipping', () => {
  const upload = async (order: { no: string; openid: string }, changes: Record<string, unknown> = {}) =>
    post('/wxa/sec/order/upload_shipping_info', {
      order_key: { order_number_type: 1, mchid: bench.sandbox.config.mchid, out_trade_no: order.no },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [{ tracking_no: '773000000001', express_company: 'STO', item_desc: '红烧牛肉面' }],
      upload_time: new Date(await bench.now()).toISOString(),
      payer: { openid: order.openid },
      ...changes,
    });
  const stateOf = async (transactionId: string) => {
    const { body } = await post('/wxa/sec/order/get_order', { transaction_id: transactionId });
    return (body['order'] as { order_state: number }).order_state;
  };

  it('takes an order from paid to shipped to received', async () => {
    const order = await bench.paid();
    expect(await stateOf(order.transactionId)).toBe(1);
    expect(await upload(order)).toMatchObject({ body: { errcode: 0 } });
    expect(await stateOf(order.transactionId)).toBe(2);
    const received = await bench.call('POST', `/sandbox/shipments/${order.transactionId}/receive`);
    expect(received).toMatchObject({ status: 200, body: { orderState: 3 } });
    expect(await stateOf(order.transactionId)).toBe(3);
    expect((await bench.items('shipments'))[0]).toMatchObject({ outTradeNo: order.no, orderState: 3 });
    expect(await upload(order)).toMatchObject({ body: { errcode: 10060002 } });
  });

  it('lets a complete shipment be replaced once', async () => {
    const order = await bench.paid();
    await upload(order);
    const later = { upload_time: new Date(Date.now() + MINUTE).toISOString() };
    expect(await upload(order, later)).toMatchObject({ body: { errcode: 0 } });
    const latest = { upload_time: new Date(Date.now() + 2 * MINUTE).toISOString() };
    expect(await upload(order, latest)).toMatchObject({ body: { errcode: 10060003 } });
  });

  const item = { tracking_no: '1', express_company: 'STO', item_desc: '面' };
  it.each([
    [{ order_key: { order_number_type: 2, transaction_id: '4200' } }, 10060001],
    [{ payer: { openid: 'oNobody' } }, 10060031],
    [{ logistics_type: 9 }, 10060005],
    [{ logistics_type: 4, delivery_mode: 2, is_all_delivered: true }, 10060006],
    [{ delivery_mode: 2 }, 10060007],
    [{ shipping_list: [item, item] }, 10060008],
    [{ shipping_list: [{ item_desc: '面' }] }, 268485197],
    [{ shipping_list: [{ ...item, express_company: 'SF' }] }, 268485198],
    [{ shipping_list: item }, 47001],
    [{ shipping_list: [] }, 47001],
    [{ upload_time: 'now' }, 268485216],
  ])('answers %j with %i', async (changes, errcode) => {
    expect(await upload(await bench.paid(), changes)).toMatchObject({ body: { errcode } });
  });

  it('shows refunded orders, lists by state, and reminds once', async () => {
    const [refunded, shipped] = [await bench.paid(), await bench.paid()];
    await bench.refund({ out_trade_no: refunded.no });
    expect(await stateOf(refunded.transactionId)).toBe(5);
    expect(await upload(refunded)).toMatchObject({ body: { errcode: 10060004 } });
    await upload(shipped);
    const { body } = await post('/wxa/sec/order/get_order_list', { openid: shipped.openid, order_state: 2 });
    expect(body['order_list']).toMatchObject([{ merchant_trade_no: shipped.no }]);
    const remind = () =>
      post('/wxa/sec/order/notify_confirm_receive', {
        transaction_id: shipped.transactionId,
        received_time: 1,
      });
    expect(await remind()).toMatchObject({ body: { errcode: 0 } });
    expect(await remind()).toMatchObject({ body: { errcode: 10060035 } });
    const managed = await post('/wxa/sec/order/is_trade_managed', { appid: bench.sandbox.config.appid });
    expect(managed).toMatchObject({ body: { errcode: 0, is_trade_managed: true } });
  });
});

describe('push', () => {
  it('is encrypted in blocks of 32 and signed', async () => {
    const { config } = bench.sandbox;
    const got: { url: URL; body: { Encrypt: string } }[] = [];
    const server = http.createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const url = new URL(request.url ?? '', 'http://localhost');
        got.push({ url, body: JSON.parse(text) as { Encrypt: string } });
        response.end('success');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`;
    const pushed = {
      url,
      openid,
      event: 'subscribe_msg_sent_event',
      fields: { List: { MsgID: number32() } },
    };
    expect(await bench.call('POST', '/sandbox/push', pushed)).toMatchObject({
      body: { status: 200, body: 'success' },
    });
    server.close();
    server.closeAllConnections();
    const query = got[0]?.url.searchParams ?? new URLSearchParams();
    const encrypted = got[0]?.body.Encrypt ?? '';
    const parts = [config.pushToken, query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    const hash = (all: string[]) => crypto.createHash('sha1').update(all.sort().join('')).digest('hex');
    expect(query.get('signature')).toBe(hash([...parts]));
    expect(query.get('msg_signature')).toBe(hash([...parts, encrypted]));
    const key = Buffer.from(`${config.encodingAesKey}=`, 'base64');
    const decipher = crypto.createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
    expect(plain.length % 32).toBe(0);
    const size = plain.readUInt32BE(16);
    const message = JSON.parse(plain.subarray(20, 20 + size).toString('utf8')) as Record<string, unknown>;
    expect(message).toMatchObject({ FromUserName: openid, Event: pushed.event, List: pushed.fields.List });
    const padding = plain.at(-1) ?? 0;
    expect(plain.subarray(20 + size, plain.length - padding).toString()).toBe(config.appid);
  });
});
