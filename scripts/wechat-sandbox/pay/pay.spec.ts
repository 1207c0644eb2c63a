/** A client nobody here wrote does the everyday things against the sandbox. */
import { X509Certificate } from 'node:crypto';
import { Aes, Rsa } from 'wechatpay-axios-plugin';
import { Bench, number32, until } from '../spec-support.js';

type Data = Record<string, unknown>;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const statusOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => (value as { status: number }).status,
    (error: unknown) => (error as { response?: { status: number; data: unknown } }).response,
  );

describe('WeChat Pay through wechatpay-axios-plugin', () => {
  it('orders, queries, is paid and tells it by a genuine notice', async () => {
    const { wechatpay, sandbox } = bench;
    const { mchid, appid } = sandbox.config;
    const openid = await bench.user();
    const order = bench.order(openid, { attach: '备注' });
    const no = String(order['out_trade_no']);
    const prepaid = await wechatpay.v3.pay.transactions.jsapi.post<Data>(order);
    expect(prepaid.data['prepay_id']).toMatch(/^wx\d{14}[0-9a-f]+$/);

    const asked = { no, params: { mchid } };
    const before = await wechatpay.v3.pay.transactions.outTradeNo._no_.get(asked);
    expect(before.data).toMatchObject({ trade_state: 'NOTPAY', out_trade_no: no });
    expect(before.data).not.toHaveProperty('transaction_id');

    const { body } = await bench.pay(String(prepaid.data['prepay_id']), openid);
    const transactionId = String(body['transactionId']);
    const paid = { appid, mchid, out_trade_no: no, transaction_id: transactionId, trade_state: 'SUCCESS' };
    const amounts = { attach: '备注', payer: { openid }, amount: { total: 1290, payer_total: 1290 } };
    const after = await wechatpay.v3.pay.transactions.outTradeNo._no_.get(asked);
    expect(after.data).toMatchObject({ ...paid, ...amounts });
    const byId = await wechatpay.v3.pay.transactions.id._id_.get({ id: transactionId, params: { mchid } });
    expect(byId.data).toEqual(after.data);

    const mine = () => bench.received.filter((notice) => notice.plain['out_trade_no'] === no);
    await until(() => mine().length === 1);
    expect(mine()[0]).toMatchObject({ eventType: 'TRANSACTION.SUCCESS', genuine: true });
    expect(mine()[0]?.plain).toMatchObject({ ...paid, ...amounts, trade_type: 'JSAPI' });
  });

  it('closes an unpaid order for good, repeatably', async () => {
    const { wechatpay, sandbox } = bench;
    const { mchid } = sandbox.config;
    const openid = await bench.user();
    const { no, prepayId } = await bench.prepay(openid);
    const close = () => wechatpay.v3.pay.transactions.outTradeNo._no_.close.post({ mchid }, { no });
    expect(await statusOf(close())).toBe(204);
    expect(await statusOf(close())).toBe(204);
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'CLOSED' });
    expect(await bench.pay(prepayId, openid)).toMatchObject({
      status: 409,
      body: { code: 'payment.closed' },
    });
  });

  it('refunds within a second, and tells it', async () => {
    const { wechatpay } = bench;
    const { no, transactionId } = await bench.paid();
    const refundNo = number32();
    const asked = await wechatpay.v3.refund.domestic.refunds.post<Data>({
      transaction_id: transactionId,
      out_refund_no: refundNo,
      reason: '未成团',
      notify_url: bench.notifyUrl,
      amount: { refund: 290, total: 1290, currency: 'CNY' },
    });
    const known = { out_refund_no: refundNo, out_trade_no: no, transaction_id: transactionId };
    expect(asked.data).toMatchObject({
      ...known,
      status: 'PROCESSING',
      amount: { refund: 290, total: 1290 },
    });
    const mine = () => bench.received.find((notice) => notice.plain['out_refund_no'] === refundNo);
    await until(() => mine() !== undefined, 1000);
    expect(mine()).toMatchObject({ eventType: 'REFUND.SUCCESS', genuine: true });
    expect(mine()?.plain).toMatchObject({ ...known, refund_status: 'SUCCESS', amount: { refund: 290 } });
    const found = await wechatpay.v3.refund.domestic.refunds._no_.get({ no: refundNo });
    expect(found.data).toMatchObject({ ...known, status: 'SUCCESS', refund_id: asked.data['refund_id'] });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'REFUND' });
  });

  it('transfers with a sealed name, confirmed by the payee', async () => {
    const { wechatpay, sandbox } = bench;
    const { wechatPublicKeyId, wechatPublicKeyPem } = sandbox.config;
    const openid = await bench.user();
    const body = bench.transferBody(openid, { transfer_amount: 200_000 });
    const path = '/v3/fund-app/mch-transfer/transfer-bills';
    const sealed = () => ({ ...body, user_name: Rsa.encrypt('张三', wechatPublicKeyPem) });
    const headers = { 'Wechatpay-Serial': wechatPublicKeyId };
    const asked = await wechatpay[path].post<Data>(sealed(), { headers });
    expect(asked.data).toMatchObject({ out_bill_no: body['out_bill_no'], state: 'WAIT_USER_CONFIRM' });
    expect(asked.data['package_info']).toEqual(expect.any(String));
    const again = await wechatpay[path].post<Data>(sealed(), { headers });
    expect(again.data).toEqual(asked.data);

    const confirmed = await bench.call('POST', `/sandbox/transfers/${String(body['out_bill_no'])}/confirm`);
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'SUCCESS' } });
    const found = await wechatpay[`${path}/out-bill-no/${String(body['out_bill_no'])}`].get();
    expect(found.data).toMatchObject({ state: 'SUCCESS', transfer_amount: 200_000, openid });
    const byId = await wechatpay[`${path}/transfer-bill-no/${String(asked.data['transfer_bill_no'])}`].get();
    expect(byId.data).toEqual(found.data);
    const mine = () => bench.received.find((notice) => notice.plain['out_bill_no'] === body['out_bill_no']);
    await until(() => mine() !== undefined);
    expect(mine()).toMatchObject({ eventType: 'MCHTRANSFER.BILL.FINISHED', genuine: true });
    expect(mine()?.plain).toMatchObject({ state: 'SUCCESS', transfer_amount: 200_000, openid });
  });

  it('hands out platform certificates and can sign with them instead', async () => {
    const { config } = bench.sandbox;
    const { body } = await bench.signed('GET', '/v3/certificates');
    const [entry] = body['data'] as { serial_no: string; encrypt_certificate: Record<string, string> }[];
    const { ciphertext = '', nonce = '', associated_data: data } = entry?.encrypt_certificate ?? {};
    const pem = Aes.AesGcm.decrypt(ciphertext, config.apiV3Key, nonce, data);
    const certificate = new X509Certificate(pem);
    expect(certificate.serialNumber).toBe(entry?.serial_no);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(pem).toBe(config.platformCertificatePem);
    await bench.call('PUT', '/sandbox/signing', { mode: 'certificate' });
    const { no } = await bench.paid();
    await bench.call('PUT', '/sandbox/signing', { mode: 'public-key' });
    const mine = () => bench.received.find((notice) => notice.plain['out_trade_no'] === no);
    await until(() => mine() !== undefined);
    expect(mine()).toMatchObject({ genuine: true, headers: { 'wechatpay-serial': config.platformSerial } });
  });
});

