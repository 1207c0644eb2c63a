import type { ApproveAfterSaleBody } from '@tuanlink/shared/dto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { aPicture, uploadBlob } from '../contract/lived-in.js';
import { openedGroup, makeGoods, crowd, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { apply, askFor, bought, type Bought, type Counter, openCounter, settleRefunds } from './support.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterEach(() => counter.shop.control('PUT', '/sandbox/faults', { seed: 1 }));
afterAll(async () => {
  await settleRefunds(counter);
  await expectBooksToBalance(counter.shop);
  await counter.shop.close();
});

const HOME = '杭州市西湖区文三路 1 号';
const input = <B extends object = object>(id: string, body: B = {} as B) => ({ params: { id }, body });
const approve = (id: string, body: ApproveAfterSaleBody = {}) =>
  counter.shop.call('console.afterSale.approve', counter.operator, { params: { id }, body });
const read = (thing: Bought, id: string) =>
  counter.shop.call('shop.afterSale', thing.buyer, { params: { id } });
const order = (thing: Bought) =>
  counter.shop.call('shop.order', thing.buyer, { params: { id: thing.orderId } });
const stockOf = async (skuId: string) => {
  const rows = await counter.shop.rows<{ free: number }>(
    'select on_hand - held as free from sku_stock where sku_id = $1',
    [skuId],
  );
  return rows[0]?.free ?? NaN;
};
const moves = async (thing: Bought, id: string) =>
  (await read(thing, id)).events.map(({ actor, to, reason }) => `${actor} ${to} ${reason}`.trim());
/** A request for returned goods, approved. */
async function returning(thing: Bought, quantity = 1) {
  const { id } = await apply(counter, thing, quantity, { kind: 'return_and_refund' });
  await approve(id, { returnAddress: HOME });
  return id;
}
const track = (thing: Bought, id: string, trackingNo = 'YT0000001') =>
  counter.shop.call('shop.afterSale.track', thing.buyer, input(id, { carrier: 'YTO', trackingNo }));

describe('money alone', () => {
  it('before shipping: approved, refunded, the piece on the shelf, the rest still to ship', async () => {
    const thing = await bought(counter, 3);
    const free = await stockOf(thing.skuId);
    const picture = await uploadBlob(counter.shop, thing.buyer, await aPicture());
    const { url } = (await picture.json()) as { url: string };
    const asked = await apply(counter, thing, 1, {
      words: '不要这件',
      pictures: [url],
      reason: 'not_wanted',
    });
    expect(asked).toMatchObject({
      state: 'applied',
      askedFen: SOLO_FEN,
      shippingFen: 0,
      refundFen: null,
      words: '不要这件',
      pictures: [url],
      lines: [
        {
          quantity: 1,
          amountFen: SOLO_FEN,
        },
      ],
      refund: null,
    });
    expect((await order(thing)).afterSales).toMatchObject([{ id: asked.id, lineIds: thing.lineIds }]);
    const approved = await approve(asked.id);
    expect(approved).toMatchObject({
      state: 'refunding',
      refundFen: SOLO_FEN,
      refund: { state: 'requested' },
    });
    await settleRefunds(counter);
    expect(await moves(thing, asked.id)).toEqual([
      'buyer applied not_wanted',
      'operator approved',
      'operator refunding',
      'wechat done',
    ]);
    expect(await order(thing)).toMatchObject({
      state: 'to_ship',
      refundedFen: SOLO_FEN,
      lines: [{ refundedQuantity: 1 }],
      refunds: [
        {
          reason: 'after_sale',
          state: 'succeeded',
        },
      ],
    });
    expect(await stockOf(thing.skuId)).toBe(free + 1);
    const { items } = await counter.shop.call('console.audit', counter.owner, { query: {} });
    expect(items[0]).toMatchObject({
      action: 'after_sale.approve',
      subjectId: asked.id,
      before: { state: 'applied' },
      after: { state: 'refunding' },
    });
  });

  it('all of it ends the order, with shipping; a repeated approval changes nothing', async () => {
    const thing = await bought(counter, 2);
    const { id } = await apply(counter, thing, 2);
    await approve(id);
    expect(await approve(id)).toMatchObject({ state: 'refunding' });
    await settleRefunds(counter);
    expect(await order(thing)).toMatchObject({ state: 'refunded', refundedFen: 2 * SOLO_FEN });
    expect(await counter.shop.rows('select 1 from refund where order_id = $1', [thing.orderId])).toHaveLength(
      1,
    );
  });

  it('a smaller amount lowers the price of pieces that are kept', async () => {
    const thing = await bought(counter, 2, 'shipped');
    const asked = await apply(counter, thing, 2, { refundFen: 1_001 });
    expect(asked.lines).toMatchObject([{ quantity: 2, amountFen: 1_001 }]);
    const unexplained = await counter.shop.refused(
      'console.afterSale.approve',
      counter.operator,
      input(asked.id, { refundFen: 500 }),
    );
    expect(unexplained.code).toBe('request.invalid');
    const lowered = await approve(asked.id, { refundFen: 500, note: '酌情补偿' });
    expect(lowered).toMatchObject({ state: 'refunding', refundFen: 500, note: '酌情补偿' });
    await settleRefunds(counter);
    expect(await order(thing)).toMatchObject({
      state: 'shipped',
      refundedFen: 500,
      lines: [
        {
          refundedQuantity: 0,
          refundedFen: 500,
        },
      ],
      refunds: [{ note: '酌情补偿' }],
    });
    // What is left of the price can still be asked for, with the pieces.
    const rest = await apply(counter, thing, 2);
    expect(rest.askedFen).toBe(2 * SOLO_FEN - 500);
  });

  it('rejected, with a reason, or withdrawn by the buyer: nothing moves, and it may be asked again', async () => {
    const thing = await bought(counter);
    const first = await apply(counter, thing);
    const rejected = await counter.shop.call(
      'console.afterSale.reject',
      counter.operator,
      input(first.id, { reason: '照片看不清' }),
    );
    expect(rejected).toMatchObject({ state: 'rejected', note: '照片看不清', dueAt: null });
    const second = await apply(counter, thing);
    const withdrawn = await counter.shop.call('shop.afterSale.withdraw', thing.buyer, input(second.id));
    expect(withdrawn.state).toBe('withdrawn');
    expect(await counter.shop.call('shop.afterSale.withdraw', thing.buyer, input(second.id))).toMatchObject({
      state: 'withdrawn',
      events: withdrawn.events,
    });
    expect(await order(thing)).toMatchObject({ state: 'to_ship', refundedFen: 0 });
  });

  it('small money for goods on the shelf is approved at once where the shop says so', async () => {
    const set = (autoApproveFen: number) =>
      counter.shop.call('console.afterSaleSettings.patch', counter.owner, { body: { autoApproveFen } });
    expect(await set(SOLO_FEN)).toMatchObject({ autoApproveFen: SOLO_FEN, decideHours: 48 });
    const small = await bought(counter, 2);
    const asked = await apply(counter, small, 1);
    expect(asked).toMatchObject({ state: 'refunding', refundFen: SOLO_FEN });
    expect(await moves(small, asked.id)).toContain('system approved auto_approved');
    await settleRefunds(counter);
    const large = await bought(counter, 2);
    expect((await apply(counter, large, 2)).state).toBe('applied');
    const shipped = await bought(counter, 1, 'shipped');
    expect((await apply(counter, shipped)).state).toBe('applied');
    await set(0);
  });

  it('what nobody decides is overdue and counted, or approved where the shop says so', async () => {
    const thing = await bought(counter);
    const { id } = await apply(counter, thing);
    const overdue = async () =>
      (await counter.shop.call('console.afterSales', counter.operator, { query: { overdue: 'true' } })).items;
    await counter.shop.pass(47 * HOUR_MS);
    expect((await overdue()).map((item) => item.id)).not.toContain(id);
    await counter.shop.pass(HOUR_MS + MINUTE_MS);
    expect(await overdue()).toContainEqual(expect.objectContaining({ id, state: 'applied', overdue: true }));
    await counter.shop.call('console.afterSaleSettings.patch', counter.owner, {
      body: { approveOverdue: true },
    });
    const other = await bought(counter);
    const next = await apply(counter, other);
    await counter.shop.pass(48 * HOUR_MS + MINUTE_MS);
    expect(await moves(other, next.id)).toContain('system approved decision_overdue');
    await counter.shop.call('console.afterSaleSettings.patch', counter.owner, {
      body: { approveOverdue: false },
    });
    await settleRefunds(counter);
  });
});

describe('goods that come back', () => {
  it('approved, sent, received, looked at, paid; the shelf is not touched', async () => {
    const thing = await bought(counter, 2, 'received');
    const free = await stockOf(thing.skuId);
    const id = await returning(thing);
    expect(await read(thing, id)).toMatchObject({ state: 'returning', returnAddress: HOME, refund: null });
    await track(thing, id);
    await track(thing, id, 'YT0000002');
    const back = await counter.shop.call('console.afterSale.received', counter.operator, input(id));
    expect(back).toMatchObject({ state: 'returned', trackingNo: 'YT0000002' });
    await approve(id);
    await settleRefunds(counter);
    expect(await moves(thing, id)).toEqual([
      'buyer applied damaged',
      'operator approved',
      'operator returning',
      'buyer returning YTO YT0000001',
      'buyer returning YTO YT0000002',
      'operator returned',
      'operator refunding',
      'wechat done',
    ]);
    expect(await stockOf(thing.skuId)).toBe(free);
    expect((await order(thing)).lines).toMatchObject([{ refundedQuantity: 1, refundedFen: SOLO_FEN }]);
  });

  it('the next return goes where the last one went; goods may be rejected after a look, or paid for in part', async () => {
    const one = await bought(counter, 1, 'shipped');
    const first = await apply(counter, one, 1, { kind: 'return_and_refund' });
    expect(await approve(first.id)).toMatchObject({ state: 'returning', returnAddress: HOME });
    await counter.shop.call('console.afterSale.received', counter.operator, input(first.id));
    const no = await counter.shop.call(
      'console.afterSale.reject',
      counter.operator,
      input(first.id, { reason: '并非本店商品' }),
    );
    expect(no).toMatchObject({ state: 'rejected', note: '并非本店商品' });
    const two = await bought(counter, 1, 'shipped');
    const id = await returning(two);
    await counter.shop.call('console.afterSale.received', counter.operator, input(id));
    await approve(id, { refundFen: 3_000, note: '缺少配件' });
    await settleRefunds(counter);
    expect((await order(two)).lines).toMatchObject([{ refundedQuantity: 1, refundedFen: 3_000 }]);
  });

  it('what is not sent within 7 days closes by itself', async () => {
    const thing = await bought(counter, 1, 'shipped');
    const id = await returning(thing);
    await counter.shop.pass(7 * DAY_MS + MINUTE_MS);
    expect((await moves(thing, id)).at(-1)).toBe('system withdrawn return_overdue');
  });

  it('what nobody says has arrived counts as arrived after 10 days, and is paid for if nobody looks', async () => {
    const thing = await bought(counter, 1, 'shipped');
    const id = await returning(thing);
    await counter.shop.pass(6 * DAY_MS);
    await track(thing, id);
    const late = await counter.shop.refused('shop.afterSale.withdraw', thing.buyer, input(id));
    expect(late.code).toBe('state.conflict');
    await counter.shop.pass(9 * DAY_MS);
    expect((await read(thing, id)).state).toBe('returning');
    await counter.shop.pass(DAY_MS + MINUTE_MS);
    expect((await moves(thing, id)).at(-1)).toBe('system returned receipt_overdue');
    await counter.shop.pass(2 * DAY_MS + MINUTE_MS);
    expect(await moves(thing, id)).toContain('system refunding inspection_overdue');
    await settleRefunds(counter);
    expect((await read(thing, id)).state).toBe('done');
  });

  it('holds the completion of its order, and lets it happen at once when it ends', async () => {
    const thing = await bought(counter, 2, 'received');
    await counter.shop.pass(6 * DAY_MS);
    const id = await returning(thing);
    await counter.shop.pass(2 * DAY_MS);
    expect((await order(thing)).state).toBe('received');
    await counter.shop.call('shop.afterSale.withdraw', thing.buyer, input(id));
    expect((await order(thing)).state).toBe('completed');
  });
});

describe('what goes wrong', () => {
  // Weeks have passed: the sessions of the others have ended.
  beforeAll(async () => {
    const { shop } = counter;
    Object.assign(counter, { owner: await shop.operator('owner'), finance: await shop.operator('finance') });
    Object.assign(counter, { operator: await shop.operator('operator') });
  });

  it('money that sticks at WeChat keeps it refunding, until it was settled outside', async () => {
    const thing = await bought(counter);
    const { id } = await apply(counter, thing);
    await counter.shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: 'abnormal' });
    await approve(id);
    await settleRefunds(counter);
    const stuck = await read(thing, id);
    expect(stuck).toMatchObject({ state: 'refunding', refund: { state: 'abnormal' } });
    const asked = await counter.shop.call(
      'console.refund.settle',
      counter.finance,
      input(stuck.refund?.id ?? '', { reference: '工行 1', reason: '银行卡已注销' }),
    );
    await counter.shop.call('console.approval.approve', counter.owner, input(asked.id));
    expect((await moves(thing, id)).at(-1)).toBe('operator done');
  });

  it('the order is refunded by operators meanwhile: the request is answered by that', async () => {
    const thing = await bought(counter);
    const { id } = await apply(counter, thing);
    const asked = await counter.shop.call('console.order.refund', counter.operator, {
      params: { id: thing.orderId },
      body: { lines: [{ orderLineId: thing.lineIds[0] ?? '', quantity: 1 }], reason: '缺货' },
    });
    await counter.shop.call('console.approval.approve', counter.finance, input(asked.id));
    expect((await moves(thing, id)).at(-1)).toBe('system withdrawn order_refunded');
    const late = await counter.shop.refused('console.afterSale.approve', counter.operator, input(id));
    expect(late.code).toBe('state.conflict');
  });

  it('nobody ships what a buyer wants money for instead', async () => {
    const thing = await bought(counter);
    const { id } = await apply(counter, thing);
    const body = { carrier: 'SF', trackingNo: 'SF1234567890' };
    const no = await counter.shop.refused('console.order.ship', counter.operator, input(thing.orderId, body));
    expect(no).toMatchObject({ code: 'state.conflict', detail: { afterSaleId: id } });
    await counter.shop.call('shop.afterSale.withdraw', thing.buyer, input(id));
    await counter.shop.call('console.order.ship', counter.operator, { params: { id: thing.orderId }, body });
    expect((await order(thing)).state).toBe('shipped');
  });

  it.each<[string, object, string]>([
    ['an unknown reason', { reason: 'because' }, 'request.invalid'],
    ['an unknown kind', { kind: 'exchange' }, 'request.invalid'],
    ['a negative amount', { refundFen: -1 }, 'request.invalid'],
    ['a fraction of a fen', { refundFen: 0.5 }, 'request.invalid'],
    ['no lines', { lines: [] }, 'request.invalid'],
    ['a foreign picture', { pictures: ['https://example.com/a.webp'] }, 'request.invalid'],
    [
      'seven pictures',
      { pictures: Array.from({ length: 7 }, () => `/files/${'a'.repeat(64)}.webp`) },
      'request.invalid',
    ],
    ['words without end', { words: 'x'.repeat(501) }, 'request.invalid'],
    ['more than was paid', { refundFen: SOLO_FEN + 1 }, 'refund.above_paid'],
    ['goods that are still here to be sent back', { kind: 'return_and_refund' }, 'state.conflict'],
  ])('%s is refused and changes nothing', async (_name, wrong, code) => {
    const thing = await bought(counter);
    const refused = await counter.shop.raw('shop.afterSale.apply', thing.buyer, {
      params: { id: thing.orderId },
      body: { ...askFor(thing), ...wrong },
    });
    expect((refused.body as { code: string }).code).toBe(code);
    expect((await order(thing)).afterSales).toEqual([]);
  });

  it('too many pieces, the same line twice, an open one, another order, another buyer', async () => {
    const thing = await bought(counter, 2);
    const refusal = async (who: Bought, quantity = 1, more: object = {}) => {
      const { body } = await counter.shop.raw('shop.afterSale.apply', who.buyer, {
        params: { id: thing.orderId },
        body: askFor(thing, quantity, more),
      });
      return body as { code: string; detail?: unknown };
    };
    const [line] = thing.lineIds;
    expect((await refusal(thing, 3)).code).toBe('refund.above_paid');
    const twice = [1, 1].map((quantity) => ({ orderLineId: line, quantity }));
    expect((await refusal(thing, 1, { lines: twice })).code).toBe('request.invalid');
    const other = await bought(counter);
    const foreign = [{ orderLineId: other.lineIds[0], quantity: 1 }];
    expect((await refusal(thing, 1, { lines: foreign })).code).toBe('not_found');
    expect((await refusal(other)).code).toBe('not_found');
    const { id } = await apply(counter, thing);
    expect(await refusal(thing)).toMatchObject({ code: 'after_sale.open', detail: { afterSaleId: id } });
    const peek = await counter.shop.refused('shop.afterSale', other.buyer, { params: { id } });
    expect(peek.status).toBe(404);
    for (const name of ['shop.afterSale.withdraw', 'shop.afterSale.track'] as const) {
      const body = name === 'shop.afterSale.track' ? { carrier: 'YTO', trackingNo: 'YT0000001' } : {};
      expect((await counter.shop.refused(name, other.buyer, input(id, body))).status).toBe(404);
    }
    await approve(id);
    await settleRefunds(counter);
    expect((await refusal(thing, 2)).code).toBe('refund.above_paid');
  });

  it('a forming group is left instead; after completion it is too late', async () => {
    const [leader] = await crowd(counter.shop, 1, '团长');
    if (leader === undefined) throw new Error('no crowd');
    const group = await openedGroup(counter.shop, await makeGoods(counter.shop, counter.owner), leader);
    const { lines } = await counter.shop.call('shop.order', leader, { params: { id: group.orderId } });
    const asked = { buyer: leader, orderId: group.orderId, lineIds: lines.map(({ id }) => id), skuId: '' };
    const refused = await counter.shop.refused('shop.afterSale.apply', leader, {
      params: { id: group.orderId },
      body: askFor(asked),
    });
    expect(refused).toMatchObject({
      code: 'state.conflict',
      detail: { state: 'waiting_group', hint: 'cancel' },
    });
    const done = await bought(counter, 1, 'received');
    await counter.shop.pass(7 * DAY_MS + MINUTE_MS);
    await counter.shop.call('shop.me', done.buyer);
    const late = await counter.shop.refused('shop.afterSale.apply', done.buyer, {
      params: { id: done.orderId },
      body: askFor(done),
    });
    expect(late).toMatchObject({ code: 'state.conflict', detail: { state: 'completed' } });
  });
});

