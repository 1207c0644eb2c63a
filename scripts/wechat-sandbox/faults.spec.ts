/** The fault plan: what it does, and that a seed does it again. */
import { Faults, readPlan } from './faults.js';
import { Bench, number32, until, type Answer } from './spec-support.js';

let bench: Bench;
let openid: string;
beforeAll(async () => {
  bench = await Bench.start();
  openid = await bench.user();
});
beforeEach(async () => {
  await plan({});
  bench.answerWith = 204;
});
afterAll(() => bench.stop());

const plan = (faults: Record<string, unknown>): Promise<Answer> =>
  bench.call('PUT', '/sandbox/faults', faults);
const about = (no: string) => bench.received.filter((notice) => notice.plain['out_trade_no'] === no);
const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('draws', () => {
  const fates = (seed: number | string) => {
    const faults = new Faults(readPlan({ seed }));
    return Array.from({ length: 200 }, (_, index) => faults.draw(`stream ${index % 3}`));
  };

  it('are the same for the same seed and others for another', () => {
    expect(fates(7)).toEqual(fates(7));
    expect(fates('七')).toEqual(fates('七'));
    expect(fates(7)).not.toEqual(fates(8));
  });

  it('are spread evenly', () => {
    const faults = new Faults(readPlan({ seed: 42 }));
    const hits = Array.from({ length: 20_000 }, () => faults.happens('x', 0.3)).filter(Boolean).length;
    expect(hits / 20_000).toBeGreaterThan(0.28);
    expect(hits / 20_000).toBeLessThan(0.32);
  });

  it('start over with a new plan', () => {
    const faults = new Faults(readPlan({ seed: 1 }));
    const first = faults.draw('x');
    expect(faults.draw('x')).not.toBe(first);
    faults.replace(readPlan({ seed: 1 }));
    expect(faults.draw('x')).toBe(first);
  });
});

describe('notices', () => {
  it('dropped ones are lost until they are replayed', async () => {
    await plan({ notice: { drop: 1 } });
    const { no } = await bench.paid();
    await quiet();
    expect(about(no)).toHaveLength(0);
    expect(await bench.call('POST', '/sandbox/notices/replay', { outTradeNo: no })).toMatchObject({
      status: 200,
      body: { sent: 1, attempts: [{ eventType: 'TRANSACTION.SUCCESS', status: 204 }] },
    });
    expect(about(no)).toHaveLength(1);
    expect(about(no)[0]?.genuine).toBe(true);
  });

  it('duplicated ones come twice with the same id', async () => {
    await plan({ notice: { duplicate: 1 } });
    const { no } = await bench.paid();
    await until(() => about(no).length === 2);
    await quiet();
    expect(new Set(about(no).map((notice) => notice.id)).size).toBe(1);
    expect(about(no)).toHaveLength(2);
  });

  it('held ones wait for their replay, also when the plan is over', async () => {
    await plan({ notice: { holdUntilReplay: true } });
    const { no } = await bench.paid();
    await plan({});
    await quiet();
    expect(about(no)).toHaveLength(0);
    await bench.call('POST', '/sandbox/notices/replay', { outTradeNo: no });
    expect(about(no)).toHaveLength(1);
    await bench.call('POST', '/sandbox/notices/replay', { outTradeNo: no });
    expect(about(no)).toHaveLength(2);
  });

  it('reordered ones are overtaken by the next', async () => {
    await plan({ notice: { reorder: 1 } });
    const first = await bench.paid();
    await plan({});
    const second = await bench.paid();
    await until(() => about(first.no).length === 1);
    const order = bench.received.map((notice) => notice.plain['out_trade_no']);
    expect(order.indexOf(second.no)).toBeLessThan(order.indexOf(first.no));
  });

  it('delayed ones come later', async () => {
    await plan({ notice: { delayMsMax: 60_000 } });
    const { no } = await bench.paid();
    await quiet();
    expect(about(no)).toHaveLength(0);
    await bench.moveClock(60_000);
    await until(() => about(no).length === 1);
    await bench.moveClock(0);
  });

  it('a replay of nothing is refused', async () => {
    const answer = await bench.call('POST', '/sandbox/notices/replay', { outTradeNo: number32() });
    expect(answer).toMatchObject({ status: 404, body: { code: 'notice.not_found' } });
  });
});

