import { jest } from '@jest/globals';
import type { RouteName } from '@tuanlink/shared/routes';
import { type ApprovalKind, approvalKinds, type OperatorRole } from '@tuanlink/shared/states';
import { tradeBillText } from '../../src/domains/reconciliation/bill.spec-support.js';
import { addDays } from '../../src/domains/reconciliation/schedule.rules.js';
import { expectUnchanged, fingerprint } from '../contract/fingerprint.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { outcomeOf, send } from '../contract/send.js';
import { place, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { rightInput } from './guard-rows.js';

jest.setTimeout(120_000);

/** What an operator tries. */
interface Attempt {
  params?: { id?: string; day?: string };
  body: object;
}

/** By which route each kind of approval is asked for. */
const askingRoutes = {
  'order.refund': 'console.order.refund',
  'refund.settle': 'console.refund.settle',
  'commission.adjust': 'console.distributor.adjust',
  'commission.void': 'console.distributor.void',
  'commission.rules': 'console.rules.propose',
  'tax.handover': 'console.tax.handover',
  'withdrawal.rules': 'console.withdrawal.rule.change',
} as const satisfies Record<ApprovalKind, RouteName>;

let life: LivedIn;
/** What the owner asked for and nobody has decided yet. */
const asked = {} as Record<ApprovalKind, string>;
/** Decided already. */
let rejectedId: string;
let withdrawnId: string;
/** An order of two pieces, of which one was given back. */
let partly: { orderId: string; lineId: string };
/** The refund of that piece, which arrived. */
let arrivedId: string;
/** All that stands in the shop: nobody of all these changes any of it. */
let before: Record<string, string>;

beforeAll(async () => {
  life = await openLivedInShop();
  const { shop, staff } = life;
  partly = await refundOnePieceOfTwo();
  await shop.eventually(async () => {
    await shop.drain();
    const query = { state: 'succeeded' as const, orderId: partly.orderId };
    arrivedId = (await shop.call('console.refunds', staff.owner, { query })).items[0]?.id ?? '';
    return arrivedId !== '';
  });
  rejectedId = life.approvals.toReject;
  const reject = { params: { id: rejectedId }, body: { reason: '不同意' } };
  await shop.call('console.approval.reject', staff.finance, reject);
  withdrawnId = life.approvals.toWithdraw;
  await shop.call('console.approval.withdraw', staff.owner, { params: { id: withdrawnId }, body: {} });
  for (const kind of approvalKinds) {
    const reply = await send(shop, askingRoutes[kind], staff.owner, rightInput(askingRoutes[kind], life));
    if (reply.status !== 201) throw new Error(`${kind} was answered ${JSON.stringify(reply.body)}`);
    asked[kind] = (reply.body as { id: string }).id;
  }
  before = await fingerprint(shop);
});
afterAll(async () => {
  await expectBooksToBalance(life.shop);
  await life.shop.close();
});

async function refundOnePieceOfTwo() {
  const { shop, goods, ann, staff } = life;
  const lines = [{ skuId: goods.skuId, quantity: 2 }];
  const { order, cashier } = await place(shop, goods, ann, 'solo', { lines, expectPayFen: 2 * SOLO_FEN });
  await shop.pay(cashier, ann.openid);
  const params = { id: order.id };
  const lineId = (await shop.call('shop.order', ann, { params })).lines[0]?.id ?? '';
  const body = { lines: [{ orderLineId: lineId, quantity: 1 }], reason: '少发一件' };
  const { id } = await shop.call('console.order.refund', staff.operator, { params, body });
  await shop.call('console.approval.approve', staff.finance, { params: { id }, body: {} });
  return { orderId: order.id, lineId };
}

/** Tries it; sees that it is refused, that nothing changed, who tried on the audit trail. Answers the detail. */
async function refused(
  name: RouteName,
  role: OperatorRole,
  { params, body }: Attempt,
  outcome: string,
): Promise<unknown> {
  const { shop, staff } = life;
  const trail = `select count(*)::int as count from audit_entry where action like '%.refused'`;
  const [countBefore] = await shop.rows<{ count: number }>(trail);
  const reply = await send(shop, name, staff[role], { params, body });
  expect([name, outcomeOf(reply)]).toEqual([name, outcome]);
  await expectUnchanged(shop, before);
  const [count] = await shop.rows<{ count: number }>(trail);
  expect(count?.count).toBe((countBefore?.count ?? 0) + 1);
  const action = `${name.replace('console.', '')}.refused`;
  const { items } = await shop.call('console.audit', staff.owner, { query: { action, limit: 1 } });
  const [, code = ''] = outcome.split(' ');
  const { detail } = reply.body as { detail?: unknown };
  expect(items[0]).toMatchObject({
    operator: { name: role },
    subjectKind: 'route',
    subjectId: name,
    before: null,
    after: { id: params?.id ?? null, code, detail: detail ?? null },
  });
  return detail;
}

/** The fields that are named as wrong, once it was refused for them. */
async function wrongFields(name: RouteName, role: OperatorRole, attempt: Attempt): Promise<string[]> {
  const detail = await refused(name, role, attempt, '400 request.invalid');
  return (detail as { errors: { path: string }[] }).errors.map(({ path }) => path);
}

const refundOf = (orderId: string, line: object, more: object = {}): Attempt => ({
  params: { id: orderId },
  body: { lines: [line], reason: '客诉', ...more },
});

describe('a refund', () => {
  test('above what was paid, alone or with the shipping', async () => {
    const { orders, shippedLineId: orderLineId } = life;
    const tooMuch = { orderLineId, quantity: 1, amountFen: SOLO_FEN + 1 };
    const name = 'console.order.refund';
    expect(
      await refused(name, 'operator', refundOf(orders.shipped, tooMuch), '409 refund.above_paid'),
    ).toMatchObject({ leftFen: SOLO_FEN });
    const all = { orderLineId, quantity: 1 };
    const withShipping = refundOf(orders.shipped, all, { shippingFen: 1 });
    expect(await refused(name, 'operator', withShipping, '409 refund.above_paid')).toEqual({
      leftFen: SOLO_FEN,
    });
  });

  test('of the same pieces a second time', async () => {
    const twice = { orderLineId: partly.lineId, quantity: 2 };
    const name = 'console.order.refund';
    const detail = await refused(name, 'finance', refundOf(partly.orderId, twice), '409 refund.above_paid');
    expect(detail).toEqual({ orderLineId: partly.lineId, leftFen: SOLO_FEN });
    const { refunded } = life.orders;
    const { lines } = await life.shop.call('shop.order', life.ann, { params: { id: refunded } });
    const again = refundOf(refunded, { orderLineId: lines[0]?.id, quantity: 1 });
    expect(await refused(name, 'finance', again, '409 refund.above_paid')).toMatchObject({ leftFen: 0 });
  });

  test.each([
    ['nothing', { quantity: 0 }, 'lines'],
    ['0 fen', { quantity: 1, amountFen: 0 }, 'lines.0.amountFen'],
    ['less than nothing', { quantity: 1, amountFen: -1 }, 'lines.0.amountFen'],
    ['a negative number of pieces', { quantity: -1 }, 'lines.0.quantity'],
    ['half a fen', { quantity: 1, amountFen: 0.5 }, 'lines.0.amountFen'],
    ['half a piece', { quantity: 0.5 }, 'lines.0.quantity'],
    ['an amount in words', { quantity: 1, amountFen: '100' }, 'lines.0.amountFen'],
  ])('of %s', async (_, line, path) => {
    const attempt = refundOf(partly.orderId, { orderLineId: partly.lineId, ...line });
    expect(await wrongFields('console.order.refund', 'operator', attempt)).toContain(path);
  });

  test('that is asked for already', async () => {
    const { orders, shippedLineId: orderLineId } = life;
    const attempt = refundOf(orders.shipped, { orderLineId, quantity: 0, amountFen: 1 });
    const detail = await refused('console.order.refund', 'operator', attempt, '409 approval.pending');
    expect(detail).toEqual({ approvalId: asked['order.refund'] });
  });

  test('that arrived is neither asked for again nor settled in another way', async () => {
    const params = { id: arrivedId };
    const retry = { params, body: {} };
    expect(await refused('console.refund.retry', 'finance', retry, '409 state.conflict')).toEqual({
      state: 'succeeded',
    });
    const settle = { params, body: { reference: '工行 8821', reason: '已转账' } };
    expect(await refused('console.refund.settle', 'finance', settle, '409 state.conflict')).toEqual({
      state: 'succeeded',
    });
  });
});

describe('an approval', () => {
  test.each(approvalKinds)('of one’s own is neither given nor refused: %s', async (kind) => {
    const params = { id: asked[kind] };
    const decisions = [
      ['console.approval.approve', {}],
      ['console.approval.reject', { reason: '不要了' }],
    ] as const;
    for (const [name, body] of decisions) {
      const detail = await refused(name, 'owner', { params, body }, '409 approval.same_person');
      expect(detail).toBeUndefined();
    }
  });

  test('that was decided already', async () => {
    const cases = [
      ['console.approval.approve', 'owner', rejectedId, {}, 'rejected'],
      ['console.approval.approve', 'finance', withdrawnId, {}, 'withdrawn'],
      ['console.approval.reject', 'finance', withdrawnId, { reason: '晚了' }, 'withdrawn'],
      ['console.approval.withdraw', 'operator', rejectedId, {}, 'rejected'],
    ] as const;
    for (const [name, role, id, body, state] of cases) {
      const detail = await refused(name, role, { params: { id }, body }, '409 state.conflict');
      expect(detail).toEqual({ state });
    }
  });
});

describe('without the permission', () => {
  test.each<[RouteName, OperatorRole]>([
    ['console.order.refund', 'auditor'],
    ['console.approval.approve', 'operator'],
    ['console.payoutRun.approve', 'operator'],
    ['console.withdrawal.reject', 'auditor'],
    ['console.campaign.publish', 'finance'],
    ['console.group.dissolve', 'auditor'],
    ['console.tax.handover', 'operator'],
  ])('%s by %s', async (name, role) => {
    const { params, body = {} } = rightInput(name, life) as Partial<Attempt>;
    const detail = await refused(name, role, { params, body }, '403 permission.denied');
    expect(detail).toBeUndefined();
  });

  test('taking back what somebody else asked for', async () => {
    const attempt = { params: { id: asked['order.refund'] }, body: {} };
    const name = 'console.approval.withdraw';
    expect(await refused(name, 'finance', attempt, '403 permission.denied')).toBeUndefined();
  });

  test('about something whose id is no id: kept without it', async () => {
    const { shop, staff } = life;
    const reply = await send(shop, 'console.order.refund', staff.auditor, { params: { id: '\0' }, body: {} });
    expect(outcomeOf(reply)).toBe('403 permission.denied');
    const query = { action: 'order.refund.refused', limit: 1 };
    const { items } = await shop.call('console.audit', staff.owner, { query });
    expect(items[0]).toMatchObject({ operator: { name: 'auditor' }, after: { id: null } });
  });

  test('reading leaves nothing, and neither does what is not there', async () => {
    const { shop, staff } = life;
    const trail = () => shop.rows('select count(*) from audit_entry');
    const entries = await trail();
    expect(outcomeOf(await send(shop, 'console.audit', staff.operator, {}))).toBe('403 permission.denied');
    const params = { id: '01900000-0000-7000-8000-000000000009' };
    const absent = await send(shop, 'console.approval.approve', staff.owner, { params, body: {} });
    expect(outcomeOf(absent)).toBe('404 not_found');
    expect(await trail()).toEqual(entries);
  });
});

describe('tax handed over', () => {
  const attempt = (change: object): Attempt => ({
    body: { month: life.taxMonth, amountFen: 1, reference: '完税证明 2', reason: '按月缴纳', ...change },
  });

  test('is never more than what is due', async () => {
    const { months } = await life.shop.call('console.tax', life.staff.finance, {});
    const dueFen = months.find(({ month }) => month === life.taxMonth)?.dueFen ?? 0;
    expect(dueFen).toBeGreaterThan(0);
    const name = 'console.tax.handover';
    const above = attempt({ amountFen: dueFen + 1 });
    expect(await refused(name, 'finance', above, '409 tax.above_due')).toEqual({ dueFen });
    const idle = attempt({ month: '2020-01' });
    expect(await refused(name, 'finance', idle, '409 tax.above_due')).toEqual({ dueFen: 0 });
  });

  test.each([0, -1, 0.5])('is not %d fen', async (amountFen) => {
    expect(await wrongFields('console.tax.handover', 'finance', attempt({ amountFen }))).toEqual([
      'amountFen',
    ]);
  });
});

describe('a bill by hand', () => {
  const imported = (text: string): Attempt => ({
    params: { day: life.billDay },
    body: { kind: 'trade', text },
  });
  const aBill = (day: string) => {
    const { mchid, appid } = life.shop.config.wechat;
    const row = {
      kind: 'payment' as const,
      at: `${day}T04:00:00.000Z`,
      fen: 100,
      transactionId: '4200000000000000000000000002',
      outTradeNo: 'e'.repeat(32),
    };
    return tradeBillText([row], { day, mchid, appid });
  };

  test.each<[string, () => string, string]>([
    ['whose header is broken', () => aBill(life.billDay).replace('微信订单号', '单号'), 'columns'],
    ['without a header', () => aBill(life.billDay).split('\r\n').slice(1).join('\r\n'), 'columns'],
    ['of another kind of file', () => 'order_id,carrier\r\n1,SF\r\n', 'columns'],
    ['of another day', () => aBill(addDays(life.billDay, -1)), 'other_day'],
    ['of nothing but spaces', () => ' \r\n ', 'empty'],
  ])('%s', async (_, text, fault) => {
    const name = 'console.reconciliation.import';
    const detail = await refused(name, 'finance', imported(text()), '400 bill.unreadable');
    expect(detail).toEqual({ fault });
  });

  test('with a byte that no text has', async () => {
    const broken = imported(aBill(life.billDay).replace('赣南脐橙', '\0'));
    expect(await wrongFields('console.reconciliation.import', 'finance', broken)).toEqual(['text']);
  });
});

describe('an adjustment', () => {
  const attempt = (change: object): Attempt => ({
    params: { id: life.distributors.approved },
    body: { amountFen: 100, reason: '补发', ...change },
  });

  test.each<[string, object, string]>([
    ['of 0 fen', { amountFen: 0 }, 'amountFen'],
    ['of parts of a fen', { amountFen: 0.5 }, 'amountFen'],
    ['of parts of a fen downwards', { amountFen: -1.5 }, 'amountFen'],
    ['in words', { amountFen: '100' }, 'amountFen'],
    ['above the most there is', { amountFen: 10_000_001 }, 'amountFen'],
    ['below the most that is taken', { amountFen: -10_000_001 }, 'amountFen'],
    ['without a reason', { reason: undefined }, 'reason'],
    ['with an empty reason', { reason: '' }, 'reason'],
    ['with a reason too long', { reason: '长'.repeat(501) }, 'reason'],
    ['with a reason code of somebody’s invention', { reasonCode: 'FREE_MONEY' }, 'reasonCode'],
  ])('%s', async (_, change, path) => {
    expect(await wrongFields('console.distributor.adjust', 'owner', attempt(change))).toContain(path);
  });

  test('about an order that is not there', async () => {
    const { shop, staff } = life;
    const input = attempt({ orderId: '01900000-0000-7000-8000-000000000009' });
    const reply = await send(shop, 'console.distributor.adjust', staff.owner, { ...input });
    expect(outcomeOf(reply)).toBe('404 not_found');
    await expectUnchanged(shop, before);
  });
});