describe('at the same moment', () => {
  beforeAll(async () => {
    Object.assign(counter, { operator: await counter.shop.operator('operator') });
    Object.assign(counter, { owner: await counter.shop.operator('owner') });
  });

  const settled = async (calls: Promise<unknown>[]) =>
    (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;

  it('two requests for one line: one stands', async () => {
    const thing = await bought(counter, 2);
    expect(await settled([apply(counter, thing), apply(counter, thing)])).toBe(1);
    expect((await order(thing)).afterSales).toHaveLength(1);
  });

  it('approve and withdraw: either the money goes back, or nothing happens', async () => {
    for (let round = 0; round < 4; round++) {
      const thing = await bought(counter);
      const { id } = await apply(counter, thing);
      const calls = [approve(id), counter.shop.call('shop.afterSale.withdraw', thing.buyer, input(id))];
      expect(await settled(calls)).toBe(1);
      const { state } = await read(thing, id);
      expect((await order(thing)).refundedFen).toBe(state === 'withdrawn' ? 0 : SOLO_FEN);
    }
  });

  it('two approvals: one refund', async () => {
    const thing = await bought(counter, 2);
    const { id } = await apply(counter, thing);
    expect(await settled([approve(id), approve(id), approve(id)])).toBe(3);
    expect(await counter.shop.rows('select 1 from refund where order_id = $1', [thing.orderId])).toHaveLength(
      1,
    );
  });

  it('approve and ship: the goods never go out with their money', async () => {
    const thing = await bought(counter);
    const { id } = await apply(counter, thing);
    const body = { carrier: 'SF', trackingNo: 'SF1234567890' };
    const ship = counter.shop.call('console.order.ship', counter.operator, {
      params: { id: thing.orderId },
      body,
    });
    expect(await settled([approve(id), ship])).toBe(1);
    expect((await order(thing)).state).toMatch(/^refund/);
  });

  it('apply and ship: whoever comes second is told', async () => {
    const thing = await bought(counter);
    const body = { carrier: 'SF', trackingNo: 'SF1234567890' };
    const ship = counter.shop.call('console.order.ship', counter.operator, {
      params: { id: thing.orderId },
      body,
    });
    await settled([apply(counter, thing), ship]);
    const now = await order(thing);
    expect([now.state, now.afterSales.length]).toEqual(
      now.state === 'shipped' ? ['shipped', 1] : ['to_ship', 1],
    );
  });
});
