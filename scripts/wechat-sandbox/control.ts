/** The control API: what users do, what WeChat holds, what goes wrong, what time it is. */
import { createUser, issueCode } from './app/login.js';
import { sendPush } from './app/push.js';
import { receive } from './app/shipping.js';
import { addListRoutes } from './control-lists.js';
import { readPlan } from './faults.js';
import { FieldError, flag, integer, may, must, oneOf, shape, text, type Rule } from './fields.js';
import { HttpRefusal, json, readJson, type Call, type Reply, type Router } from './http.js';
import type { Refunds } from './pay/refunds.js';
import { abandon, pay, type Paying } from './pay/transactions.js';
import type { Transfers } from './pay/transfers.js';
import type { UserRecord } from './state.js';
import type { World } from './world.js';

/** The clock can be moved by at most 10 years either way, in ms. */
const OFFSET_MS_MAX = 10 * 366 * 24 * 3600 * 1000;

/** A control handler: its value is sent as JSON. */
type ControlHandler = (call: Call, input: unknown) => unknown;

/** The parts whose state control calls change. */
export interface ControlParts {
  refunds: Refunds;
  transfers: Transfers;
}

/** Registers all control calls except the two pages. */
export function addControlRoutes(world: World, router: Router, parts: ControlParts): void {
  const on = (method: string, pattern: string, handler: ControlHandler): void =>
    router.add(method, pattern, (call) => control(call, handler));
  addUserRoutes(world, on);
  addPaymentRoutes(world, on, parts);
  addPlanRoutes(world, on, parts);
  addListRoutes(world, on);
}

/** Runs a control handler and turns expected refusals into `{code, message}`. */
async function control(call: Call, handler: ControlHandler): Promise<Reply> {
  try {
    const input = call.method === 'GET' ? undefined : readJson(call);
    return json(await handler(call, input));
  } catch (error) {
    if (error instanceof FieldError) return json({ code: 'request.invalid', message: error.message }, 400);
    if (error instanceof HttpRefusal) {
      const code = error.code === 'PARAM_ERROR' ? 'request.invalid' : error.code;
      return json({ code, message: error.message }, error.status);
    }
    throw error;
  }
}

/** How each group of control calls is registered. */
export type On = (method: string, pattern: string, handler: ControlHandler) => void;

const checked = <T>(rule: Rule, input: unknown): T => {
  rule(input, '');
  return input as T;
};

/** A user of the control API's path. Throws 404. */
function userOf({ store }: World, call: Call): UserRecord {
  const user = store.get('users', call.params['openid'] ?? '');
  if (!user) throw new HttpRefusal(404, 'user.not_found', '没有这个用户');
  return user;
}

function addUserRoutes(world: World, on: On): void {
  on('POST', '/sandbox/users', async (_call, input) => {
    const rule = shape({
      nickname: may(text(64)),
      realName: may(text(32)),
      unionid: may(text(64)),
      phone: may(text(20, 5, /^\d+$/)),
    });
    const given = checked<{ nickname?: string; realName?: string; unionid?: string; phone?: string }>(
      rule,
      input,
    );
    const { openid } = await createUser(world, { ...given, nickname: given.nickname ?? '微信用户' });
    return { openid };
  });
  on('POST', '/sandbox/users/:openid/login-code', async (call) => {
    return { code: await issueCode(world, userOf(world, call).openid, 'login') };
  });
  on('POST', '/sandbox/users/:openid/phone-code', async (call) => {
    return { code: await issueCode(world, userOf(world, call).openid, 'phone') };
  });
  on('PUT', '/sandbox/users/:openid/subscriptions', async (call, input) => {
    const user = userOf(world, call);
    const rule = shape({ templateId: must(text(64)), quota: must(integer(0, 1000)) });
    const { templateId, quota } = checked<{ templateId: string; quota: number }>(rule, input);
    const subscriptions = { ...user.subscriptions, [templateId]: quota };
    await world.store.commit([['users', user.openid, { ...user, subscriptions }]]);
    return { templateId, quota };
  });
}

function addPaymentRoutes(world: World, on: On, { transfers }: ControlParts): void {
  on('POST', '/sandbox/payments/:prepayId/pay', async (call, input) => {
    const rule = shape({
      openid: must(text(128)),
      amountFen: may(integer(1, 100_000_000_000)),
      again: may(flag),
    });
    const transactionId = await pay(world, call.params['prepayId'] ?? '', checked<Paying>(rule, input));
    return { transactionId };
  });
  on('POST', '/sandbox/payments/:prepayId/abandon', async (call) => {
    const { outTradeNo, state } = await abandon(world, call.params['prepayId'] ?? '');
    return { outTradeNo, state };
  });
  on('POST', '/sandbox/transfers/:outBillNo/confirm', async (call) => {
    const { outBillNo, state } = await transfers.confirm(call.params['outBillNo'] ?? '');
    return { outBillNo, state };
  });
  on('POST', '/sandbox/transfers/:outBillNo/lapse', async (call) => {
    const { outBillNo, state } = await transfers.lapse(call.params['outBillNo'] ?? '');
    return { outBillNo, state };
  });
  on('POST', '/sandbox/shipments/:transactionId/receive', async (call) => {
    const shipment = await receive(world, call.params['transactionId'] ?? '');
    if (!shipment) throw new HttpRefusal(404, 'shipment.not_found', '这笔支付没有发货信息');
    return { transactionId: shipment.transactionId, orderState: shipment.orderState };
  });
  on('POST', '/sandbox/notices/replay', async (_call, input) => {
    const given = checked<{ outTradeNo: string }>(shape({ outTradeNo: must(text(64)) }), input);
    const attempts = await world.notices.replay(given.outTradeNo);
    if (attempts.length === 0) throw new HttpRefusal(404, 'notice.not_found', '没有这个单号的通知');
    return { sent: attempts.length, attempts };
  });
}

function addPlanRoutes(world: World, on: On, { refunds }: ControlParts): void {
  const { store, clock, faults, signing } = world;
  on('GET', '/sandbox/faults', () => faults.plan);
  on('PUT', '/sandbox/faults', async (_call, input) => {
    const plan = readPlan(input);
    faults.replace(plan);
    await store.commit([['meta', 'faults', { name: 'faults', value: plan }]]);
    // Refunds that the plan before held back are decided by the new one.
    refunds.resume();
    return plan;
  });
  on('GET', '/sandbox/clock', () => ({ offsetMs: clock.offsetMs, now: new Date(clock.now()).toISOString() }));
  on('PUT', '/sandbox/clock', async (_call, input) => {
    const rule = shape({ offsetMs: must(integer(-OFFSET_MS_MAX, OFFSET_MS_MAX)) });
    const { offsetMs } = checked<{ offsetMs: number }>(rule, input);
    await store.commit([['meta', 'clock', { name: 'clock', value: offsetMs }]]);
    clock.move(offsetMs);
    return { offsetMs };
  });
  on('PUT', '/sandbox/signing', async (_call, input) => {
    const rule = shape({ mode: must(oneOf('public-key', 'certificate')) });
    const { mode } = checked<{ mode: typeof signing.mode }>(rule, input);
    await store.commit([['meta', 'signing', { name: 'signing', value: mode }]]);
    signing.mode = mode;
    return { mode };
  });
  on('POST', '/sandbox/push', async (_call, input) => {
    const rule = shape({
      url: may(text(512)),
      openid: must(text(128)),
      event: must(text(64)),
      fields: may((value, path) => {
        if (typeof value !== 'object' || Array.isArray(value)) throw new FieldError(path, '应为对象');
      }),
    });
    return sendPush(world, checked(rule, input));
  });
}
