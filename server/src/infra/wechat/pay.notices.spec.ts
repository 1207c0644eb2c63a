import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import {
  appid,
  clientOf,
  clockAt,
  mchid,
  type Notice,
  noticeOf,
  paidFact,
  privatePem,
  refundFact,
  stampFor,
  strangerKeys,
  transferFact,
  wechatKeys,
} from './wechat.spec-support.js';

const client = clientOf('http://127.0.0.1:9');
const paid = (): Notice => noticeOf('TRANSACTION.SUCCESS', paidFact);
const read = ({ headers, rawBody }: Notice) => client.readNotice(headers, rawBody);

/** A correctly signed notice with any body. */
const signed = (body: string): Notice => ({ headers: stampFor(body), rawBody: Buffer.from(body) });

const { status: _status, ...refundCommon } = refundFact;
const noticedRefund = {
  ...refundCommon,
  mchid,
  refund_status: 'SUCCESS',
  success_time: '2026-11-22T12:59:30+08:00',
};
const { package_info: _package, ...transferCommon } = transferFact;
const noticedTransfer = {
  ...transferCommon,
  mch_id: mchid,
  state: 'FAIL',
  fail_reason: 'OVERDUE_CLOSE',
  transfer_amount: 5000,
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  update_time: '2026-11-22T12:59:59+08:00',
};

describe('readNotice', () => {
  it('reads a payment that another library sealed and signed', async () => {
    expect(await read(paid())).toEqual({
      kind: 'payment',
      noticeId: 'EV-2018022511223320873',
      createdAt: new Date('2026-11-22T04:59:58Z'),
      transaction: {
        outTradeNo: paidFact.out_trade_no,
        transactionId: paidFact.transaction_id,
        state: 'SUCCESS',
        stateDescription: '支付成功',
        bankType: 'CMC',
        attach: undefined,
        openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
        totalFen: 9900,
        payerTotalFen: 9000,
        paidAt: new Date('2026-11-22T04:59:57Z'),
      },
    });
  });

  it.each(['SUCCESS', 'ABNORMAL', 'CLOSED'])('reads a refund that ended as %s', async (status) => {
    const notice = await read(noticeOf(`REFUND.${status}`, { ...noticedRefund, refund_status: status }));
    expect(notice).toMatchObject({
      kind: 'refund',
      refund: {
        outRefundNo: refundFact.out_refund_no,
        refundId: refundFact.refund_id,
        transactionId: refundFact.transaction_id,
        status,
        refundFen: 500,
        totalFen: 9900,
        payerRefundFen: 455,
        refundedAt: new Date('2026-11-22T04:59:30Z'),
        receivedAccount: '招商银行信用卡0403',
      },
    });
  });

  it('reads a transfer that the payee let lapse', async () => {
    expect(await read(noticeOf('MCHTRANSFER.BILL.FINISHED', noticedTransfer))).toMatchObject({
      kind: 'transfer',
      transfer: {
        outBillNo: transferFact.out_bill_no,
        state: 'FAIL',
        failReason: 'OVERDUE_CLOSE',
        amountFen: 5000,
      },
    });
  });

  it('takes a notice without associated data and without signature type', async () => {
    const nonce = Formatter.nonce(12);
    const ciphertext = Aes.AesGcm.encrypt(
      JSON.stringify(paidFact),
      'abcdefghijklmnopqrstuvwxyz012345',
      nonce,
    );
    const notice = noticeOf('TRANSACTION.SUCCESS', paidFact, {
      resource: { ciphertext, nonce, associated_data: undefined },
    });
    const headers = { ...notice.headers, 'wechatpay-signature-type': undefined };
    expect((await read({ ...notice, headers })).kind).toBe('payment');
  });

  it.each([299, -299])('takes a notice %i seconds away', async (seconds) => {
    const at = new Date(clockAt.getTime() + seconds * 1000);
    expect((await read(noticeOf('TRANSACTION.SUCCESS', paidFact, { how: { at } }))).kind).toBe('payment');
  });
});

