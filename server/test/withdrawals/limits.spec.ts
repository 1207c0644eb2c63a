import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import {
  addMs,
  DAY_MS,
  formatTime,
  HOUR_MS,
  MINUTE_MS,
  shanghaiMonth,
  shanghaiMonthRange,
} from '@tuanlink/shared/time';
import { expectBooksToBalance } from '../support/invariants.js';
import { aDistributor, credit, withdraw } from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

jest.setTimeout(60_000);

const LIMITS = {
  maxFen: 100_000,
  dayCount: 3,
  dayFen: 150_000,
  monthCount: 5,
  monthFen: 250_000,
} as const;

/** How many, and how much, in a day and a month: both begin at midnight in China, not in Greenwich. */
describe('the limits of a day and a month', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    [owner, finance] = [await shop.operator('owner'), await shop.operator('finance')];
    const { version } = await shop.call('console.withdrawal.rule', finance, {});
    const body = { ...LIMITS, taxRule: 'none-1' as const, reason: '试运行', version };
    const { id } = await shop.call('console.withdrawal.rule.change', finance, { body });
    await shop.call('console.approval.approve', owner, { params: { id }, body: {} });
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  /** The moment at which the month after the present one begins in China. */
  const nextMonth = () => shanghaiMonthRange(shanghaiMonth(shop.clock.now())).to;

  /** Moves on to a moment; sessions do not live so long. */
  async function goTo(at: Date): Promise<void> {
    await shop.pass(at.getTime() - shop.clock.now().getTime());
    owner = await shop.operator('owner');
  }

  async function earner(name: string): Promise<Buyer> {
    const buyer = await aDistributor(shop, owner, name);
    await credit(shop, buyer.id, 1_000_000);
    return buyer;
  }

  /** What stands in the way of this amount, and how much less would do. */
  async function hindrance(buyer: Buyer, amountFen: number): Promise<unknown> {
    await shop.call('shop.me', buyer);
    const body = { requestId: randomUUID(), amountFen };
    const { status, code, detail } = await shop.refused('shop.withdrawal.request', buyer, { body });
    expect([status, code]).toEqual([409, 'withdrawal.above_limit']);
    return detail;
  }

  async function mostOf(buyer: Buyer): Promise<unknown> {
    const { maxFen, limit } = await shop.call('shop.withdrawal.preview', buyer, {});
    return { maxFen, limit };
  }

  it('a day’s sum is used up to the fen, and free again at midnight in China', async () => {
    const tenth = addMs(nextMonth(), 9 * DAY_MS);
    // Ten minutes before midnight in Greenwich.
    await goTo(addMs(tenth, 8 * HOUR_MS - 10 * MINUTE_MS));
    const buyer = await earner('按日');
    expect(await hindrance(buyer, 100_001)).toEqual({ limit: 'single_amount', leftFen: 100_000 });
    await withdraw(shop, buyer, 100_000);
    expect(await mostOf(buyer)).toEqual({ maxFen: 50_000, limit: 'day_amount' });
    expect(await hindrance(buyer, 50_001)).toEqual({ limit: 'day_amount', leftFen: 50_000 });
    await withdraw(shop, buyer, 50_000);
    expect(await mostOf(buyer)).toEqual({ maxFen: 0, limit: 'day_amount' });
    const usedUp = { limit: 'day_amount', leftFen: 0 };
    expect(await hindrance(buyer, 100)).toEqual(usedUp);
    await goTo(addMs(tenth, 8 * HOUR_MS + MINUTE_MS));
    expect(await hindrance(buyer, 100)).toEqual(usedUp);
    await goTo(addMs(tenth, DAY_MS - 5 * MINUTE_MS));
    expect(await hindrance(buyer, 100)).toEqual(usedUp);
    await goTo(addMs(tenth, DAY_MS));
    expect(formatTime(shop.clock.now())).toMatch(/-11 00:0/);
    expect((await withdraw(shop, buyer, 100_000)).state).toBe('requested');
  });

  it('a month’s sum is used up to the fen over its days, and free again with the next month', async () => {
    const first = nextMonth();
    await goTo(first);
    const buyer = await earner('按月');
    for (const fen of [100_000, 50_000]) await withdraw(shop, buyer, fen);
    await goTo(addMs(first, DAY_MS));
    const { id } = await withdraw(shop, buyer, 60_000);
    expect(await mostOf(buyer)).toEqual({ maxFen: 40_000, limit: 'month_amount' });
    expect(await hindrance(buyer, 40_001)).toEqual({ limit: 'month_amount', leftFen: 40_000 });
    await withdraw(shop, buyer, 40_000);
    expect(await hindrance(buyer, 100)).toEqual({ limit: 'month_amount', leftFen: 0 });
    // What came to nothing does not count.
    await shop.call('console.withdrawal.reject', owner, { params: { id }, body: { reason: '重复' } });
    expect(await mostOf(buyer)).toEqual({ maxFen: 60_000, limit: 'month_amount' });
    await withdraw(shop, buyer, 60_000);
    const last = addMs(nextMonth(), -5 * MINUTE_MS);
    await goTo(last);
    expect(await hindrance(buyer, 100)).toEqual({ limit: 'month_amount', leftFen: 0 });
    await goTo(addMs(last, 5 * MINUTE_MS));
    expect(await mostOf(buyer)).toEqual({ maxFen: 100_000, limit: 'single_amount' });
    expect((await withdraw(shop, buyer, 100_000)).state).toBe('requested');
  });

  it('a month’s count is used up over its days, and free again with the next month', async () => {
    const first = nextMonth();
    await goTo(first);
    const buyer = await earner('按次');
    for (let n = 0; n < LIMITS.dayCount; n++) await withdraw(shop, buyer, 100);
    expect(await hindrance(buyer, 100)).toEqual({ limit: 'day_count', leftFen: 0 });
    await goTo(addMs(first, DAY_MS));
    for (let n = LIMITS.dayCount; n < LIMITS.monthCount; n++) await withdraw(shop, buyer, 100);
    expect(await mostOf(buyer)).toEqual({ maxFen: 0, limit: 'month_count' });
    expect(await hindrance(buyer, 100)).toEqual({ limit: 'month_count', leftFen: 0 });
    const last = addMs(nextMonth(), -5 * MINUTE_MS);
    await goTo(last);
    expect(await hindrance(buyer, 100)).toEqual({ limit: 'month_count', leftFen: 0 });
    await goTo(addMs(last, 5 * MINUTE_MS));
    expect((await withdraw(shop, buyer, 100)).state).toBe('requested');
  });
});
