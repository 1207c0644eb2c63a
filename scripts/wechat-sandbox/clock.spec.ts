/** What falls due on the movable clock. */
import { jest } from '@jest/globals';
import { SandboxClock } from './clock.js';
import { RETRY_MS } from './pay/notices.js';
import { Bench, chinaTime, number32, until } from './spec-support.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the agenda', () => {
  it('runs in the order of time, and of entry at the same time', () => {
    const clock = new SandboxClock(() => 0);
    const ran: string[] = [];
    for (const [at, name] of [
      [30, 'd'],
      [10, 'a'],
      [20, 'b'],
      [20, 'c'],
      [40, 'e'],
    ] as const) {
      clock.schedule(at, () => ran.push(name));
    }
    clock.move(35);
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
    clock.move(40);
    expect(ran).toEqual(['a', 'b', 'c', 'd', 'e']);
    clock.stop();
  });

  it('runs what was scheduled while running, and goes on after a failure', () => {
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const clock = new SandboxClock(() => 0);
    const ran: number[] = [];
    clock.schedule(1, () => {
      throw new Error('broken');
    });
    clock.schedule(2, () => clock.schedule(3, () => ran.push(3)));
    clock.schedule(5, () => ran.push(5));
    clock.move(4);
    expect(ran).toEqual([3]);
    expect(errors).toHaveBeenCalledTimes(1);
    clock.stop();
    errors.mockRestore();
  });

  it('sorts whatever comes', () => {
    const clock = new SandboxClock(() => 0);
    const times = Array.from({ length: 500 }, (_, index) => (index * 7919) % 503);
    const ran: number[] = [];
    for (const at of times) clock.schedule(at, () => ran.push(at));
    clock.move(1000);
    expect(ran).toEqual([...times].sort((a, b) => a - b));
    clock.stop();
  });
});

