import { createCaller } from './caller';
import type { CallerDeps, HttpReply, HttpRequest } from './caller';
import { CallFailure, Unreachable, asFailure } from './failure';

/** A caller whose requests are answered one by one from `replies`; an error is thrown instead. */
function callerWith(replies: (Partial<HttpReply> | Error)[], parts: Partial<CallerDeps> = {}) {
  const sent: HttpRequest[] = [];
  const told: string[] = [];
  let token: string | null = 'old';
  const call = createCaller({
    base: 'http://shop',
    send: (request) => {
      sent.push(request);
      const reply = replies.shift() ?? { status: 500 };
      return reply instanceof Error
        ? Promise.reject(reply)
        : Promise.resolve({ status: 200, data: {}, header: {}, ...reply });
    },
    token: () => token,
    renew: () => {
      token = 'new';
      return Promise.resolve(true);
    },
    language: () => 'en',
    onServerTime: (iso) => told.push(iso),
    ...parts,
  });
  return { call, sent, told };
}

const expired = { status: 401, data: { code: 'auth.expired', message: '' } };
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error('it was answered'),
    (error: unknown) => asFailure(error),
  );

it('puts the route, its parameters and its query together', async () => {
  const { call, sent } = callerWith([{}]);
  await call('shop.group', { params: { id: 'a/b' }, query: { share: 'x y' } });
  expect(sent[0]).toMatchObject({
    method: 'GET',
    url: 'http://shop/api/shop/groups/a%2Fb?share=x%20y',
    header: { authorization: 'Bearer old', 'accept-language': 'en' },
    body: undefined,
  });
  expect(sent[0]?.header).not.toHaveProperty('content-type');
});

it('repeats a call once after a silent login when the old one had expired', async () => {
  const { call, sent } = callerWith([expired, { data: { items: [] } }]);
  await expect(call('shop.addresses', {})).resolves.toEqual({ items: [] });
  expect(sent.map(({ header }) => header.authorization)).toEqual(['Bearer old', 'Bearer new']);
});

it('gives up when the fresh login is refused too', async () => {
  const { call, sent } = callerWith([expired, expired, {}]);
  expect(await failureOf(call('shop.addresses', {}))).toMatchObject({ code: 'auth.expired', status: 401 });
  expect(sent).toHaveLength(2);
});

it('asks for what anybody may see without a login when there can be none', async () => {
  const { call, sent } = callerWith([expired, { data: 'seen' }], { renew: () => Promise.resolve(false) });
  await expect(call('shop.product', { params: { id: '1' } })).resolves.toBe('seen');
  expect(sent).toHaveLength(2);
});

it('logs in before the first call that needs a person, and sends nothing without one', async () => {
  const { call, sent } = callerWith([], { token: () => null, renew: () => Promise.resolve(false) });
  expect(await failureOf(call('shop.orders', {}))).toMatchObject({ code: 'auth.required' });
  expect(sent).toHaveLength(0);
});

it.each([
  [
    'a refusal with its detail',
    { status: 409, data: { code: 'price.changed', message: '', detail: { quote: 1 } } },
    'price.changed',
  ],
  ['an answer nobody knows', { status: 418, data: { code: 'teapot' } }, 'server.failed'],
  ['an answer that is no JSON', { status: 502, data: '<html>' }, 'server.failed'],
  ['an empty answer', { status: 500, data: null }, 'server.failed'],
  ['no network', new Unreachable(false), 'network.unreachable'],
  ['no answer in time', new Unreachable(true), 'network.timeout'],
])('tells %s', async (_name, reply, code) => {
  const failure = await failureOf(callerWith([reply]).call('shop.me', {}));
  expect(failure).toBeInstanceOf(CallFailure);
  expect(failure).toMatchObject({ code });
});

it('hears the server clock from the body, else from the header', async () => {
  const { call, told } = callerWith([
    { data: { serverTime: '2026-11-22T00:00:00.000Z' }, header: { 'x-server-time': 'x' } },
    { header: { 'x-server-time': '2026-11-22T01:00:00.000Z' } },
    { data: { serverTime: 'soon' } },
  ]);
  await call('shop.products', {});
  await call('shop.products', {});
  await call('shop.products', {});
  expect(told).toEqual(['2026-11-22T00:00:00.000Z', '2026-11-22T01:00:00.000Z']);
});
