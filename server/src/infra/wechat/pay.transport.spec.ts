import {
  type Answer,
  clientOf,
  clockAt,
  paidFact,
  PlayedWechat,
  strangerKeys,
} from './wechat.spec-support.js';

const wechat = new PlayedWechat();
beforeAll(() => wechat.start());
afterAll(() => wechat.stop());

const outTradeNo = paidFact.out_trade_no;
const query = (change = {}) => clientOf(wechat.baseUrl, change).query(outTradeNo);
const later = (seconds: number) => new Date(clockAt.getTime() + seconds * 1000);
const refusal = (status: number, code: string): Answer => ({ status, body: { code, message: '不行' } });

describe('an answer that leaves the outcome open', () => {
  const answers: readonly [string, Answer, string][] = [
    [
      'altered on its way',
      { body: paidFact, tamperedBody: JSON.stringify({ ...paidFact, attach: 'x' }) },
      'untrusted_answer',
    ],
    ['signed by a stranger', { body: paidFact, signingKey: strangerKeys.privateKey }, 'untrusted_answer'],
    ['unsigned', { body: paidFact, signed: false }, 'untrusted_answer'],
    ['with an unknown key id', { body: paidFact, serial: 'PUB_KEY_ID_0' }, 'untrusted_answer'],
    ['with a key id of no form', { body: paidFact, serial: 'stranger' }, 'untrusted_answer'],
    [
      'with a probe signature',
      { body: paidFact, headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' } },
      'untrusted_answer',
    ],
    [
      'with another scheme',
      { body: paidFact, headers: { 'wechatpay-signature-type': 'SM2' } },
      'untrusted_answer',
    ],
    ['six minutes old', { body: paidFact, at: later(-360) }, 'clock_skew'],
    ['from six minutes ahead', { body: paidFact, at: later(360) }, 'clock_skew'],
    ['that is not JSON', { body: '<html></html>' }, 'unreadable_answer'],
    ['that lacks a field', { body: { ...paidFact, amount: undefined } }, 'unreadable_answer'],
    [
      'larger than a megabyte',
      { body: { ...paidFact, padding: 'x'.repeat(1024 * 1024) } },
      'unreadable_answer',
    ],
    ['with an empty 200', { body: '' }, 'unreadable_answer'],
    [
      'that points elsewhere',
      { status: 302, signed: false, headers: { location: '/' } },
      'unreadable_answer',
    ],
    ['500 SYSTEM_ERROR', refusal(500, 'SYSTEM_ERROR'), 'system_error'],
    ['502 from a gateway', { status: 502, body: '<html></html>', signed: false }, 'system_error'],
    ['400 SYSTEM_ERROR', refusal(400, 'SYSTEM_ERROR'), 'system_error'],
    ['429', refusal(429, 'FREQUENCY_LIMITED'), 'rate_limited'],
    ['403 RATELIMIT_EXCEEDED', refusal(403, 'RATELIMIT_EXCEEDED'), 'rate_limited'],
    ['a broken connection', { broken: true }, 'connection'],
  ];
  it.each(answers)('%s', async (_name, answer, reason) => {
    wechat.answer(answer);
    await expect(query()).rejects.toMatchObject({ name: 'WechatUnavailable', reason });
    expect(wechat.arrived).toHaveLength(1);
  });

  it('none within the timeout', async () => {
    wechat.answer({ silent: true });
    const startedAt = performance.now();
    await expect(query({ timeoutMs: 150 })).rejects.toMatchObject({ reason: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it('nobody listens', async () => {
    const client = clientOf('http://127.0.0.1:9');
    await expect(client.query(outTradeNo)).rejects.toMatchObject({ reason: 'connection' });
  });
});

describe('a clear no', () => {
  it.each([
    ['401 SIGN_ERROR', refusal(401, 'SIGN_ERROR'), 'SIGN_ERROR'],
    ['400 PARAM_ERROR', refusal(400, 'PARAM_ERROR'), 'PARAM_ERROR'],
    ['an unsigned 403', { ...refusal(403, 'NO_AUTH'), signed: false }, 'NO_AUTH'],
    ['a page of a gateway', { status: 403, body: '<html></html>', signed: false }, 'HTTP_403'],
  ] as const)('%s', async (_name, answer, code) => {
    wechat.answer(answer);
    await expect(query()).rejects.toMatchObject({ name: 'WechatRefused', httpStatus: answer.status, code });
  });

  it('never shows a query or a key in its message', async () => {
    wechat.answer(refusal(400, 'PARAM_ERROR'));
    const message = await query().catch((error: Error) => error.message);
    expect(message).toContain(`GET /v3/pay/transactions/out-trade-no/${outTradeNo}`);
    expect(message).not.toContain('mchid=');
  });
});

describe('while the clocks disagree', () => {
  const patient = { skewRetries: 3, skewRetryDelayMs: 5 };

  it.each([
    ['WeChat refused our time', refusal(401, 'SIGN_ERROR')],
    ["WeChat's time is refused", { body: paidFact, at: later(4_000) }],
    ["a refusal's time is refused", { ...refusal(404, 'ORDER_NOT_EXIST'), at: later(4_000) }],
  ])('a call is repeated: %s', async (_name, skewed) => {
    wechat.answerInTurn(skewed, skewed, { body: paidFact });
    expect((await query(patient))?.state).toBe('SUCCESS');
    expect(wechat.arrived).toHaveLength(3);
  });

  it('signs anew by the clock that has caught up', async () => {
    let now = clockAt;
    wechat.answer(({ headers }) => {
      const isOld = headers.authorization?.includes(`timestamp="${clockAt.getTime() / 1000}"`) ?? false;
      now = later(86_400);
      return isOld ? { ...refusal(401, 'SIGN_ERROR'), at: now } : { body: paidFact, at: now };
    });
    const client = clientOf(wechat.baseUrl, patient, () => now);
    expect((await client.query(outTradeNo))?.state).toBe('SUCCESS');
    expect(wechat.arrived).toHaveLength(2);
  });

  it('gives up after the set number, and repeats nothing else', async () => {
    wechat.answer(refusal(401, 'SIGN_ERROR'));
    await expect(query(patient)).rejects.toMatchObject({ code: 'SIGN_ERROR' });
    expect(wechat.arrived).toHaveLength(4);
    wechat.answer(refusal(500, 'SYSTEM_ERROR'));
    await expect(query(patient)).rejects.toMatchObject({ reason: 'system_error' });
    expect(wechat.arrived).toHaveLength(1);
  });
});

it('reuses its connection', async () => {
  wechat.answer({ body: paidFact });
  const client = clientOf(wechat.baseUrl);
  await client.query(outTradeNo);
  await client.query(outTradeNo);
  expect(wechat.arrived[1]?.fromPort).toBe(wechat.arrived[0]?.fromPort);
});
