/** The control API, its pages, and what comes to addresses and bodies that are wrong. */
import net from 'node:net';
import { Bench, number32, until } from './spec-support.js';

let bench: Bench;
let openid: string;
beforeAll(async () => {
  bench = await Bench.start();
  openid = await bench.user('甲<b>');
});
afterAll(() => bench.stop());

describe('lists', () => {
  it('show the newest first', async () => {
    const first = await bench.prepay(openid);
    const second = await bench.prepay(openid);
    const items = await bench.items('payments');
    expect(items.slice(0, 2).map((item) => item['outTradeNo'])).toEqual([second.no, first.no]);
    const { prepayId } = second;
    expect(items[0]).toMatchObject({ prepayId, state: 'NOTPAY', amountFen: 1290, openid });
    expect(items[0]).not.toHaveProperty('transactionId');
  });

  it('show refunds and transfers', async () => {
    const { no, transactionId } = await bench.paid();
    const { body } = await bench.refund({ out_trade_no: no });
    expect((await bench.items('refunds'))[0]).toMatchObject({
      outRefundNo: body['out_refund_no'],
      outTradeNo: no,
      transactionId,
      amountFen: 1290,
    });
    const transfer = bench.transferBody(openid);
    await bench.transfer(transfer);
    const item = { outBillNo: transfer['out_bill_no'], openid, amountFen: 5000, state: 'WAIT_USER_CONFIRM' };
    expect((await bench.items('transfers'))[0]).toMatchObject(item);
  });

  it.each(['users', 'payments', 'refunds', 'transfers', 'messages', 'cards', 'shipments', 'notices'])(
    '/sandbox/%s has items',
    async (list) => {
      expect(Array.isArray(await bench.items(list))).toBe(true);
    },
  );
});

describe('paying', () => {
  it('does not wait for the notice to be taken', async () => {
    const { prepayId } = await bench.prepay(openid, { notify_url: 'http://127.0.0.1:9/nobody-listens' });
    expect(await bench.pay(prepayId, openid)).toMatchObject({ status: 200 });
  });

  it('abandoning changes nothing', async () => {
    const { no, prepayId } = await bench.prepay(openid);
    expect(await bench.call('POST', `/sandbox/payments/${prepayId}/abandon`)).toMatchObject({
      status: 200,
      body: { outTradeNo: no, state: 'NOTPAY' },
    });
    expect(await bench.pay(prepayId, openid)).toMatchObject({ status: 200 });
  });

  it('happens once however often it is tried at the same time', async () => {
    const { no, prepayId } = await bench.prepay(openid);
    const answers = await Promise.all(Array.from({ length: 10 }, () => bench.pay(prepayId, openid)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const item = (await bench.items('payments')).find((each) => each['outTradeNo'] === no);
    expect(item?.['transactions']).toHaveLength(1);
  });

  it.each([
    [{}],
    [{ openid: '' }],
    [{ openid: 'o', amountFen: 0 }],
    [{ openid: 'o', amountFen: 1.5 }],
    [{ openid: 'o', x: 1 }],
  ])('refuses %j', async (body) => {
    const { prepayId } = await bench.prepay(openid);
    const answer = await bench.call('POST', `/sandbox/payments/${prepayId}/pay`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('knows only its own numbers', async () => {
    expect(await bench.pay('wx0', openid)).toMatchObject({ status: 404 });
    expect(await bench.call('POST', '/sandbox/transfers/none/confirm')).toMatchObject({ status: 404 });
    expect(await bench.call('POST', '/sandbox/users/none/login-code', {})).toMatchObject({ status: 404 });
    expect(await bench.call('POST', '/sandbox/shipments/none/receive')).toMatchObject({ status: 404 });
  });
});

describe('requests that are wrong', () => {
  const raw = (path: string, body: string | Buffer, method = 'POST') =>
    fetch(bench.sandbox.url + path, { method, body, headers: { 'Content-Type': 'application/json' } });

  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '/sandbox/nowhere', 404],
    ['GET', '/v3/nowhere', 404],
    ['DELETE', '/sandbox/users', 405],
    ['GET', '/sandbox/payments/%E0%A4%A/pay', 404],
    ['GET', '//', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const answer = await bench.call(method, path);
    expect(answer).toMatchObject({ status, body: { code: expect.any(String), message: expect.any(String) } });
  });

  it('malformed JSON is 400 everywhere', async () => {
    const nested = '['.repeat(200_000);
    for (const body of ['{', 'nonsense', Buffer.from([0x22, 0xff, 0x22]), nested]) {
      expect((await raw('/sandbox/users', body)).status).toBe(400);
      expect((await raw('/cgi-bin/stable_token', body)).status).toBe(400);
    }
    const signed = await bench.signed('POST', '/v3/pay/transactions/jsapi', '{"a":');
    expect(signed).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } });
  });

  it.each([['[]'], ['null'], ['1'], ['"x"']])(
    'the body %s is refused where an object belongs',
    async (body) => {
      expect((await raw('/sandbox/users', body)).status).toBe(400);
      const signed = await bench.signed('POST', '/v3/pay/transactions/jsapi', body);
      expect(signed).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } });
    },
  );

  it('a body above 1 MB is 413', async () => {
    const answer = await raw('/sandbox/users', 'x'.repeat(1024 * 1024 + 1)).catch(() => null);
    expect(answer?.status ?? 413).toBe(413);
    expect((await raw('/sandbox/users', JSON.stringify({ nickname: '乙' }))).status).toBe(200);
  });

  it('a connection that breaks off or talks nonsense harms nobody', async () => {
    const port = bench.sandbox.port;
    for (const text of ['POST /sandbox/users HTTP/1.1\r\nContent-Length: 100\r\n\r\n{', 'nonsense\r\n\r\n']) {
      await new Promise<void>((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
        setTimeout(() => socket.destroy(), 30);
        socket.on('close', () => resolve());
        socket.on('error', reject);
        socket.resume();
      });
    }
    expect((await bench.call('GET', '/sandbox/clock')).status).toBe(200);
  });
});

