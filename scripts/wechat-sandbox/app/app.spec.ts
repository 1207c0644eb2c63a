/** The mini program platform: login, tokens, phone numbers, messages, cards, codes, checks. */
import { Bench, type Answer } from '../spec-support.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let bench: Bench;
let openid: string;
let token: string;
beforeAll(async () => {
  bench = await Bench.start();
  openid = await bench.user();
  token = await bench.token();
});
afterEach(() => bench.moveClock(0));
afterAll(() => bench.stop());

const post = (path: string, body: unknown): Promise<Answer> =>
  bench.call('POST', `${path}?access_token=${token}`, body);
const code = async (kind = 'login') =>
  String((await bench.call('POST', `/sandbox/users/${openid}/${kind}-code`, {})).body['code']);
const session = (changes: Record<string, string | undefined> = {}): Promise<Answer> => {
  const { appid, appSecret: secret } = bench.sandbox.config;
  const all = { appid, secret, js_code: 'x', grant_type: 'authorization_code', ...changes };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return bench.call('GET', `/sns/jscode2session?${new URLSearchParams(given)}`);
};

describe('code2Session', () => {
  it('gives openid and a lasting session key once per code', async () => {
    const js_code = await code();
    const first = await session({ js_code });
    expect(first.body).toEqual({ openid, session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/) });
    expect(await session({ js_code })).toMatchObject({ body: { errcode: 40163 } });
    const again = await session({ js_code: await code() });
    expect(again.body['session_key']).toBe(first.body['session_key']);
  });

  it('refuses a code after 5 minutes', async () => {
    const js_code = await code();
    await bench.moveClock(5 * MINUTE);
    expect(await session({ js_code })).toMatchObject({ body: { errcode: 40029 } });
  });

  it.each([
    [{ js_code: 'unknown' }, 40029],
    [{ appid: undefined }, 41002],
    [{ secret: undefined }, 41004],
    [{ js_code: undefined }, 41008],
    [{ appid: 'wx0' }, 40013],
    [{ secret: '0' }, 40125],
    [{ grant_type: 'x' }, 40002],
  ])('answers %j with %i', async (changes, errcode) => {
    expect(await session(changes)).toMatchObject({ status: 200, body: { errcode } });
  });

  it('does not take a phone code, nor more than 100 logins a minute', async () => {
    expect(await session({ js_code: await code('phone') })).toMatchObject({ body: { errcode: 40029 } });
    // A minute of its own, so that the logins of other tests do not count.
    await bench.moveClock(10 * MINUTE);
    const codes = await Promise.all(Array.from({ length: 101 }, () => code()));
    const outcomes = await Promise.all(codes.map((js_code) => session({ js_code })));
    expect(outcomes.filter((each) => each.body['errcode'] === 45011)).toHaveLength(1);
  });
});

describe('access tokens', () => {
  const stable = (changes: Record<string, unknown> = {}) => {
    const { appid, appSecret: secret } = bench.sandbox.config;
    return bench.call('POST', '/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid,
      secret,
      ...changes,
    });
  };
  const ordinary = async () => {
    const { appid, appSecret: secret } = bench.sandbox.config;
    const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret });
    return String((await bench.call('GET', `/cgi-bin/token?${query}`)).body['access_token']);
  };
  const works = async (tried: string) => {
    const path = `/cgi-bin/message/wxopen/activityid/create?access_token=${tried}`;
    return (await bench.call('GET', path)).body['errcode'];
  };

  it('stable ones stay the same until 5 minutes before their end', async () => {
    const { body } = await stable();
    expect(body).toEqual({ access_token: token, expires_in: expect.any(Number) });
    await bench.moveClock(2 * HOUR - 4 * MINUTE);
    const next = String((await stable()).body['access_token']);
    expect(next).not.toBe(token);
    expect([await works(token), await works(next)]).toEqual([0, 0]);
    await bench.moveClock(2 * HOUR + MINUTE);
    expect([await works(token), await works(next)]).toEqual([42001, 0]);
    await bench.moveClock(0);
  });

  it('a forced refresh ends the old one at once, and not twice within 30 s', async () => {
    await bench.moveClock(48 * HOUR);
    const old = String((await stable()).body['access_token']);
    const next = String((await stable({ force_refresh: true })).body['access_token']);
    expect([await works(old), await works(next)]).toEqual([40001, 0]);
    expect(await stable({ force_refresh: true })).toMatchObject({ body: { errcode: 45011 } });
    await bench.moveClock(0);
    token = await bench.token();
  });

  it('ordinary ones replace each other after 5 minutes and leave stable ones alone', async () => {
    const [first, second] = [await ordinary(), await ordinary()];
    expect(first).not.toBe(second);
    expect([await works(first), await works(second), await works(token)]).toEqual([0, 0, 0]);
    await bench.moveClock(5 * MINUTE + SECOND);
    expect([await works(first), await works(second), await works(token)]).toEqual([42001, 0, 0]);
  });

  it('are demanded', async () => {
    expect(await works('')).toBe(41001);
    expect(await works('nonsense')).toBe(40001);
    expect(await stable({ secret: 'x' })).toMatchObject({ body: { errcode: 40125 } });
  });
});

