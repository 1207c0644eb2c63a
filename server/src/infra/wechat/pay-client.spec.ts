import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { isPaid } from './wechat-pay.types.js';
import {
  type Arrived,
  appid,
  clientOf,
  clockAt,
  mchid,
  mchSerial,
  merchantKeys,
  paidFact,
  PlayedWechat,
  privatePem,
  publicKeyId,
  publicPem,
  refundFact,
  transferFact,
  wechatKeys,
} from './wechat.spec-support.js';

const wechat = new PlayedWechat();
beforeAll(() => wechat.start());
afterAll(() => wechat.stop());

const client = () => clientOf(wechat.baseUrl);
const outTradeNo = paidFact.out_trade_no;
const order = {
  outTradeNo,
  description: '赣南脐橙 5 斤',
  amountFen: 9900,
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  expiresAt: new Date('2026-11-22T05:05:00.999Z'),
};
const refusal = (status: number, code: string) => ({ status, body: { code, message: '不行' } });

/** Takes the Authorization header apart and verifies it with the independent library. */
function isSignedByMerchant(request: Arrived): boolean {
  const header = request.headers.authorization ?? '';
  const field = (name: string) => new RegExp(`[ ,]${name}="([^"]*)"`).exec(header)?.[1] ?? '';
  const message = Formatter.request(
    request.method,
    request.target,
    field('timestamp'),
    field('nonce_str'),
    request.body,
  );
  return (
    header.startsWith('WECHATPAY2-SHA256-RSA2048 ') &&
    field('mchid') === mchid &&
    field('serial_no') === mchSerial &&
    field('timestamp') === '1795323600' &&
    /^[0-9a-f]{32}$/.test(field('nonce_str')) &&
    Rsa.verify(message, field('signature'), publicPem(merchantKeys.publicKey))
  );
}

describe('prepay', () => {
  it('sends exactly the documented fields, signed over the bytes sent', async () => {
    wechat.answer({ body: { prepay_id: 'wx201410272009395522657a690389285100' } });
    expect(await client().prepay(order)).toEqual({ prepayId: 'wx201410272009395522657a690389285100' });
    const request = wechat.last();
    expect([request.method, request.target]).toEqual(['POST', '/v3/pay/transactions/jsapi']);
    expect(JSON.parse(request.body)).toEqual({
      appid,
      mchid,
      description: '赣南脐橙 5 斤',
      out_trade_no: outTradeNo,
      time_expire: '2026-11-22T13:05:00+08:00',
      notify_url: 'https://shop.example/api/wechat/pay-notices',
      amount: { total: 9900, currency: 'CNY' },
      payer: { openid: order.openid },
    });
    expect(request.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'wechatpay-serial': publicKeyId,
    });
    expect(request.headers['user-agent']).toBeTruthy();
    expect(isSignedByMerchant(request)).toBe(true);
    expect(isSignedByMerchant({ ...request, body: `${request.body} ` })).toBe(false);
  });

  it('repeats a stored order byte for byte', async () => {
    const body = client().prepayBody({ ...order, attach: 'a' });
    wechat.answer({ body: { prepay_id: 'wx1' } });
    await client().prepay({ attach: 'a', ...order });
    const first = wechat.last().body;
    await client().prepayStored(body);
    expect([first, wechat.last().body]).toEqual([body, body]);
  });

  it('signs the cashier as the client library does', async () => {
    wechat.answer({ broken: true });
    const signed = await client().signCashier('wx201410272009395522657a690389285100');
    expect(signed).toEqual({
      timeStamp: '1795323600',
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      package: 'prepay_id=wx201410272009395522657a690389285100',
      signType: 'RSA',
      paySign: Rsa.sign(
        Formatter.joinedByLineFeed(appid, signed.timeStamp, signed.nonceStr, signed.package),
        privatePem(merchantKeys.privateKey),
      ),
    });
    expect(wechat.arrived).toHaveLength(0);
  });
});

