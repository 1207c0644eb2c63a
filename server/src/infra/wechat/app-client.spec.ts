import type { WechatConfig } from './wechat.config.js';
import { appid, type Answer, type Arrived, clientOf, clockAt, PlayedWechat } from './wechat.spec-support.js';

const wechat = new PlayedWechat();
beforeAll(() => wechat.start());
afterAll(() => wechat.stop());

const client = (change: Partial<WechatConfig> = {}, now?: () => Date) =>
  clientOf(wechat.baseUrl, change, now);
const tokenOf = ({ target }: Arrived) => new URL(target, 'http://x').searchParams.get('access_token');
const isTokenRequest = ({ target }: Arrived) => target === '/cgi-bin/stable_token';
const tokenCount = () => wechat.arrived.filter(isTokenRequest).length;
const calls = () => wechat.arrived.filter((request) => !isTokenRequest(request));
const lastInput = () => JSON.parse(wechat.last().body) as unknown;

/** Issues tokens `t1`, `t2` …, and answers everything else as told. */
function serve(reply: Answer | ((request: Arrived) => Answer), lifetimeSeconds = 7200): void {
  wechat.answer((request) => {
    if (isTokenRequest(request)) {
      return { signed: false, body: { access_token: `t${tokenCount()}`, expires_in: lifetimeSeconds } };
    }
    return { signed: false, ...(typeof reply === 'function' ? reply(request) : reply) };
  });
}

const message = { openid: 'o1', templateId: 'T1', data: { thing1: '拼团成功' } };

