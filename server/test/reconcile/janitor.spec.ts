import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { DEAD_LETTER_QUEUE } from '../../src/infra/jobs/queue-names.js';
import { apply, bought } from '../after-sales/support.js';
import { crowd, type Goods, makeGoods, openedGroup, place } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

const noFaults = { seed: 1 };
const silent = { ...noFaults, http: { errorRate: 1 }, notice: { drop: 1 } };

/** Whatever becomes of the jobs, the state of things brings back the work that is still to be done. */
describe('the janitor', () => {
  let shop: TestShop;
  let owner: Caller;
  let goods: Goods;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    goods = await makeGoods(shop, owner, { size: 3, windowMinutes: 60, stock: 500 });
  });

  afterEach(() => shop.control('PUT', '/sandbox/faults', noFaults));

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const stateOf = async (orderId: string) =>
    (await shop.rows<{ state: string }>('select state from shop_order where id = $1', [orderId]))[0]?.state;
  const loseAllJobs = async () => {
    await shop.rows('delete from outbox');
    await shop.rows('delete from pgboss.job');
  };
  /** A month later, when operators have to log in again. */
  const longAfter = async () => {
    await shop.pass(30 * DAY_MS);
    owner = await shop.operator('owner');
  };
  /** Lets seconds pass until something is so; the janitor works at the end of each drain. */
  const until = (isSo: () => Promise<boolean>) =>
    shop.eventually(async () => {
      await shop.pass(5_000);
      return isSo();
    });
  const put = () =>
    shop.rows<{ topic: string; subject: string }>(
      `select topic, payload - 'attempt' as subject from outbox where dedupe_key like 'janitor:%' order by topic`,
    );

  it('finds nothing to do while jobs are at work, also while WeChat is silent', async () => {
    const [a, b] = await crowd(shop, 2, '在办');
    if (!a || !b) throw new Error('no crowd');
    const unpaid = await place(shop, goods, a, 'solo');
    const { orderId } = await openedGroup(shop, goods, b);
    await shop.call('shop.order.cancel', b, { params: { id: orderId }, body: {} });
    await shop.control('PUT', '/sandbox/faults', silent);
    for (let minute = 0; minute < 12; minute++) await shop.pass(MINUTE_MS);
    expect(await stateOf(unpaid.order.id)).toBe('cancelled');
    expect(await stateOf(orderId)).toBe('refunding');
    expect(await shop.rows('select 1 from janitor_mark')).toEqual([]);
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await shop.pass(HOUR_MS);
    await until(async () => (await stateOf(orderId)) === 'refunded');
  });

  it('brings everything to its end when all jobs are lost in the middle of it', async () => {
    const people = await crowd(shop, 6, '丢失');
    const [unpaid, unheard, lonely, leaver, parcel, box] = people;
    if (!unpaid || !unheard || !lonely || !leaver || !parcel || !box) throw new Error('no crowd');
    // Shipped and told nobody, shipped and waiting for receipt, received and waiting for the end.
    const shipped: string[] = [];
    for (const buyer of [parcel, box]) {
      const { order, cashier } = await place(shop, goods, buyer, 'solo');
      await shop.pay(cashier, buyer.openid);
      await shop.pass(2 * MINUTE_MS);
      const body = { carrier: 'SF', trackingNo: `SF000${shipped.length}` };
      await shop.call('console.order.ship', owner, { params: { id: order.id }, body });
      shipped.push(order.id);
    }
    await shop.call('shop.order.receive', box, { params: { id: shipped[1] ?? '' }, body: {} });
    // A payment whose end nobody knows: paid at WeChat, the notice stays away, WeChat does not answer.
    const late = await place(shop, goods, unheard, 'solo');
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    const prepay = late.cashier?.package.replace('prepay_id=', '') ?? '';
    await shop.control('POST', `/sandbox/payments/${prepay}/pay`, { openid: unheard.openid });
    await shop.control('PUT', '/sandbox/faults', silent);
    await shop.pass(6 * MINUTE_MS);
    await shop.pass(MINUTE_MS);
    expect(await stateOf(late.order.id)).toBe('cancelled');
    // An order nobody pays, a group nobody joins, a member who leaves: their jobs have not run yet.
    await shop.control('PUT', '/sandbox/faults', noFaults);
    const dropped = await place(shop, goods, unpaid, 'solo');
    const forming = await openedGroup(shop, goods, lonely);
    const left = await openedGroup(shop, goods, leaver);
    await shop.call('shop.order.cancel', leaver, { params: { id: left.orderId }, body: {} });

    await loseAllJobs();
    await until(async () => (await stateOf(left.orderId)) === 'refunding');
    await shop.pass(3 * MINUTE_MS);
    await until(async () => (await stateOf(left.orderId)) === 'refunded');
    await until(async () => (await stateOf(late.order.id)) === 'to_ship');
    await shop.pass(8 * MINUTE_MS);
    await until(async () => (await stateOf(dropped.order.id)) === 'cancelled');
    await until(
      async () =>
        (
          await shop.rows(
            'select 1 from shop_order where shipment_told_at is null and shipped_at is not null',
          )
        ).length === 0,
    );
    const { items } = await shop.control<{ items: object[] }>('GET', '/sandbox/shipments');
    expect(items).toHaveLength(2);
    await shop.pass(50 * MINUTE_MS);
    await until(async () => (await stateOf(forming.orderId)) === 'refunded');
    await loseAllJobs();
    await shop.pass(8 * DAY_MS);
    await until(async () => (await stateOf(shipped[1] ?? '')) === 'completed');
    await shop.pass(3 * DAY_MS);
    await until(async () => (await stateOf(shipped[0] ?? '')) === 'received');
    const campaigns = await shop.rows<{ state: string }>('select state from campaign where id = $1', [
      goods.campaignId,
    ]);
    expect(campaigns).toEqual([{ state: 'ended' }]);
  });

  it('ends an after-sale whose goods never came back, and lets one wait that a person decides', async () => {
    const counter = { shop, owner, operator: owner, finance: owner };
    const [parcel, shelf] = [await bought(counter, 1, 'received'), await bought(counter)];
    const { id: returning } = await apply(counter, parcel, 1, { kind: 'return_and_refund' });
    const body = { returnAddress: '杭州市西湖区文三路 1 号' };
    await shop.call('console.afterSale.approve', owner, { params: { id: returning }, body });
    const { id: asked } = await apply(counter, shelf);
    const stateOfAsked = async (id: string) =>
      (await shop.call('console.afterSale', owner, { params: { id } })).state;
    await loseAllJobs();
    await longAfter();
    await until(async () => (await stateOfAsked(returning)) === 'withdrawn');
    // Its order was waiting for nothing else.
    await until(async () => (await stateOf(parcel.orderId)) === 'completed');
    expect(await stateOfAsked(asked)).toBe('applied');
    expect(await shop.rows('select 1 from janitor_mark where subject = $1', [asked])).toEqual([]);
  });

  it('makes a sheet whose job was lost, and takes it away when its time is over', async () => {
    const { id } = await shop.call('console.export.create', owner, { body: { kind: 'orders' } });
    const sheet = async () =>
      (await shop.call('console.exports', owner, {})).items.find((item) => item.id === id)?.state;
    await loseAllJobs();
    await shop.pass(6 * MINUTE_MS);
    await until(async () => (await sheet()) !== 'waiting');
    expect(await sheet()).toBe('done');
    await loseAllJobs();
    await longAfter();
    await until(async () => (await sheet()) !== 'done');
    expect(await sheet()).toBe('expired');
  });

  it('asks for the end of an accepted refund whose notice and job were lost', async () => {
    const fresh = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('退款');
    const { orderId } = await openedGroup(shop, fresh, buyer);
    await shop.control('PUT', '/sandbox/faults', { ...noFaults, notice: { drop: 1 } });
    await shop.call('shop.order.cancel', buyer, { params: { id: orderId }, body: {} });
    await shop.drain();
    await loseAllJobs();
    await shop.pass(3 * MINUTE_MS);
    await until(async () => (await stateOf(orderId)) === 'refunded');
    expect(await shop.rows('select 1 from refund where order_id = $1', [orderId])).toHaveLength(1);
  });

  it('waits longer each time it puts the same work back, and takes its dead letters out', async () => {
    const fresh = await makeGoods(shop, owner, { size: 2 });
    const buyer = await shop.buyerWithAddress('难退');
    const { orderId } = await openedGroup(shop, fresh, buyer);
    await shop.control('PUT', '/sandbox/faults', silent);
    await shop.call('shop.order.cancel', buyer, { params: { id: orderId }, body: {} });
    const [refund] = await shop.rows<{ id: string }>('select id from refund where order_id = $1', [orderId]);
    const subject = refund?.id ?? '';
    const work = { topic: 'refund.send', subject: { refundId: subject } };
    const gaps: number[] = [];
    let last = shop.clock.now().getTime();
    for (let round = 0; round < 4; round++) {
      await loseAllJobs();
      const data = {
        topic: 'refund.send',
        dueAt: shop.clock.now(),
        payload: { refundId: subject },
        triesMax: 11,
      };
      await shop.rows('insert into pgboss.job (name, data) values ($1, $2)', [DEAD_LETTER_QUEUE, data]);
      for (let step = 0; (await put()).length === 0; step++) {
        if (step > 100) throw new Error('never put back');
        await shop.pass(MINUTE_MS);
      }
      expect(await put()).toEqual([work]);
      expect(await shop.rows('select 1 from pgboss.job where name = $1', [DEAD_LETTER_QUEUE])).toEqual([]);
      gaps.push(Math.round((shop.clock.now().getTime() - last) / MINUTE_MS));
      last = shop.clock.now().getTime();
    }
    // Two minutes are the refund's own time; then 5, 10, 20 minutes after the last time.
    expect(gaps).toEqual([3, 5, 10, 20].map((minutes) => expect.closeTo(minutes, -0.4)));
    await shop.control('PUT', '/sandbox/faults', noFaults);
    await until(async () => (await stateOf(orderId)) === 'refunded');
  });

  it('takes out so many at once and no more, and forgets its notes of what is long done', async () => {
    const notes = () => shop.rows(`select topic, subject from janitor_mark where topic like 'refund.%'`);
    expect((await notes()).length).toBeGreaterThan(0);
    await shop.pass(9 * DAY_MS);
    expect(await notes()).toEqual([]);
    const people = await crowd(shop, 5, '很多');
    const fresh = await makeGoods(shop, owner);
    for (const buyer of people) await place(shop, fresh, buyer, 'solo');
    await loseAllJobs();
    shop.clock.move(8 * MINUTE_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    await shop.rows('delete from janitor_mark');
    await shop.rows(`update campaign set ends_at = ends_at + interval '60 days'`);
    const take = () => shop.db.call<object[]>('put_back_work', [shop.clock.now(), 3]);
    const takes = [await take(), await take(), await take(), await take()].map(({ length }) => length);
    expect(takes[0]).toBe(3);
    expect(takes.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5);
    expect(takes.at(-1)).toBe(0);
    await shop.drain();
    expect(await shop.rows(`select 1 from shop_order where state = 'unpaid'`)).toEqual([]);
  });
});