describe('pages of other origins', () => {
  const from = (origin: string, method = 'GET') =>
    fetch(`${bench.sandbox.url}/sandbox/payments`, { method, headers: { Origin: origin } });

  it.each(['http://127.0.0.1:3000', 'http://localhost:5173'])('%s may call', async (origin) => {
    const answer = await from(origin);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect((await from(origin, 'OPTIONS')).status).toBe(204);
  });

  it.each(['https://evil.example', 'http://127.0.0.1.evil.example', 'null'])('%s may not', async (origin) => {
    const answer = await from(origin);
    expect(answer.status).toBe(403);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('the login page', () => {
  const redirect = 'http://127.0.0.1:3000/?a=1#/pages/me/index';
  const page = (to = redirect) =>
    fetch(`${bench.sandbox.url}/sandbox/login?redirect=${encodeURIComponent(to)}`);
  const send = (fields: Record<string, string>) =>
    fetch(`${bench.sandbox.url}/sandbox/login`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });

  it('shows users, safely', async () => {
    const answer = await page();
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(text).toContain('沙盒 / sandbox');
    expect(text).toContain(openid);
    expect(text).toContain('甲&lt;b&gt;');
    expect(text).not.toContain('甲<b>');
    expect(text).not.toMatch(/(src|href)="?http/);
  });

  it('sends the chosen user back with a code that logs in', async () => {
    const answer = await send({ redirect, openid });
    expect(answer.status).toBe(303);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.hash).toBe('#/pages/me/index');
    expect(target.searchParams.get('a')).toBe('1');
    const { appid, appSecret: secret } = bench.sandbox.config;
    const js_code = target.searchParams.get('code') ?? '';
    const query = new URLSearchParams({ appid, secret, js_code, grant_type: 'authorization_code' });
    expect((await bench.call('GET', `/sns/jscode2session?${query}`)).body['openid']).toBe(openid);
  });

  it('creates a user', async () => {
    const answer = await send({ redirect, nickname: ' 新人 ' });
    expect(answer.status).toBe(303);
    expect((await bench.items('users'))[0]).toMatchObject({ nickname: '新人' });
    expect((await send({ redirect, nickname: ' ' })).status).toBe(400);
    expect((await send({ redirect, openid: 'oNobody' })).status).toBe(404);
  });

  it.each([
    '',
    'javascript:alert(1)',
    'https://evil.example/',
    '/relative',
    'http://127.0.0.1.evil.example/',
  ])('does not return to «%s»', async (to) => {
    expect((await page(to)).status).toBe(400);
  });
});

describe('the cashier page', () => {
  const redirect = 'http://localhost:3000/#/packages/buy/result';
  const open = (prepayId: string) => {
    const query = new URLSearchParams({ prepay_id: prepayId, redirect });
    return fetch(`${bench.sandbox.url}/sandbox/cashier?${query}`);
  };
  const send = async (prepayId: string, action: string) => {
    const body = new URLSearchParams({ prepay_id: prepayId, redirect, action });
    const answer = await fetch(`${bench.sandbox.url}/sandbox/cashier`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  };

  it('shows amount and goods, and pays', async () => {
    const { no, prepayId } = await bench.prepay(openid, { description: '面 & <汤>' });
    const text = await (await open(prepayId)).text();
    for (const part of ['¥12.90', '面 &amp; &lt;汤&gt;', '支付', '取消', '沙盒 / sandbox']) {
      expect(text).toContain(part);
    }
    const paid = 'http://localhost:3000/?result=paid#/packages/buy/result';
    expect(await send(prepayId, 'pay')).toMatchObject({ status: 303, location: paid });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'SUCCESS', payer: { openid } });
    await until(() => bench.received.some((notice) => notice.plain['out_trade_no'] === no));
    // Going back and paying again does not pay twice.
    expect(await (await open(prepayId)).text()).toContain('订单已支付');
    expect(await send(prepayId, 'pay')).toMatchObject({ location: paid });
    expect((await bench.items('payments'))[0]?.['transactions']).toHaveLength(1);
  });

  it('cancels', async () => {
    const { no, prepayId } = await bench.prepay(openid);
    const answer = await send(prepayId, 'cancel');
    expect(answer).toMatchObject({ status: 303, location: expect.stringContaining('result=cancelled') });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'NOTPAY' });
  });

  it('says why an order cannot be paid', async () => {
    const { no, prepayId } = await bench.prepay(openid);
    await bench.close(no);
    expect(await (await open(prepayId)).text()).toContain('订单已关闭');
    const answer = await send(prepayId, 'pay');
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('订单已关闭') });
    expect((await open(number32())).status).toBe(404);
  });
});