describe('query by WeChat’s number', () => {
  const id = paidFact.transaction_id;

  it('reads the payment that was asked for, and no other', async () => {
    wechat.answer({ body: paidFact });
    expect(await client().queryTransaction(id)).toMatchObject({ transactionId: id, outTradeNo });
    expect(wechat.last().target).toBe(`/v3/pay/transactions/id/${id}?mchid=${mchid}`);
    await expect(client().queryTransaction(`${id}1`)).rejects.toMatchObject({ reason: 'untrusted_answer' });
  });

  it('knows that there is none, and sends nothing that is no number', async () => {
    wechat.answer(refusal(404, 'ORDER_NOT_EXIST'));
    expect(await client().queryTransaction(id)).toBeNull();
    await expect(client().queryTransaction('../x')).rejects.toThrow(RangeError);
  });
});

describe('query', () => {
  it('reads a paid order', async () => {
    wechat.answer({ body: paidFact });
    const transaction = await client().query(outTradeNo);
    expect(wechat.last().target).toBe(`/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${mchid}`);
    expect(isSignedByMerchant(wechat.last())).toBe(true);
    expect(transaction).toMatchObject({ state: 'SUCCESS', totalFen: 9900, openid: order.openid });
    expect(transaction !== null && isPaid(transaction)).toBe(true);
  });

  it('reads an order nobody has paid', async () => {
    const fact = {
      appid,
      mchid,
      out_trade_no: outTradeNo,
      trade_state: 'NOTPAY',
      trade_state_desc: '订单未支付',
    };
    wechat.answer({ body: fact });
    const transaction = await client().query(outTradeNo);
    expect(transaction).toEqual({ outTradeNo, state: 'NOTPAY', stateDescription: '订单未支付' });
    expect(transaction !== null && isPaid(transaction)).toBe(false);
  });

  it('says null for an order WeChat has never seen, signed or from a gateway', async () => {
    wechat.answer(refusal(404, 'ORDER_NOT_EXIST'));
    expect(await client().query(outTradeNo)).toBeNull();
    wechat.answer({ ...refusal(404, 'ORDER_NOT_EXIST'), signed: false });
    expect(await client().query(outTradeNo)).toBeNull();
  });

  it.each([
    ['another order', { out_trade_no: 'another_order' }],
    ['another merchant', { mchid: '1' }],
    ['another mini program', { appid: 'wx1' }],
  ])('does not believe a genuine answer about %s', async (_name, change) => {
    wechat.answer({ body: { ...paidFact, ...change } });
    await expect(client().query(outTradeNo)).rejects.toMatchObject({ reason: 'untrusted_answer' });
  });

  it('puts numbers with odd characters into the path so that both sides sign the same', async () => {
    wechat.answer({ body: { ...paidFact, out_trade_no: 'A|b*c-_1' } });
    expect((await client().query('A|b*c-_1'))?.outTradeNo).toBe('A|b*c-_1');
    expect(isSignedByMerchant(wechat.last())).toBe(true);
  });
});

describe('close', () => {
  it.each([
    ['an empty 204', { status: 204 }, 'closed'],
    ['ORDERPAID', refusal(400, 'ORDERPAID'), 'already_paid'],
    ['ORDER_CLOSED', refusal(400, 'ORDER_CLOSED'), 'closed'],
    ['an unknown order', refusal(404, 'ORDER_NOT_EXIST'), 'closed'],
  ] as const)('understands %s', async (_name, answer, outcome) => {
    wechat.answer(answer);
    expect(await client().close(outTradeNo)).toBe(outcome);
    const request = wechat.last();
    expect(request.target).toBe(`/v3/pay/transactions/out-trade-no/${outTradeNo}/close`);
    expect(request.body).toBe(`{"mchid":"${mchid}"}`);
    expect(isSignedByMerchant(request)).toBe(true);
  });

  it('does not believe an unsigned 204', async () => {
    wechat.answer({ status: 204, signed: false });
    await expect(client().close(outTradeNo)).rejects.toMatchObject({ reason: 'untrusted_answer' });
  });

  it('does not believe an altered "already paid"', async () => {
    wechat.answer({ ...refusal(400, 'PARAM_ERROR'), tamperedBody: '{"code":"ORDERPAID","message":""}' });
    await expect(client().close(outTradeNo)).rejects.toMatchObject({ reason: 'untrusted_answer' });
  });
});

