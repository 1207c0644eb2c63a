import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { selfSignedCertificate } from './certificate.spec-support.js';
import {
  type Answer,
  apiV3Key,
  clientOf,
  clockAt,
  noticeOf,
  paidFact,
  PlayedWechat,
  privatePem,
  publicKeyId,
  strangerKeys,
  transferFact,
  wechatKeys,
} from './wechat.spec-support.js';

const wechat = new PlayedWechat();
beforeAll(() => wechat.start());
afterAll(() => wechat.stop());

const serial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
const nextSerial = '7132D72A03E93CDDF8C03BBD1F37EEDF8B0DD0DE';
const byCertificateOnly = { wechatPublicKeyId: undefined, wechatPublicKeyPem: undefined };
const hours = (count: number) => new Date(clockAt.getTime() + count * 3_600_000);
const platform = { signingKey: wechatKeys.privateKey, serial } satisfies Answer;
const nextPlatform = { signingKey: strangerKeys.privateKey, serial: nextSerial } satisfies Answer;

/** One entry of the list, sealed by the independent library. */
function entry(keys = wechatKeys, number = serial, validTo = hours(24 * 365), key = apiV3Key): object {
  const pem = selfSignedCertificate(keys, { serial: number, validFrom: hours(-24), validTo });
  const nonce = Formatter.nonce(12);
  return {
    serial_no: number,
    effective_time: '2026-11-21T13:00:00+08:00',
    expire_time: '2031-11-21T13:00:00+08:00',
    encrypt_certificate: {
      algorithm: 'AEAD_AES_256_GCM',
      nonce,
      associated_data: 'certificate',
      ciphertext: Aes.AesGcm.encrypt(pem, key, nonce, 'certificate'),
    },
  };
}

/** A WeChat that signs by certificate and serves this list. */
function serve(
  list: object[],
  how: Answer = platform,
  queryAnswer: Answer = { body: paidFact, ...platform },
): void {
  wechat.answer(({ target }) =>
    target === '/v3/certificates' ? { body: { data: list }, ...how } : queryAnswer,
  );
}

const fetchCount = () => wechat.arrived.filter(({ target }) => target === '/v3/certificates').length;
const certified = () => noticeOf('TRANSACTION.SUCCESS', paidFact, { how: platform });

describe('platform certificates', () => {
  it('verify answers and notices, and are fetched once', async () => {
    serve([entry()]);
    const client = clientOf(wechat.baseUrl, byCertificateOnly);
    expect((await client.query(paidFact.out_trade_no))?.state).toBe('SUCCESS');
    const { headers, rawBody } = certified();
    expect((await client.readNotice(headers, rawBody)).kind).toBe('payment');
    expect(fetchCount()).toBe(1);
    expect(wechat.last().headers['wechatpay-serial']).toBeUndefined();
  });

  it('work beside the public key while a merchant moves', async () => {
    serve([entry()], {});
    const client = clientOf(wechat.baseUrl);
    for (const how of [platform, {}]) {
      const { headers, rawBody } = noticeOf('TRANSACTION.SUCCESS', paidFact, { how });
      expect((await client.readNotice(headers, rawBody)).kind).toBe('payment');
    }
    expect(fetchCount()).toBe(1);
    expect(wechat.last().headers['wechatpay-serial']).toBe(publicKeyId);
  });

  it('are fetched by one request for many waiting callers', async () => {
    serve([entry()]);
    const client = clientOf(wechat.baseUrl, byCertificateOnly);
    await Promise.all([1, 2, 3, 4].map(() => client.query(paidFact.out_trade_no)));
    expect(fetchCount()).toBe(1);
  });

  it('are renewed after twelve hours, and serve on when that fails', async () => {
    let now = clockAt;
    serve([entry()]);
    const client = clientOf(wechat.baseUrl, byCertificateOnly, () => now);
    await client.query(paidFact.out_trade_no);
    now = hours(13);
    wechat.answer(({ target }) =>
      target === '/v3/certificates' ? { status: 500 } : { body: paidFact, ...platform, at: now },
    );
    expect((await client.query(paidFact.out_trade_no))?.state).toBe('SUCCESS');
    expect(fetchCount()).toBe(1);
  });

  it('bring a successor that nobody knew, a minute after the last look at the earliest', async () => {
    let now = clockAt;
    const client = clientOf(wechat.baseUrl, byCertificateOnly, () => now);
    serve([entry()]);
    await client.query(paidFact.out_trade_no);
    serve([entry(), entry(strangerKeys, nextSerial)]);
    const ask = () => {
      const { headers, rawBody } = noticeOf('TRANSACTION.SUCCESS', paidFact, {
        how: { ...nextPlatform, at: now },
      });
      return client.readNotice(headers, rawBody);
    };
    await expect(ask()).rejects.toMatchObject({ status: 401 });
    expect(fetchCount()).toBe(0);
    now = new Date(clockAt.getTime() + 61_000);
    expect((await ask()).kind).toBe('payment');
    expect(fetchCount()).toBe(1);
  });

  it('seal names when there is no public key', async () => {
    serve([entry()], platform, { body: transferFact, ...platform });
    const client = clientOf(wechat.baseUrl, byCertificateOnly);
    const transfer = {
      outBillNo: transferFact.out_bill_no,
      openid: 'o1',
      sceneId: '1005',
      reports: [],
      remark: '佣金',
    };
    await client.transfer({ ...transfer, amountFen: 300_000, userName: '欧阳静' });
    const { user_name: sealed } = JSON.parse(wechat.last().body) as { user_name: string };
    expect(Rsa.decrypt(sealed, privatePem(wechatKeys.privateKey))).toBe('欧阳静');
    expect(wechat.last().headers['wechatpay-serial']).toBe(serial);
  });
});

