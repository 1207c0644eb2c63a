import { MINUTE_MS } from '@tuanlink/shared/time';
import { nextMorning, toHour, today } from '../support/days.js';
import { crowd, makeGoods, place } from '../support/goods.js';
import { TestShop } from '../support/shop.js';

/** The very first payment is made before midnight, and the shop learns of it after midnight. */
describe('the first day of a shop', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(() => shop.close());

  it('is the one on which WeChat took the first money, and no other day misses it', async () => {
    const owner = await shop.operator('owner');
    const goods = await makeGoods(shop, owner);
    const [ann] = await crowd(shop, 1);
    if (ann === undefined) throw new Error('no crowd');
    await toHour(shop, 23, 57);
    const day = today(shop);
    await shop.control('PUT', '/sandbox/faults', { seed: 1, notice: { drop: 1 } });
    const { order, cashier } = await place(shop, goods, ann, 'solo');
    const prepayId = cashier?.package.replace('prepay_id=', '') ?? '';
    await shop.control('POST', `/sandbox/payments/${prepayId}/pay`, { openid: ann.openid });
    await shop.pass(6 * MINUTE_MS);
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    expect((await shop.call('shop.order', ann, { params: { id: order.id } })).state).toBe('to_ship');
    expect(today(shop)).not.toBe(day);

    for (let morning = 0; morning < 3; morning += 1) await nextMorning(shop);
    expect(await shop.rows("select kind from reconciliation_difference where state = 'open'")).toEqual([]);
    const days = await shop.rows<{ day: string; state: string }>(
      'select day::text, state from reconciliation_day order by day',
    );
    expect(days[0]).toEqual({ day, state: 'matched' });
    expect(days.filter(({ state }) => state !== 'matched')).toEqual([]);
  });
});