describe('refund', () => {
  const input = {
    transactionId: refundFact.transaction_id,
    outRefundNo: refundFact.out_refund_no,
    reason: '拼团未成功',
    refundFen: 500,
    totalFen: 9900,
  };

  it('asks and reads the answer', async () => {
    wechat.answer({ body: refundFact });
    expect(await client().refund(input)).toEqual({
      outRefundNo: input.outRefundNo,
      refundId: refundFact.refund_id,
      outTradeNo,
      transactionId: input.transactionId,
      status: 'PROCESSING',
      refundFen: 500,
      totalFen: 9900,
      payerRefundFen: 455,
      refundedAt: undefined,
      receivedAccount: '招商银行信用卡0403',
    });
    expect(JSON.parse(wechat.last().body)).toEqual({
      transaction_id: input.transactionId,
      out_refund_no: input.outRefundNo,
      reason: '拼团未成功',
      notify_url: 'https://shop.example/api/wechat/refund-notices',
      amount: { refund: 500, total: 9900, currency: 'CNY' },
    });
    expect(isSignedByMerchant(wechat.last())).toBe(true);
  });

  it('tells a clear no from an open outcome', async () => {
    wechat.answer(refusal(403, 'NOT_ENOUGH'));
    await expect(client().refund(input)).rejects.toMatchObject({
      name: 'WechatRefused',
      httpStatus: 403,
      code: 'NOT_ENOUGH',
      requestId: expect.stringContaining('268443699'),
    });
    wechat.answer(refusal(500, 'SYSTEM_ERROR'));
    await expect(client().refund(input)).rejects.toMatchObject({ name: 'WechatUnavailable' });
  });

  it('finds a refund again, or says null', async () => {
    wechat.answer({ body: { ...refundFact, status: 'SUCCESS' } });
    expect((await client().queryRefund(input.outRefundNo))?.status).toBe('SUCCESS');
    expect(wechat.last().target).toBe(`/v3/refund/domestic/refunds/${input.outRefundNo}`);
    wechat.answer(refusal(404, 'RESOURCE_NOT_EXISTS'));
    expect(await client().queryRefund(input.outRefundNo)).toBeNull();
  });

  it('does not take the answer about another refund', async () => {
    wechat.answer({ body: { ...refundFact, out_refund_no: 'another' } });
    await expect(client().refund(input)).rejects.toMatchObject({ reason: 'untrusted_answer' });
    await expect(client().queryRefund(input.outRefundNo)).rejects.toMatchObject({
      reason: 'untrusted_answer',
    });
  });
});