describe('codeToSession', () => {
  it('exchanges a code, without token and without errcode in the answer', async () => {
    serve({ body: { openid: 'o1', session_key: 'HyVFkGl5F5OQWJZZaNzBBg==' } });
    expect(await client().codeToSession('c&1')).toEqual({
      openid: 'o1',
      sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==',
      unionid: undefined,
    });
    expect(wechat.arrived.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `GET /sns/jscode2session?appid=${appid}&secret=the-app-secret&js_code=c%261&grant_type=authorization_code`,
    ]);
  });

  it.each([
    [
      { errcode: 40029, errmsg: 'invalid code' },
      { name: 'WechatRefused', code: '40029' },
    ],
    [
      { errcode: 40226, errmsg: 'blocked' },
      { name: 'WechatRefused', code: '40226' },
    ],
    [
      { errcode: -1, errmsg: 'busy' },
      { name: 'WechatUnavailable', reason: 'system_error' },
    ],
    [
      { errcode: 45011, errmsg: 'too often' },
      { name: 'WechatUnavailable', reason: 'rate_limited' },
    ],
    [{ openid: 'o1' }, { name: 'WechatUnavailable', reason: 'unreadable_answer' }],
    ['<html></html>', { name: 'WechatUnavailable', reason: 'unreadable_answer' }],
  ])('understands %j', async (body, expected) => {
    serve({ body });
    await expect(client().codeToSession('c1')).rejects.toMatchObject(expected);
  });

  it.each([
    [503, { name: 'WechatUnavailable', reason: 'system_error' }],
    [429, { name: 'WechatUnavailable', reason: 'rate_limited' }],
    [302, { name: 'WechatUnavailable', reason: 'unreadable_answer' }],
    [404, { name: 'WechatRefused', code: 'HTTP_404' }],
  ])('understands status %i', async (status, expected) => {
    serve({ status, body: {} });
    await expect(client().codeToSession('c1')).rejects.toMatchObject(expected);
  });

  it('never shows the secret in a message', async () => {
    for (const answer of [
      { body: { errcode: 40125, errmsg: 'invalid' } },
      { broken: true },
      { status: 500 },
    ]) {
      serve(answer);
      const error: Error = await client()
        .codeToSession('c1')
        .then(() => new Error('no refusal'))
        .catch((refusal: Error) => refusal);
      expect(error.message).toContain('GET /sns/jscode2session:');
      expect(error.message).not.toContain('the-app-secret');
    }
  });

  it('gives up after its timeout', async () => {
    serve({ silent: true });
    await expect(client({ timeoutMs: 100 }).codeToSession('c1')).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('the access token', () => {
  it('is fetched once for many calls at once and used by all', async () => {
    serve({ body: { errcode: 0, errmsg: 'ok' } });
    const shared = client();
    await Promise.all([1, 2, 3, 4, 5].map(() => shared.sendSubscribeMessage(message)));
    await shared.sendSubscribeMessage(message);
    expect(tokenCount()).toBe(1);
    expect(calls().map(tokenOf)).toEqual(Array(6).fill('t1'));
    expect(JSON.parse(wechat.arrived[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid,
      secret: 'the-app-secret',
    });
  });

  it('is renewed when its last five minutes begin', async () => {
    let now = clockAt;
    serve({ body: {} });
    const shared = client({}, () => now);
    const sendAt = (seconds: number) => {
      now = new Date(clockAt.getTime() + seconds * 1000);
      return shared.sendSubscribeMessage(message);
    };
    await sendAt(0);
    await sendAt(6_899);
    expect(tokenCount()).toBe(1);
    await sendAt(6_900);
    expect(tokenCount()).toBe(2);
    expect(tokenOf(wechat.last())).toBe('t2');
  });

  it.each([40001, 40014, 42001])(
    'is fetched anew once after %i, and the call repeated once',
    async (errcode) => {
      serve((request) => (tokenOf(request) === 't1' ? { body: { errcode, errmsg: 'stale' } } : { body: {} }));
      const shared = client();
      await shared.sendSubscribeMessage(message);
      expect(calls().map(tokenOf)).toEqual(['t1', 't2']);
      serve({ body: { errcode, errmsg: 'stale' } });
      await expect(shared.sendSubscribeMessage(message)).rejects.toMatchObject({ code: String(errcode) });
      expect([tokenCount(), calls().length]).toEqual([1, 2]);
    },
  );

  it('is fetched anew once when many calls find it stale at once', async () => {
    serve((request) => (tokenOf(request) === 't1' ? { body: { errcode: 40001 } } : { body: {} }));
    const shared = client();
    await Promise.all([1, 2, 3].map(() => shared.sendSubscribeMessage(message)));
    expect(tokenCount()).toBe(2);
  });

  it('is asked for again after a failure', async () => {
    wechat.answer({ status: 500, signed: false });
    const shared = client();
    await expect(shared.createActivity()).rejects.toMatchObject({ reason: 'system_error' });
    serve({ body: { activity_id: 'a1', expiration_time: 1795410000 } });
    expect(await shared.createActivity()).toEqual({
      activityId: 'a1',
      expiresAt: new Date('2026-11-23T05:00:00Z'),
    });
  });
});

describe('messages and cards', () => {
  it('sends a subscription message', async () => {
    serve({ body: { errcode: 0 } });
    await client().sendSubscribeMessage({ ...message, page: 'pages/orders/index?id=1', build: 'develop' });
    expect(wechat.last().target).toBe('/cgi-bin/message/subscribe/send?access_token=t1');
    expect(lastInput()).toEqual({
      touser: 'o1',
      template_id: 'T1',
      page: 'pages/orders/index?id=1',
      data: { thing1: { value: '拼团成功' } },
      miniprogram_state: 'developer',
      lang: 'zh_CN',
    });
  });

  it('does not repeat a message the person no longer wants', async () => {
    serve({ body: { errcode: 43101, errmsg: 'user refuse to accept the msg' } });
    await expect(client().sendSubscribeMessage(message)).rejects.toMatchObject({ code: '43101' });
    expect(calls()).toHaveLength(1);
  });

  it('updates a card while its group gathers and when it is done', async () => {
    serve({ body: {} });
    const shared = client();
    await shared.updateActivityMessage({
      activityId: 'a1',
      state: 'gathering',
      memberCount: 2,
      roomLimit: 3,
    });
    expect(lastInput()).toEqual({
      activity_id: 'a1',
      target_state: 0,
      template_info: {
        parameter_list: [
          { name: 'member_count', value: '2' },
          { name: 'room_limit', value: '3' },
        ],
      },
    });
    await shared.updateActivityMessage({ activityId: 'a1', state: 'done', path: 'pages/groups/index' });
    expect(lastInput()).toEqual({
      activity_id: 'a1',
      target_state: 1,
      template_info: {
        parameter_list: [
          { name: 'path', value: 'pages/groups/index' },
          { name: 'version_type', value: 'release' },
        ],
      },
    });
  });
});

describe('getPhoneNumber', () => {
  const phone = (owner: string) => ({
    errcode: 0,
    phone_info: {
      phoneNumber: '+8613800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
      watermark: { appid: owner, timestamp: 1795323600 },
    },
  });

  it('exchanges a code, of this mini program only', async () => {
    serve({ body: phone(appid) });
    expect(await client().getPhoneNumber('c1', 'o1')).toEqual({
      phoneNumber: '+8613800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
    });
    expect(lastInput()).toEqual({ code: 'c1', openid: 'o1' });
    serve({ body: phone('wx1') });
    await expect(client().getPhoneNumber('c1')).rejects.toMatchObject({ reason: 'untrusted_answer' });
  });
});

describe('getUnlimitedCode', () => {
  const png = Buffer.from('89504e470d0a1a0a00000000', 'hex');
  const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

  it.each([png, jpeg])('returns the bytes of the image %#', async (image) => {
    serve({ body: image, headers: { 'Content-Type': 'application/json' } });
    expect(
      (await client().getUnlimitedCode({ scene: 'aB3-_~', page: 'pages/home/index' })).equals(image),
    ).toBe(true);
    expect(lastInput()).toEqual({
      scene: 'aB3-_~',
      page: 'pages/home/index',
      check_path: true,
      env_version: 'release',
      width: 430,
    });
  });

  it('tells a refusal from an image, and a stale token from a refusal', async () => {
    serve({ body: { errcode: 41030, errmsg: 'invalid page' }, headers: { 'Content-Type': 'image/jpeg' } });
    await expect(client().getUnlimitedCode({ scene: 's' })).rejects.toMatchObject({ code: '41030' });
    serve((request) => (tokenOf(request) === 't1' ? { body: { errcode: 42001 } } : { body: png }));
    expect((await client().getUnlimitedCode({ scene: 's' })).equals(png)).toBe(true);
    serve({ body: { errcode: 0 } });
    await expect(client().getUnlimitedCode({ scene: 's' })).rejects.toMatchObject({
      reason: 'unreadable_answer',
    });
  });

  it.each([
    { scene: '' },
    { scene: 'a'.repeat(33) },
    { scene: 'a%20' },
    { scene: '团' },
    { scene: 's', page: '/pages/home/index' },
    { scene: 's', page: 'pages/home/index?x=1' },
    { scene: 's', widthPx: 279 },
    { scene: 's', widthPx: 1281 },
  ])('refuses %j before anything is sent', async (input) => {
    serve({ body: png });
    await expect(client().getUnlimitedCode(input)).rejects.toThrow(RangeError);
    expect(wechat.arrived).toHaveLength(0);
  });
});

describe('uploadShippingInfo', () => {
  const shipping = {
    transactionId: '4200001',
    openid: 'o1',
    by: 'express' as const,
    parcels: [{ itemDescription: '脐橙', carrier: 'SF', trackingNo: 'SF1', receiverContact: '138****8000' }],
    uploadedAt: new Date('2026-11-22T05:29:35.120Z'),
  };

  it('sends a list of parcels and China’s clock with milliseconds', async () => {
    serve({ body: { errcode: 0 } });
    await client().uploadShippingInfo(shipping);
    expect(wechat.last().target).toBe('/wxa/sec/order/upload_shipping_info?access_token=t1');
    expect(lastInput()).toEqual({
      order_key: { order_number_type: 2, transaction_id: '4200001' },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [
        {
          tracking_no: 'SF1',
          express_company: 'SF',
          item_desc: '脐橙',
          contact: { receiver_contact: '138****8000' },
        },
      ],
      upload_time: '2026-11-22T13:29:35.120+08:00',
      payer: { openid: 'o1' },
    });
  });

  it('says of a split shipment whether it is the last', async () => {
    serve({ body: {} });
    await client().uploadShippingInfo({ ...shipping, split: { allDelivered: false } });
    expect(lastInput()).toMatchObject({ delivery_mode: 2, is_all_delivered: false });
  });

  it.each([
    { parcels: [] },
    { parcels: Array(16).fill(shipping.parcels[0]) },
    { parcels: [{ itemDescription: '脐橙' }] },
    { parcels: [{ itemDescription: '脐橙', carrier: 'SF', trackingNo: '1'.repeat(129) }] },
    { by: 'pickup' as const, split: { allDelivered: true } },
  ])('refuses %j before anything is sent', async (change) => {
    serve({ body: {} });
    await expect(client().uploadShippingInfo({ ...shipping, ...change })).rejects.toThrow(RangeError);
    expect(wechat.arrived).toHaveLength(0);
  });
});