describe('calls', () => {
  it('fail at the rate of the plan, some of them with effect, the same way each time', async () => {
    const run = async () => {
      await plan({ seed: 5, http: { errorRate: 0.5 } });
      const outcomes: string[] = [];
      const orders = Array.from({ length: 20 }, () => bench.order(openid));
      for (const order of orders) {
        const { status, body } = await bench.signed('POST', '/v3/pay/transactions/jsapi', order);
        outcomes.push(status === 200 ? 'ok' : String(body['code']));
      }
      await plan({});
      for (const [index, order] of orders.entries()) {
        const { status } = await bench.query(String(order['out_trade_no']));
        outcomes[index] += status === 200 ? ' done' : ' nothing';
      }
      return outcomes;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    const kinds = ['SYSTEM_ERROR done', 'SYSTEM_ERROR nothing', 'ok done'];
    expect([...new Set(first)].sort()).toEqual(kinds);
  });

  it('never reach the control API', async () => {
    await plan({ http: { errorRate: 1 } });
    expect(await bench.call('GET', '/sandbox/payments')).toMatchObject({ status: 200 });
    const failed = await bench.call('POST', '/cgi-bin/stable_token', {});
    expect(failed).toMatchObject({ status: 200, body: { errcode: -1 } });
  });

  it('without an answer keep the client waiting, whether they took effect or not', async () => {
    await plan({ http: { timeoutRate: 1 } });
    const { url, config } = bench.sandbox;
    const target = `/sns/jscode2session?appid=${config.appid}`;
    const patient = fetch(url + target, { signal: AbortSignal.timeout(300) });
    await expect(patient).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('wait as long as the plan says', async () => {
    await plan({ seed: 3, http: { delayMsMax: 300 } });
    const began = performance.now();
    for (let index = 0; index < 4; index++) await bench.call('GET', '/cgi-bin/token');
    expect(performance.now() - began).toBeGreaterThan(100);
  });

  it('close fails without effect', async () => {
    const { no } = await bench.prepay(openid);
    await plan({ closeFails: true });
    expect(await bench.close(no)).toMatchObject({ status: 500, body: { code: 'SYSTEM_ERROR' } });
    expect((await bench.query(no)).body).toMatchObject({ trade_state: 'NOTPAY' });
    await plan({});
    expect(await bench.close(no)).toMatchObject({ status: 204 });
  });
});

describe('refunds', () => {
  const stateOf = async (refundNo: string) =>
    (await bench.items('refunds')).find((each) => each['outRefundNo'] === refundNo)?.['state'];
  const ask = async () => {
    const { no } = await bench.paid();
    const refundNo = number32();
    const { body } = await bench.refund({ out_trade_no: no, out_refund_no: refundNo });
    return { no, refundNo, refundId: String(body['refund_id']) };
  };
  const events = (refundNo: string) =>
    bench.received.filter((each) => each.plain['out_refund_no'] === refundNo).map((each) => each.eventType);

  it('held ones go on when the plan lets them', async () => {
    await plan({ refunds: 'hold' });
    const { refundNo } = await ask();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await stateOf(refundNo)).toBe('PROCESSING');
    await plan({});
    await until(async () => (await stateOf(refundNo)) === 'SUCCESS', 1000);
  });

  it('closed ones give the money back to the order', async () => {
    await plan({ refunds: 'closed' });
    const { no, refundNo } = await ask();
    await until(() => events(refundNo).length === 1);
    expect(events(refundNo)).toEqual(['REFUND.CLOSED']);
    await plan({});
    await bench.moveClock(61_000);
    expect(await bench.refund({ out_trade_no: no })).toMatchObject({ status: 200 });
    await bench.moveClock(0);
  });

  it('abnormal ones need another account', async () => {
    await plan({ refunds: 'abnormal' });
    const { refundNo, refundId } = await ask();
    await until(() => events(refundNo).length === 1);
    expect(await stateOf(refundNo)).toBe('ABNORMAL');
    const target = `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`;
    const body = { out_refund_no: refundNo, type: 'MERCHANT_BANK_CARD' };
    expect(await bench.signed('POST', target, { ...body, type: 'USER_BANK_CARD' })).toMatchObject({
      status: 400,
    });
    expect(await bench.signed('POST', target, body)).toMatchObject({
      status: 200,
      body: { status: 'PROCESSING' },
    });
    await until(() => events(refundNo).length === 2);
    expect(events(refundNo)).toEqual(['REFUND.ABNORMAL', 'REFUND.SUCCESS']);
    expect(await bench.signed('POST', target, body)).toMatchObject({ status: 400 });
  });
});

describe('transfers', () => {
  it('fail by themselves, and a confirmation changes nothing about it', async () => {
    await plan({ transfers: 'fail' });
    const body = bench.transferBody(openid);
    const no = String(body['out_bill_no']);
    await bench.transfer(body);
    const mine = () => bench.received.filter((notice) => notice.plain['out_bill_no'] === no);
    await until(() => mine().length === 1);
    expect(mine()[0]?.plain).toMatchObject({ state: 'FAIL', fail_reason: 'PAYEE_ACCOUNT_ABNORMAL' });
    expect(await bench.call('POST', `/sandbox/transfers/${no}/confirm`)).toMatchObject({
      status: 200,
      body: { state: 'FAIL' },
    });
  });
});

describe('the plan itself', () => {
  it.each([
    [{ notice: { drop: 2 } }],
    [{ notice: { drop: -0.1 } }],
    [{ notice: { lose: 1 } }],
    [{ http: { errorRate: '1' } }],
    [{ refunds: 'never' }],
    [{ transfers: 'never' }],
    [{ seed: null }],
    [{ weather: 'rain' }],
    [[]],
  ])('refuses %j', async (faults) => {
    const answer = await bench.call('PUT', '/sandbox/faults', faults);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});
