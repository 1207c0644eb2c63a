import { CircuitBreaker } from './circuit-breaker.js';
import { WechatRefused, WechatUnavailable } from './wechat.errors.js';

const CALL = 'GET /v3/pay';
let atMs: number;
let sentCount: number;
let breaker: CircuitBreaker;
beforeEach(() => {
  atMs = Date.parse('2026-11-25T00:00:00Z');
  sentCount = 0;
  breaker = new CircuitBreaker(() => new Date(atMs));
});

const failing = (error: Error) => () => {
  sentCount++;
  return Promise.reject(error);
};
const silence = new WechatUnavailable('timeout', CALL, 'no answer');
/** The reason of each of so many calls that get no answer. */
async function reasons(count: number, send = failing(silence)): Promise<string[]> {
  const seen: string[] = [];
  for (let made = 0; made < count; made++) {
    const error = await breaker.run(CALL, send).catch((thrown: unknown) => thrown);
    seen.push(error instanceof WechatUnavailable ? error.reason : 'refused');
  }
  return seen;
}

it('lets four calls wait in vain, and none more for five seconds', async () => {
  expect(await reasons(6)).toEqual([
    'timeout',
    'timeout',
    'timeout',
    'timeout',
    'circuit_open',
    'circuit_open',
  ]);
  atMs += 4_999;
  expect(await reasons(1)).toEqual(['circuit_open']);
  expect(sentCount).toBe(4);
});

it('tries again afterwards: one more silent call closes the door at once, an answer opens it', async () => {
  await reasons(4);
  atMs += 5_000;
  expect(await reasons(2)).toEqual(['timeout', 'circuit_open']);
  atMs += 5_000;
  await expect(breaker.run(CALL, () => Promise.resolve('there'))).resolves.toBe('there');
  expect(await reasons(4)).toEqual(['timeout', 'timeout', 'timeout', 'timeout']);
});

it.each([
  ['a refusal', new WechatRefused(CALL, 400, 'PARAM_ERROR', '不行')],
  ['an error of WeChat’s', new WechatUnavailable('system_error', CALL, '500')],
  ['a broken connection, which makes nobody wait', new WechatUnavailable('connection', CALL, 'ECONNREFUSED')],
])('%s is no silence', async (_name, error) => {
  await reasons(3);
  await reasons(1, failing(error));
  expect(await reasons(3)).toEqual(['timeout', 'timeout', 'timeout']);
  expect(sentCount).toBe(7);
});

it('a clock that is set back does not keep it open', async () => {
  await reasons(4);
  atMs -= 3_600_000;
  expect(await reasons(1)).toEqual(['timeout']);
});
