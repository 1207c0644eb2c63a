import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { crowd, GROUP_FEN, makeGoods, openedGroup, place } from '../support/goods.js';
import {
  atWechat,
  decide,
  faults,
  historyOf,
  joins,
  orderOf,
  payInWechat,
  stateOf,
  untilState,
} from '../support/groups.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type BuyerWithAddress } from '../support/goods.js';
import { type Caller, TestShop } from '../support/shop.js';

const REASON = '供应商缺货，抱歉';

/** What operators decide about a group, and what a guarantee promises. */
describe('decisions about groups', () => {
  let shop: TestShop;
  let owner: Caller;
  let operator: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    operator = await shop.operator('operator');
  });

  afterEach(() => faults(shop));

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const people = async (count: number, name: string) => {
    const found = await crowd(shop, count, name);
    return found as [BuyerWithAddress, BuyerWithAddress, BuyerWithAddress, BuyerWithAddress];
  };
  const group = (id: string, reader: Caller = {}) => shop.call('shop.group', reader, { params: { id } });
  const detail = (id: string) => shop.call('console.group', operator, { params: { id } });
  const audited = async (id: string) =>
    (await shop.call('console.audit', owner, { query: { subjectId: id } })).items;
  const refusedDecision = (decision: 'dissolve' | 'complete', id: string) =>
    shop.refused(`console.group.${decision}`, operator, { params: { id }, body: { reason: REASON } });
  const extend = (id: string, closesAt: string, reason = '再等等大家') =>
    shop.call('console.group.extend', operator, { params: { id }, body: { closesAt, reason } });
  const refusedExtend = (id: string, closesAt: string) =>
    shop.refused('console.group.extend', operator, { params: { id }, body: { closesAt, reason: REASON } });
  const after = (iso: string | null, ms: number) => new Date(Date.parse(iso ?? '') + ms).toISOString();

  describe('dissolving', () => {
    it('gives everybody their money back with the reason, and lets go who has not paid', async () => {
      const goods = await makeGoods(shop, owner, { size: 4, stock: 10 });
      const [leader, second, third] = await people(3, '解散');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      const joined = await joins(shop, goods, second, groupId);
      const unpaid = await place(shop, goods, third, { groupId });

      const reply = await decide(shop, operator, 'dissolve', groupId, REASON);
      expect(reply).toMatchObject({ state: 'failed', heldCount: 0, closesAtMax: null });
      expect(reply.events.at(-1)).toMatchObject({
        event: 'dissolved',
        actor: 'operator',
        operatorName: 'operator',
        note: REASON,
        from: 'forming',
        to: 'failed',
      });
      expect(await atWechat(shop, unpaid.order.id)).toMatchObject({ state: 'CLOSED' });
      expect(await historyOf(shop, third, unpaid.order.id)).toEqual([
        'placed',
        'group_dissolved',
        'cancelled group_dissolved',
      ]);
      const notices = [{ event: 'dissolved', note: REASON }];
      expect(await group(groupId, leader)).toMatchObject({ state: 'failed', notices });

      for (const [buyer, id] of [
        [leader, orderId],
        [second, joined],
      ] as const) {
        await untilState(shop, id, 'refunded');
        const order = await orderOf(shop, buyer, id);
        expect(order.refunds).toMatchObject([{ reason: 'group_dissolved', amountFen: GROUP_FEN }]);
        const told = order.timeline.filter(({ actor }) => actor === 'operator');
        expect(told).toMatchObject([
          { event: 'group_dissolved', detail: { note: REASON } },
          { event: 'refund_requested', detail: { reason: 'group_dissolved', amountFen: GROUP_FEN } },
        ]);
      }
      const { skus } = await shop.call('console.product', owner, { params: { id: goods.productId } });
      expect(skus).toMatchObject([{ stock: 10, heldStock: 0 }]);
    });

    it('is done once, and leaves one audit entry', async () => {
      const goods = await makeGoods(shop, owner, { size: 3 });
      const { groupId } = await openedGroup(shop, goods, await shop.buyerWithAddress('一次'));
      const first = await decide(shop, operator, 'dissolve', groupId, REASON);
      const again = await decide(shop, operator, 'dissolve', groupId, '别的原因');
      expect(again).toEqual(first);
      expect(await audited(groupId)).toMatchObject([
        {
          action: 'group.dissolve',
          subjectKind: 'group',
          before: { state: 'forming', takenCount: 1 },
          after: { state: 'failed', reason: REASON },
        },
      ]);
    });

    it('ends a group whose opener has not paid, too', async () => {
      const goods = await makeGoods(shop, owner, { size: 2 });
      const opener = await shop.buyerWithAddress('未开');
      const { order } = await place(shop, goods, opener, 'open');
      await decide(shop, operator, 'dissolve', order.groupId ?? '', REASON);
      expect(await stateOf(shop, order.id)).toBe('cancelled');
      expect((await group(order.groupId ?? '')).state).toBe('failed');
    });

    it('counts money that WeChat has already: a member more is refunded with the others', async () => {
      const goods = await makeGoods(shop, owner, { size: 3 });
      const [leader, second] = await people(2, '在途');
      const { groupId } = await openedGroup(shop, goods, leader);
      const placed = await place(shop, goods, second, { groupId });
      await faults(shop, { notice: { drop: 1 } });
      await payInWechat(shop, placed.cashier, second.openid);
      await decide(shop, operator, 'dissolve', groupId, REASON);
      await untilState(shop, placed.order.id, 'refunded');
      expect((await orderOf(shop, second, placed.order.id)).refunds).toMatchObject([
        { reason: 'group_dissolved', amountFen: GROUP_FEN },
      ]);
    });

    it('comes too late when the last payment is at WeChat: the group has succeeded', async () => {
      const goods = await makeGoods(shop, owner, { size: 2 });
      const [leader, second] = await people(2, '太晚');
      const { groupId } = await openedGroup(shop, goods, leader);
      const placed = await place(shop, goods, second, { groupId });
      await faults(shop, { notice: { drop: 1 } });
      await payInWechat(shop, placed.cashier, second.openid);
      expect(await refusedDecision('dissolve', groupId)).toMatchObject({
        status: 409,
        code: 'state.conflict',
        detail: { state: 'succeeded' },
      });
      expect(await stateOf(shop, placed.order.id)).toBe('to_ship');
      expect(await audited(groupId)).toEqual([]);
      expect(await refusedDecision('dissolve', groupId)).toMatchObject({ code: 'state.conflict' });
    });

    it('does not wait for a silent WeChat; the payment is closed afterwards', async () => {
      const goods = await makeGoods(shop, owner, { size: 3 });
      const [leader, second] = await people(2, '无声');
      const { groupId } = await openedGroup(shop, goods, leader);
      const placed = await place(shop, goods, second, { groupId });
      await faults(shop, { http: { errorRate: 1 } });
      await decide(shop, operator, 'dissolve', groupId, REASON);
      expect(await stateOf(shop, placed.order.id)).toBe('cancelled');
      await faults(shop);
      const payments = () =>
        shop.rows<{ state: string }>('select state from payment where order_id = $1', [placed.order.id]);
      expect(await payments()).toEqual([{ state: 'closing' }]);
      await shop.pass(MINUTE_MS);
      expect(await payments()).toEqual([{ state: 'closed' }]);
      expect(await atWechat(shop, placed.order.id)).toMatchObject({ state: 'CLOSED' });
    });
  });

  describe('giving more time', () => {
    it('moves the deadline, tells the members, and the group closes at the new one', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 60 });
      const [leader, second] = await people(2, '延长');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      const before = await detail(groupId);
      expect(before.closesAtMax).toBe(after(before.closesAt, HOUR_MS));
      const closesAt = after(before.closesAt, 30 * MINUTE_MS);
      const reply = await extend(groupId, closesAt);
      expect(reply).toMatchObject({ state: 'forming', closesAt, closesAtMax: before.closesAtMax });
      expect(reply.events.at(-1)).toMatchObject({
        event: 'extended',
        closesAt,
        from: 'forming',
        to: 'forming',
      });
      expect(await group(groupId)).toMatchObject({
        closesAt,
        notices: [{ event: 'extended', note: '再等等大家', closesAt }],
      });
      const { timeline } = await orderOf(shop, leader, orderId);
      const told = { actor: 'operator', detail: { note: '再等等大家', closesAt } };
      expect(timeline.at(-1)).toMatchObject({ event: 'group_extended', ...told });

      await shop.pass(61 * MINUTE_MS);
      expect((await group(groupId)).state).toBe('forming');
      await joins(shop, goods, second, groupId);
      await shop.pass(30 * MINUTE_MS);
      expect((await group(groupId)).state).toBe('failed');
      await untilState(shop, orderId, 'refunded');
    });

    it('is done once, and may be done again up to twice the promised time', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 60 });
      const { groupId } = await openedGroup(shop, goods, await shop.buyerWithAddress('再延'));
      const { closesAt, closesAtMax } = await detail(groupId);
      const half = after(closesAt, 30 * MINUTE_MS);
      await extend(groupId, half);
      await extend(groupId, half);
      expect(await refusedExtend(groupId, after(closesAtMax, 1))).toMatchObject({
        status: 400,
        code: 'request.invalid',
        detail: { errors: [{ path: 'closesAt', rule: 'atMost', max: closesAtMax }] },
      });
      expect(await refusedExtend(groupId, closesAt ?? '')).toMatchObject({
        status: 400,
        detail: { errors: [{ path: 'closesAt', rule: 'laterThanNow' }] },
      });
      await extend(groupId, closesAtMax ?? '');
      expect((await audited(groupId)).map(({ action, after: now }) => [action, now])).toEqual([
        ['group.extend', expect.objectContaining({ closesAt: closesAtMax })],
        ['group.extend', expect.objectContaining({ closesAt: half })],
      ]);
      await shop.pass(120 * MINUTE_MS);
      expect((await group(groupId)).state).toBe('failed');
    });

    it('never beyond 72 hours', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 48 * 60 });
      const { groupId } = await openedGroup(shop, goods, await shop.buyerWithAddress('三天'));
      const { closesAt, closesAtMax } = await detail(groupId);
      expect(closesAtMax).toBe(after(closesAt, 24 * HOUR_MS));
    });

    it('is refused once the deadline has passed, before the opener has paid, and after the end', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 5 });
      const [leader, opener] = await people(2, '过期');
      const { groupId } = await openedGroup(shop, goods, leader);
      const { order } = await place(shop, goods, opener, 'open');
      const later = new Date(shop.clock.now().getTime() + 9 * MINUTE_MS).toISOString();
      expect(await refusedExtend(order.groupId ?? '', later)).toMatchObject({
        code: 'state.conflict',
        detail: { state: 'opening' },
      });
      shop.clock.move(5 * MINUTE_MS);
      expect(await refusedExtend(groupId, later)).toMatchObject({
        code: 'state.conflict',
        detail: { state: 'forming' },
      });
      await shop.pass(0);
      expect(await refusedExtend(groupId, later)).toMatchObject({
        code: 'state.conflict',
        detail: { state: 'failed' },
      });
    });
  });

  describe('a guarantee', () => {
    it('is kept at the deadline without anybody doing anything', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, guaranteed: true });
      const [leader, second, third] = await people(3, '保底');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      expect((await group(groupId)).campaign.guaranteed).toBe(true);
      const paidUnheard = await place(shop, goods, second, { groupId });
      const unpaid = await place(shop, goods, third, { groupId });
      await faults(shop, { notice: { drop: 1 } });
      await payInWechat(shop, paidUnheard.cashier, second.openid);
      await shop.pass(HOUR_MS + SECOND_MS);
      expect(await group(groupId)).toMatchObject({
        state: 'succeeded',
        takenCount: 2,
        completedShort: true,
        notices: [{ event: 'promise_kept', note: '' }],
      });
      expect(await stateOf(shop, orderId)).toBe('to_ship');
      expect(await stateOf(shop, paidUnheard.order.id)).toBe('to_ship');
      expect(await stateOf(shop, unpaid.order.id)).toBe('cancelled');
      const { timeline } = await orderOf(shop, leader, orderId);
      expect(timeline.map(({ event }) => event)).toEqual([
        'placed',
        'paid',
        'group_completed',
        'group_succeeded',
      ]);
      expect(timeline[2]).toMatchObject({ actor: 'system', detail: { takenCount: 2, size: 3 } });
    });

    it('does not make a group of nobody succeed', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 4, guaranteed: true });
      const [leader, second] = await people(2, '空团');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      await place(shop, goods, second, { groupId });
      await shop.call('shop.order.cancel', leader, { params: { id: orderId }, body: {} });
      expect(await group(groupId)).toMatchObject({ state: 'forming', takenCount: 0, heldCount: 1 });
      await shop.pass(4 * MINUTE_MS);
      expect(await group(groupId)).toMatchObject({ state: 'failed', completedShort: false });
    });

    it('lets an operator complete the group early, with the paid members alone', async () => {
      const goods = await makeGoods(shop, owner, { size: 5, guaranteed: true });
      const [leader, second] = await people(2, '提前');
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      const unpaid = await place(shop, goods, second, { groupId });
      const reply = await decide(shop, operator, 'complete', groupId, '货已备好');
      expect(reply).toMatchObject({ state: 'succeeded', takenCount: 1, heldCount: 0, completedShort: true });
      expect(reply.events.at(-1)).toMatchObject({ event: 'completed', actor: 'operator', note: '货已备好' });
      expect(await stateOf(shop, orderId)).toBe('to_ship');
      expect(await historyOf(shop, second, unpaid.order.id)).toEqual(['placed', 'cancelled group_closed']);
      expect(await atWechat(shop, unpaid.order.id)).toMatchObject({ state: 'CLOSED' });
      const ledger = await shop.rows<{ reason: string }>(
        'select reason from ledger_transfer where order_id = $1 order by seq',
        [orderId],
      );
      expect(ledger.map(({ reason }) => reason)).toEqual(['paid', 'sold']);
      const again = await decide(shop, operator, 'complete', groupId, '再来一次');
      expect(again).toEqual(reply);
      expect(await audited(groupId)).toMatchObject([
        { action: 'group.complete', after: { reason: '货已备好' } },
      ]);
      // The deadline finds nothing more to do.
      await shop.pass(HOUR_MS + SECOND_MS);
      expect(await detail(groupId)).toEqual(reply);
    });

    it('has to be declared before the group opens', async () => {
      const goods = await makeGoods(shop, owner, { size: 3 });
      const { groupId, orderId } = await openedGroup(shop, goods, await shop.buyerWithAddress('未声明'));
      const { version } = await shop.call('console.campaign', owner, { params: { id: goods.campaignId } });
      await shop.call('console.campaign.patch', owner, {
        params: { id: goods.campaignId },
        body: { guaranteed: true, version },
      });
      expect(await refusedDecision('complete', groupId)).toMatchObject({
        status: 409,
        code: 'group.not_guaranteed',
      });
      expect((await group(groupId)).campaign.guaranteed).toBe(false);
      const next = await openedGroup(shop, goods, await shop.buyerWithAddress('已声明'));
      expect((await group(next.groupId)).campaign.guaranteed).toBe(true);
      await shop.pass(HOUR_MS + SECOND_MS);
      expect((await group(groupId)).state).toBe('failed');
      expect((await group(next.groupId)).state).toBe('succeeded');
      await untilState(shop, orderId, 'refunded');
    });

    it('cannot complete what is opening, has failed, or lost its members', async () => {
      const goods = await makeGoods(shop, owner, { size: 3, guaranteed: true });
      const [opener, leader, holder] = await people(3, '不能');
      const { order } = await place(shop, goods, opener, 'open');
      expect(await refusedDecision('complete', order.groupId ?? '')).toMatchObject({
        code: 'state.conflict',
      });
      const { groupId, orderId } = await openedGroup(shop, goods, leader);
      await place(shop, goods, holder, { groupId });
      await shop.call('shop.order.cancel', leader, { params: { id: orderId }, body: {} });
      expect(await refusedDecision('complete', groupId)).toMatchObject({
        code: 'state.conflict',
        detail: { takenCount: 0 },
      });
      await decide(shop, operator, 'dissolve', groupId);
      expect(await refusedDecision('complete', groupId)).toMatchObject({
        code: 'state.conflict',
        detail: { state: 'failed' },
      });
    });
  });
});