describe('on the sandbox', () => {
  let bench: Bench;
  let openid: string;
  beforeAll(async () => {
    bench = await Bench.start();
    openid = await bench.user();
  });
  afterEach(async () => {
    bench.answerWith = 204;
    await bench.moveClock(0);
  });
  afterAll(() => bench.stop());
  const about = (no: string) => bench.received.filter((notice) => notice.plain['out_trade_no'] === no);
  const noticeOf = async (no: string) => (await bench.items('notices')).find((each) => each['outNo'] === no);

  it('is read and set', async () => {
    expect(await bench.call('PUT', '/sandbox/clock', { offsetMs: HOUR })).toMatchObject({
      body: { offsetMs: HOUR },
    });
    expect(await bench.call('GET', '/sandbox/clock')).toMatchObject({
      status: 200,
      body: { offsetMs: HOUR },
    });
    expect(Math.abs((await bench.now()) - Date.now() - HOUR)).toBeLessThan(2000);
    for (const offsetMs of ['1', 0.5, 1e15, null]) {
      expect(await bench.call('PUT', '/sandbox/clock', { offsetMs })).toMatchObject({ status: 400 });
    }
  });

  it('checks signatures by it', async () => {
    await bench.moveClock(HOUR);
    const target = '/v3/pay/transactions/jsapi';
    const timestamp = String(Math.floor(Date.now() / 1000));
    const behind = await bench.signed('POST', target, bench.order(openid), { timestamp });
    expect(behind).toMatchObject({ status: 401, body: { message: expect.stringContaining('timestamp') } });
    expect(await bench.signed('POST', target, bench.order(openid))).toMatchObject({ status: 200 });
  });

  it.each([500, 404, 302, 201, 0])(
    'retries a notice answered %i on the schedule of WeChat',
    async (status) => {
      bench.answerWith = status;
      const { no } = await bench.paid();
      await until(() => about(no).length === 1);
      let offset = 0;
      for (const [index, wait] of RETRY_MS.slice(0, 4).entries()) {
        const attempts = index + 1;
        await until(async () => Date.parse(String((await noticeOf(no))?.['nextAt'])) > (await bench.now()));
        await bench.moveClock((offset += wait - 2000));
        await new Promise((resolve) => setTimeout(resolve, 30));
        expect(about(no)).toHaveLength(attempts);
        await bench.moveClock((offset += 2000));
        await until(() => about(no).length === attempts + 1);
      }
      bench.answerWith = 200;
      await until(async () => Date.parse(String((await noticeOf(no))?.['nextAt'])) > (await bench.now()));
      await bench.moveClock(offset + 24 * HOUR);
      await until(async () => (await noticeOf(no))?.['state'] === 'delivered');
      expect(new Set(about(no).map((notice) => notice.id)).size).toBe(1);
      expect(about(no).every((notice) => notice.genuine)).toBe(true);
    },
  );

  it('gives a notice up after the last attempt', async () => {
    bench.answerWith = 500;
    const { no } = await bench.paid();
    let offset = 0;
    for (let attempt = 1; attempt <= RETRY_MS.length; attempt++) {
      await until(() => about(no).length === attempt);
      await until(async () => Date.parse(String((await noticeOf(no))?.['nextAt'])) > (await bench.now()));
      await bench.moveClock((offset += 6 * HOUR));
    }
    await until(async () => (await noticeOf(no))?.['state'] === 'given_up');
    expect(about(no)).toHaveLength(RETRY_MS.length + 1);
    expect(RETRY_MS.reduce((sum, wait) => sum + wait, 0)).toBe(24 * HOUR + 4 * MINUTE);
  });

  it('lets nobody pay after time_expire, while the order stays open', async () => {
    const { no, prepayId } = await bench.prepay(openid, { time_expire: chinaTime(Date.now() + 5 * MINUTE) });
    await bench.moveClock(5 * MINUTE + 1000);
    const late = await bench.pay(prepayId, openid);
    expect(late).toMatchObject({ status: 409, body: { code: 'payment.expired' } });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'NOTPAY' });
    expect(await bench.close(no)).toMatchObject({ status: 204 });
  });

  it('ends a prepay_id after 2 hours and gives a new one for the same parameters', async () => {
    const order = bench.order(openid);
    const ask = async () =>
      (await bench.signed('POST', '/v3/pay/transactions/jsapi', order)).body['prepay_id'];
    const first = await ask();
    await bench.moveClock(2 * HOUR - 5000);
    expect(await ask()).toBe(first);
    await bench.moveClock(2 * HOUR + 5000);
    expect(await bench.pay(String(first), openid)).toMatchObject({ body: { code: 'payment.expired' } });
    const second = await ask();
    expect(second).not.toBe(first);
    expect(await bench.pay(String(second), openid)).toMatchObject({ status: 200 });
  });

  it('closes an unpaid order by itself after 7 days', async () => {
    const { no } = await bench.prepay(openid);
    await bench.moveClock(7 * 24 * HOUR + 1000);
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'CLOSED' });
  });

  it('lets a transfer lapse after 24 hours, and at once when told so', async () => {
    const ask = async () => {
      const body = bench.transferBody(openid, { out_bill_no: number32() });
      await bench.transfer(body);
      return String(body['out_bill_no']);
    };
    const [waiting, told] = [await ask(), await ask()];
    const lapsed = { state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' };
    const notice = (no: string) => bench.received.find((each) => each.plain['out_bill_no'] === no);
    await bench.call('POST', `/sandbox/transfers/${told}/lapse`);
    await until(() => notice(told) !== undefined);
    expect(notice(told)?.plain).toMatchObject(lapsed);
    expect(notice(waiting)).toBeUndefined();
    await bench.moveClock(24 * HOUR + 1000);
    await until(() => notice(waiting) !== undefined);
    expect(notice(waiting)?.plain).toMatchObject(lapsed);
    expect(await bench.call('POST', `/sandbox/transfers/${waiting}/confirm`)).toMatchObject({ status: 409 });
  });
});