/** Each changes one thing of a genuine notice. */
const forgeries: readonly [string, (notice: Notice) => Notice][] = [
  [
    'an altered body',
    ({ headers, rawBody }) => {
      const altered = Buffer.from(rawBody);
      altered[10] = (altered[10] ?? 0) ^ 1;
      return { headers, rawBody: altered };
    },
  ],
  ['a truncated body', ({ headers, rawBody }) => ({ headers, rawBody: rawBody.subarray(0, -1) })],
  [
    'the body written anew with other spaces',
    ({ headers, rawBody }) => ({
      headers,
      rawBody: Buffer.from(JSON.stringify(JSON.parse(rawBody.toString()), null, 1)),
    }),
  ],
  ['an empty body', ({ headers }) => ({ headers, rawBody: Buffer.alloc(0) })],
  ['another nonce', (notice) => withHeader(notice, 'wechatpay-nonce', 'another-nonce')],
  [
    'another timestamp',
    (notice) => withHeader(notice, 'wechatpay-timestamp', String(Math.floor(clockAt.getTime() / 1000) - 1)),
  ],
  ['a timestamp that is no number', (notice) => withHeader(notice, 'wechatpay-timestamp', 'NaN')],
  ['another signature', (notice) => withHeader(notice, 'wechatpay-signature', 'AAAA')],
  [
    'a probe',
    (notice) =>
      withHeader(
        notice,
        'wechatpay-signature',
        `WECHATPAY/SIGNTEST/${String(notice.headers['wechatpay-signature'])}`,
      ),
  ],
  ['another scheme', (notice) => withHeader(notice, 'wechatpay-signature-type', 'WECHATPAY2-SM2-WITH-SM3')],
  ['an unknown public key', (notice) => withHeader(notice, 'wechatpay-serial', 'PUB_KEY_ID_0')],
  ['a serial of no form', (notice) => withHeader(notice, 'wechatpay-serial', '../../certificates')],
  [
    'a serial that came twice',
    ({ headers, rawBody }) => ({
      rawBody,
      headers: { ...headers, 'wechatpay-serial': [String(headers['wechatpay-serial']), 'x'] },
    }),
  ],
  ['no timestamp', (notice) => withHeader(notice, 'wechatpay-timestamp', undefined)],
  ['no nonce', (notice) => withHeader(notice, 'wechatpay-nonce', undefined)],
  ['no signature', (notice) => withHeader(notice, 'wechatpay-signature', undefined)],
  ['no serial', (notice) => withHeader(notice, 'wechatpay-serial', undefined)],
  ['the stamp of another notice', ({ rawBody }) => ({ headers: stampFor('{}'), rawBody })],
  [
    'the signature of another key',
    ({ rawBody }) => ({
      headers: stampFor(rawBody.toString(), { signingKey: strangerKeys.privateKey }),
      rawBody,
    }),
  ],
  [
    'a time 301 seconds ago',
    ({ rawBody }) => ({
      headers: stampFor(rawBody.toString(), { at: new Date(clockAt.getTime() - 301_000) }),
      rawBody,
    }),
  ],
  [
    'a time 301 seconds ahead',
    ({ rawBody }) => ({
      headers: stampFor(rawBody.toString(), { at: new Date(clockAt.getTime() + 301_000) }),
      rawBody,
    }),
  ],
];

function withHeader(notice: Notice, name: string, value: string | undefined): Notice {
  return { rawBody: notice.rawBody, headers: { ...notice.headers, [name]: value } };
}