describe('phone numbers', () => {
  const ask = (body: unknown) => post('/wxa/business/getuserphonenumber', body);
  it('come once per code, to its user', async () => {
    const stranger = await bench.user();
    const mine = await code('phone');
    expect(await ask({ code: mine, openid: stranger })).toMatchObject({ body: { errcode: 40029 } });
    const { appid } = bench.sandbox.config;
    const phone_info = {
      phoneNumber: expect.stringMatching(/^199\d{8}$/),
      countryCode: '86',
      watermark: { appid },
    };
    expect(await ask({ code: mine, openid })).toMatchObject({ body: { errcode: 0, phone_info } });
    expect(await ask({ code: mine })).toMatchObject({ body: { errcode: 40163 } });
    expect(await ask({ code: await code() })).toMatchObject({ body: { errcode: 40029 } });
  });
});

describe('subscription messages', () => {
  const template = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
  const send = (changes: Record<string, unknown> = {}) =>
    post('/cgi-bin/message/subscribe/send', {
      touser: openid,
      template_id: template,
      page: 'pages/orders/index?id=1',
      data: { thing1: { value: '红烧牛肉面' }, amount2: { value: '¥12.90' } },
      ...changes,
    });

  it('are kept for reading', async () => {
    expect(await send()).toMatchObject({ body: { errcode: 0, errmsg: 'ok' } });
    const data = { thing1: { value: '红烧牛肉面' } };
    expect((await bench.items('messages'))[0]).toMatchObject({ openid, templateId: template, data });
  });

  it('use up what the user granted', async () => {
    await bench.call('PUT', `/sandbox/users/${openid}/subscriptions`, { templateId: template, quota: 1 });
    expect(await send()).toMatchObject({ body: { errcode: 0 } });
    expect(await send()).toMatchObject({ body: { errcode: 43101 } });
  });

  it.each([
    [{ touser: 'oNobody' }, 40003],
    [{ template_id: 'short' }, 40037],
    [{ page: '/pages/orders' }, 41030],
    [{ colour: 'red' }, 47001],
    [{ data: {} }, 47003],
    [{ data: { thing1: { value: '二十一个字的内容超出了长度限制所以会被拒绝的' } } }, 47003],
    [{ data: { thing1: { value: '' } } }, 47003],
    [{ data: { thing1: { value: '两\n行' } } }, 47003],
    [{ data: { thing1: 'text' } }, 47003],
    [{ data: { number1: { value: 'a' } } }, 47003],
    [{ data: { phrase1: { value: '六个字的短语' } } }, 47003],
    [{ data: { amount1: { value: '12.90美元' } } }, 47003],
    [{ data: { date1: { value: '昨天' } } }, 47003],
    [{ data: { unknown1: { value: 'x' } } }, 47003],
  ])('answers %j with %i', async (changes, errcode) => {
    expect(await send(changes)).toMatchObject({ body: { errcode } });
  });

  it.each([
    ['thing1', '二十个字的内容刚好达到这里的长度限制呀呀'],
    ['number1', '-12.5'],
    ['number2', 12],
    ['time1', '2026年11月22日 15:01'],
    ['date1', '2026年11月22日'],
    ['date2', '2026-11-22 13:00'],
    ['amount1', '12.90元'],
    ['character_string1', 'SF-123 456'],
    ['phone_number1', '+86-0766-66888866'],
    ['name1', '张三'],
    ['phrase1', '已成团'],
  ])('takes %s %s', async (key, value) => {
    await bench.call('PUT', `/sandbox/users/${openid}/subscriptions`, { templateId: template, quota: 9 });
    expect(await send({ data: { [key]: { value } } })).toMatchObject({ body: { errcode: 0 } });
  });
});