describe('the page of a transfer', () => {
  const redirect = 'http://localhost:3000/#/packages/promote/withdraw/index';
  const url = () => `${bench.sandbox.url}/sandbox/transfer`;
  const open = (packageInfo: string) =>
    fetch(`${url()}?${new URLSearchParams({ package: packageInfo, redirect })}`);
  const send = async (packageInfo: string, action: string) => {
    const body = new URLSearchParams({ package: packageInfo, redirect, action });
    const answer = await fetch(url(), { method: 'POST', body, redirect: 'manual' });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  };

  it('shows what is to be taken, and takes it once', async () => {
    const transfer = bench.transferBody(openid);
    const { body } = await bench.transfer(transfer);
    const packageInfo = String(body['package_info']);
    const text = await (await open(packageInfo)).text();
    for (const part of ['¥50.00', '确认收款', String(transfer['out_bill_no'])]) expect(text).toContain(part);
    expect(await send(packageInfo, 'leave')).toMatchObject({
      location: expect.stringContaining('result=cancelled'),
    });
    const taken = 'http://localhost:3000/?result=taken#/packages/promote/withdraw/index';
    expect(await send(packageInfo, 'confirm')).toMatchObject({ status: 303, location: taken });
    expect((await bench.items('transfers'))[0]).toMatchObject({ state: 'SUCCESS' });
    expect((await send(packageInfo, 'confirm')).text).toContain('转账单据状态为 SUCCESS');
  });

  it('knows no other packages', async () => {
    expect((await open('none')).status).toBe(404);
  });
});
