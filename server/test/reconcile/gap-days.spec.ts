import { DAY_MS } from '@tuanlink/shared/time';
import { addDays } from '../../src/domains/reconciliation/schedule.rules.js';
import { nextMorning, toHour, today } from '../support/days.js';
import { crowd, type Goods, makeGoods, place } from '../support/goods.js';
import { type Caller, TestShop } from '../support/shop.js';

/** Whatever order days are compared in, none between the first money and yesterday is left out. */
describe('days that nobody compared', () => {
  let shop: TestShop;
  let owner: Caller;
  let goods: Goods;
  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    goods = await makeGoods(shop, owner);
    await toHour(shop, 12);
  });
  afterAll(() => shop.close());

  const buy = async () => {
    const [buyer] = await crowd(shop, 1);
    if (buyer === undefined) throw new Error('no crowd');
    const { cashier } = await place(shop, goods, buyer, 'solo');
    await shop.pay(cashier, buyer.openid);
  };
  /** Time passes, and no job runs. */
  const away = async (days: number) => {
    shop.clock.move(days * DAY_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
  };
  const runByHand = async (day: string) => {
    const finance = await shop.operator('finance');
    await shop.call('console.reconciliation.run', finance, { params: { day }, body: {} });
  };
  const begun = async () =>
    (await shop.rows<{ day: string }>('select day::text from reconciliation_day order by day')).map(
      ({ day }) => day,
    );
  const daysFrom = (first: string, last: string) => {
    const days: string[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
    return days;
  };

  it('are begun although somebody had a later one compared first of all', async () => {
    const first = today(shop);
    await buy();
    await away(3);
    await runByHand(addDays(today(shop), -1));
    await nextMorning(shop);
    expect(await begun()).toEqual(daysFrom(first, addDays(today(shop), -1)));
    const open = await shop.rows("select 1 from reconciliation_day where state = 'waiting'");
    expect(open).toEqual([]);
  });

  it('are begun although the worker was away and a later one was done by hand meanwhile', async () => {
    const [first = ''] = await begun();
    await buy();
    await away(4);
    await runByHand(addDays(today(shop), -1));
    await shop.drain();
    await nextMorning(shop);
    expect(await begun()).toEqual(daysFrom(first, addDays(today(shop), -1)));
  });

  it('are not begun where WeChat keeps no bills of them any more', async () => {
    const [first = ''] = await begun();
    const last = (await begun()).at(-1) ?? '';
    await away(120);
    await shop.drain();
    const yesterday = addDays(today(shop), -1);
    const days = await begun();
    expect(days).toContain(yesterday);
    expect(days.filter((day) => day > last)).toHaveLength(90);
    expect(days[0]).toBe(first);
  });
});