describe('updatable cards', () => {
  const create = async () => {
    const path = `/cgi-bin/message/wxopen/activityid/create?access_token=${token}&openid=${openid}`;
    return String((await bench.call('POST', path)).body['activity_id']);
  };
  const update = (activity_id: string, target_state: number, parameters: Record<string, string>) =>
    post('/cgi-bin/message/wxopen/updatablemsg/send', {
      activity_id,
      target_state,
      template_info: {
        parameter_list: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      },
    });
  const joining = { member_count: '2', room_limit: '3' };

  it('go from joining to complete', async () => {
    const id = await create();
    expect(await update(id, 0, joining)).toMatchObject({ body: { errcode: 0 } });
    expect(await update(id, 1, { path: 'pages/groups/index', version_type: 'release' })).toMatchObject({
      body: { errcode: 0 },
    });
    expect(await update(id, 0, joining)).toMatchObject({ body: { errcode: 47502 } });
    const card = (await bench.items('cards')).find((each) => each['activityId'] === id);
    expect(card).toMatchObject({ openid, targetState: 1, parameters: { path: 'pages/groups/index' } });
  });

  it('refuse what is wrong, and end after a day', async () => {
    const id = await create();
    expect(await update('unknown', 0, joining)).toMatchObject({ body: { errcode: 47501 } });
    expect(await update(id, 2, {})).toMatchObject({ body: { errcode: 47502 } });
    expect(await update(id, 1, { version_type: 'x' })).toMatchObject({ body: { errcode: 47503 } });
    expect(await update(id, 0, { member_count: '1' })).toMatchObject({ body: { errcode: 47001 } });
    await bench.moveClock(24 * HOUR);
    token = await bench.token();
    expect(await update(id, 0, joining)).toMatchObject({ body: { errcode: 47504 } });
    await bench.moveClock(0);
    token = await bench.token();
  });
});

describe('mini program codes', () => {
  const ask = (body: unknown) =>
    fetch(`${bench.sandbox.url}/wxa/getwxacodeunlimit?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });

  it('are PNG pictures of the asked width', async () => {
    const response = await ask({ scene: 's=abcDEF0123', page: 'pages/home/index', width: 300 });
    expect(response.headers.get('content-type')).toBe('image/png');
    const picture = Buffer.from(await response.arrayBuffer());
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(300);
  });

  it.each([
    [{ scene: 'a'.repeat(33) }, 40169],
    [{ scene: '' }, 40169],
    [{ scene: '中文' }, 40169],
    [{ scene: 'a%20' }, 40169],
    [{ scene: 'a', page: '/pages/home/index' }, 41030],
    [{ scene: 'a', page: 'pages/home/index?x=1' }, 41030],
    [{ scene: 'a', width: 279 }, 47001],
    [{ page: 'pages/home/index' }, 47001],
  ])('answers %j with %i', async (body, errcode) => {
    expect(await (await ask(body)).json()).toMatchObject({ errcode });
  });
});

describe('text checks', () => {
  const check = (changes: Record<string, unknown>) =>
    post('/wxa/msg_sec_check', { version: 2, openid, scene: 2, content: '好吃', ...changes });

  it('judge by the words of the sandbox', async () => {
    await session({ js_code: await code() });
    expect(await check({})).toMatchObject({ body: { errcode: 0, result: { suggest: 'pass', label: 100 } } });
    expect(await check({ content: '沙盒违规' })).toMatchObject({ body: { result: { suggest: 'risky' } } });
    expect(await check({ content: '沙盒复审' })).toMatchObject({ body: { result: { suggest: 'review' } } });
  });

  it('refuse what is wrong', async () => {
    await session({ js_code: await code() });
    expect(await check({ scene: 5 })).toMatchObject({ body: { errcode: 40129 } });
    expect(await check({ content: '' })).toMatchObject({ body: { errcode: 44002 } });
    expect(await check({ openid: 'oNobody' })).toMatchObject({ body: { errcode: 40003 } });
    expect(await check({ content: '字'.repeat(2501) })).toMatchObject({ body: { errcode: 47001 } });
    expect(await check({ openid: await bench.user() })).toMatchObject({ body: { errcode: 61010 } });
  });
});