describe('certificates that are not believed', () => {
  const lists: readonly [string, object[], Answer, string][] = [
    [
      'sealed with another key',
      [entry(wechatKeys, serial, hours(1), '0'.repeat(32))],
      platform,
      'unreadable_answer',
    ],
    ['in a list signed by none of them', [entry()], nextPlatform, 'untrusted_answer'],
    ['in a list that is not signed', [entry()], { signed: false }, 'untrusted_answer'],
    ['in an old list', [entry()], { ...platform, at: hours(-1) }, 'clock_skew'],
    ['expired', [entry(wechatKeys, serial, hours(-1))], platform, 'untrusted_answer'],
    [
      'of another name',
      [entry(wechatKeys, nextSerial)],
      { ...platform, serial: nextSerial },
      'untrusted_answer',
    ],
  ];
  it.each(lists)('%s', async (_name, list, how, reason) => {
    serve(list, how);
    const client = clientOf(wechat.baseUrl, byCertificateOnly);
    await expect(client.query(paidFact.out_trade_no)).rejects.toMatchObject({ reason });
  });

  it('a notice of an unknown serial is refused when WeChat has no certificates, and asked about once', async () => {
    wechat.answer({ status: 404, body: { code: 'RESOURCE_NOT_EXISTS', message: '无可用的平台证书' } });
    const client = clientOf(wechat.baseUrl);
    for (let time = 0; time < 3; time += 1) {
      const { headers, rawBody } = certified();
      await expect(client.readNotice(headers, rawBody)).rejects.toMatchObject({ status: 401 });
    }
    expect(fetchCount()).toBe(1);
  });

  it('a notice is left open, not refused, while the list cannot be fetched', async () => {
    wechat.answer({ status: 503, signed: false });
    const { headers, rawBody } = certified();
    await expect(clientOf(wechat.baseUrl).readNotice(headers, rawBody)).rejects.toMatchObject({
      name: 'WechatUnavailable',
    });
  });
});

it.each([
  ['a short APIv3 key', { apiV3Key: 'short' }, 'apiV3Key has 32 bytes'],
  ['a private key that is none', { mchPrivateKeyPem: 'none' }, 'mchPrivateKeyPem cannot be read'],
  ['a public key that is none', { wechatPublicKeyPem: 'none' }, 'wechatPublicKeyPem cannot be read'],
])('stops the start with %s', (_name, change, message) => {
  expect(() => clientOf('http://127.0.0.1:9', change)).toThrow(message);
});