describe('transfer', () => {
  const input = {
    outBillNo: transferFact.out_bill_no,
    openid: order.openid,
    sceneId: '1005',
    reports: [
      { type: '岗位类型', content: '推广员' },
      { type: '报酬说明', content: '11 月推广佣金' },
    ],
    amountFen: 5000,
    remark: '推广佣金',
  };

  it('sends a name that only WeChat can read, and names the key', async () => {
    wechat.answer({ body: transferFact });
    const view = await client().transfer({ ...input, userName: '欧阳静' });
    expect(view).toMatchObject({ state: 'WAIT_USER_CONFIRM', packageInfo: transferFact.package_info });
    const { user_name: sealed, ...rest } = JSON.parse(wechat.last().body) as Record<string, string>;
    expect(rest).toEqual({
      appid,
      out_bill_no: input.outBillNo,
      transfer_scene_id: '1005',
      openid: order.openid,
      transfer_amount: 5000,
      transfer_remark: '推广佣金',
      notify_url: 'https://shop.example/api/wechat/transfer-notices',
      transfer_scene_report_infos: [
        { info_type: '岗位类型', info_content: '推广员' },
        { info_type: '报酬说明', info_content: '11 月推广佣金' },
      ],
    });
    expect(Rsa.decrypt(String(sealed), privatePem(wechatKeys.privateKey))).toBe('欧阳静');
    expect(wechat.last().headers['wechatpay-serial']).toBe(publicKeyId);
    expect(isSignedByMerchant(wechat.last())).toBe(true);
  });

  it('sends no name when there is none, and insists on one from 2,000 yuan on', async () => {
    wechat.answer({ body: transferFact });
    await client().transfer(input);
    expect(JSON.parse(wechat.last().body)).not.toHaveProperty('user_name');
    await client().transfer({ ...input, amountFen: 199_999 });
    wechat.answer({ body: transferFact });
    await expect(client().transfer({ ...input, amountFen: 200_000 })).rejects.toThrow(RangeError);
    expect(wechat.arrived).toHaveLength(0);
  });

  it('finds it again, withdraws it, or says null', async () => {
    const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${input.outBillNo}`;
    wechat.answer({
      body: { ...transferFact, state: 'SUCCESS', mch_id: mchid, appid, transfer_amount: 5000 },
    });
    expect(await client().queryTransfer(input.outBillNo)).toMatchObject({
      state: 'SUCCESS',
      amountFen: 5000,
    });
    expect([wechat.last().method, wechat.last().target]).toEqual(['GET', path]);
    wechat.answer({
      body: { ...transferFact, state: 'CANCELING', update_time: '2026-11-22T13:00:00+08:00' },
    });
    expect(await client().cancelTransfer(input.outBillNo)).toMatchObject({
      state: 'CANCELING',
      updatedAt: clockAt,
    });
    expect([wechat.last().method, wechat.last().target]).toEqual(['POST', `${path}/cancel`]);
    expect(isSignedByMerchant(wechat.last())).toBe(true);
    wechat.answer(refusal(404, 'NOT_FOUND'));
    expect(await client().queryTransfer(input.outBillNo)).toBeNull();
  });

  it("does not take another merchant's or another number's transfer", async () => {
    wechat.answer({ body: { ...transferFact, mch_id: '1' } });
    await expect(client().queryTransfer(input.outBillNo)).rejects.toMatchObject({
      reason: 'untrusted_answer',
    });
    wechat.answer({ body: { ...transferFact, out_bill_no: 'another' } });
    await expect(client().cancelTransfer(input.outBillNo)).rejects.toMatchObject({
      reason: 'untrusted_answer',
    });
  });
});

describe('bills', () => {
  const text = '交易时间,商户订单号\n`2026-11-21 10:00:00,`b0a1\n';
  const sha1 = 'd7c5a6a4b1ca3fbd4ee9a9c4f7e2f1fe5c1a2b3c';
  const bill = (hash: string) => ({
    hash_type: 'SHA1',
    hash_value: hash,
    download_url: 'https://elsewhere.example/v3/billdownload/file?token=a%2Bb',
  });
  const serve = (hash: string) =>
    wechat.answer(({ target }) =>
      target.startsWith('/v3/bill/') ? { body: bill(hash) } : { body: text, signed: false },
    );

  it('downloads the file from the configured host and checks its hash', async () => {
    const { createHash } = await import('node:crypto');
    serve(createHash('sha1').update(text).digest('hex').toUpperCase());
    expect(await client().downloadTradeBill('2026-11-21')).toBe(text);
    expect(wechat.arrived.map(({ target }) => target)).toEqual([
      '/v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL',
      '/v3/billdownload/file?token=a%2Bb',
    ]);
    expect(wechat.arrived.every(isSignedByMerchant)).toBe(true);
    expect(await client().downloadFundFlowBill('2026-11-21')).toBe(text);
    expect(wechat.arrived[2]?.target).toBe('/v3/bill/fundflowbill?bill_date=2026-11-21&account_type=BASIC');
  });

  it('refuses a file with another hash', async () => {
    serve(sha1);
    await expect(client().downloadTradeBill('2026-11-21')).rejects.toMatchObject({
      reason: 'untrusted_answer',
    });
  });

  it('says null when there is none, and takes only real days', async () => {
    wechat.answer(refusal(400, 'NO_STATEMENT_EXIST'));
    expect(await client().downloadTradeBill('2026-11-21')).toBeNull();
    for (const day of ['2026-02-30', '2026-1-1', 'today', '2026-11-21&x=1']) {
      await expect(client().downloadTradeBill(day)).rejects.toThrow(RangeError);
    }
  });
});