describe('odd money', () => {
  it('takes another amount, another payer and a second payment', async () => {
    const [payer, stranger] = [await bench.user(), await bench.user('路人')];
    const { no, prepayId } = await bench.prepay(payer);
    const first = (await bench.pay(prepayId, stranger, { amountFen: 1 })).body['transactionId'];
    expect((await bench.query(no)).body).toMatchObject({
      transaction_id: first,
      payer: { openid: stranger },
      amount: { total: 1 },
    });
    expect(await bench.pay(prepayId, payer)).toMatchObject({ status: 409, body: { code: 'payment.paid' } });
    const second = (await bench.pay(prepayId, payer, { again: true })).body['transactionId'];
    expect(second).not.toBe(first);
    const { mchid } = bench.sandbox.config;
    const found = await bench.signed('GET', `/v3/pay/transactions/id/${String(second)}?mchid=${mchid}`);
    expect(found.body).toMatchObject({ transaction_id: second, out_trade_no: no, amount: { total: 1290 } });
    expect((await bench.query(no)).body).toMatchObject({ transaction_id: first });

    // The second payment is refunded by its own number and leaves the first alone.
    expect(await bench.refund({ transaction_id: second })).toMatchObject({ status: 200 });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'SUCCESS' });
    const item = (await bench.items('payments')).find((each) => each['outTradeNo'] === no);
    expect(item).toMatchObject({
      prepayId,
      transactionId: first,
      state: 'SUCCESS',
      amountFen: 1290,
      openid: payer,
    });
    expect(item?.['transactions']).toMatchObject([
      { transactionId: first, amountFen: 1, openid: stranger, refundedFen: 0 },
      { transactionId: second, amountFen: 1290, openid: payer, refundedFen: 1290 },
    ]);
  });
});