describe('readNotice answers 401', () => {
  it.each(forgeries)('to %s', async (_name, forge) => {
    const genuine = paid();
    expect((await read(genuine)).kind).toBe('payment');
    await expect(read(forge(genuine))).rejects.toMatchObject({ name: 'NoticeRejected', status: 401 });
  });

  const seals: readonly [string, Notice][] = [
    [
      'a resource sealed with another key',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { key: '0'.repeat(32) }),
    ],
    [
      'other associated data',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { associated_data: 'x' } }),
    ],
    [
      'another nonce of the seal',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { nonce: 'abcdefghijkl' } }),
    ],
    [
      'a nonce of the seal of another length',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { nonce: 'a' } }),
    ],
    [
      'a ciphertext without tag',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { ciphertext: 'AAAA' } }),
    ],
  ];
  it.each(seals)('to %s', async (_name, notice) => {
    await expect(read(notice)).rejects.toMatchObject({ name: 'NoticeRejected', status: 401 });
  });
});

describe('readNotice answers 400', () => {
  const malformed: readonly [string, Notice][] = [
    ['a body that is not JSON', signed('<xml></xml>')],
    ['a list', signed('[]')],
    ['an empty object', signed('{}')],
    ['an oversized body', signed(JSON.stringify({ padding: 'x'.repeat(256 * 1024) }))],
    ['another algorithm', noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { algorithm: 'AES_ECB' } })],
    ['no ciphertext', noticeOf('TRANSACTION.SUCCESS', paidFact, { resource: { ciphertext: undefined } })],
    ['no id', noticeOf('TRANSACTION.SUCCESS', paidFact, { envelope: { id: undefined } })],
    [
      'a time of no form',
      noticeOf('TRANSACTION.SUCCESS', paidFact, { envelope: { create_time: 'yesterday' } }),
    ],
    ['an unknown event', noticeOf('TRANSACTION.UNKNOWN', paidFact)],
    ['a resource that is not JSON', noticeOf('TRANSACTION.SUCCESS', 'paid')],
    ['a refund in place of a payment', noticeOf('TRANSACTION.SUCCESS', noticedRefund)],
    ['a payment that is not paid', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, trade_state: 'NOTPAY' })],
    ['an unknown state', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, trade_state: 'PAID' })],
    ['an amount with a fraction', amountOf({ ...paidFact.amount, total: 99.5 })],
    ['a negative amount', amountOf({ ...paidFact.amount, total: -1 })],
    ['an amount as text', amountOf({ ...paidFact.amount, total: '9900' })],
    ['an amount beyond exact numbers', amountOf({ ...paidFact.amount, total: 2 ** 53 })],
    ['another currency', amountOf({ ...paidFact.amount, currency: 'USD' })],
    ['no payer', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, payer: undefined })],
    ['another merchant', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, mchid: '1900000110' })],
    ['another mini program', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, appid: `${appid}0` })],
    ['no merchant', noticeOf('TRANSACTION.SUCCESS', { ...paidFact, mchid: undefined })],
    ["another merchant's refund", noticeOf('REFUND.SUCCESS', { ...noticedRefund, mchid: '1' })],
    [
      "another merchant's transfer",
      noticeOf('MCHTRANSFER.BILL.FINISHED', { ...noticedTransfer, mch_id: '1' }),
    ],
    [
      'a transfer of nobody',
      noticeOf('MCHTRANSFER.BILL.FINISHED', { ...noticedTransfer, mch_id: undefined }),
    ],
  ];
  it.each(malformed)('to %s', async (_name, notice) => {
    await expect(read(notice)).rejects.toMatchObject({ name: 'NoticeRejected', status: 400 });
  });
});

function amountOf(amount: object): Notice {
  return noticeOf('TRANSACTION.SUCCESS', { ...paidFact, amount });
}

it('signs notices in this spec with a library of its own', () => {
  const { headers, rawBody } = paid();
  const message = Formatter.response(
    String(headers['wechatpay-timestamp']),
    String(headers['wechatpay-nonce']),
    rawBody.toString(),
  );
  expect(Rsa.sign(message, privatePem(wechatKeys.privateKey))).toBe(headers['wechatpay-signature']);
});
