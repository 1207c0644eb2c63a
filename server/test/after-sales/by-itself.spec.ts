import type { AfterSaleSettingsBody, ApplyAfterSaleBody } from '@tuanlink/shared/dto';
import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { apply, bought, type Bought, type Counter, openCounter, settleRefunds } from './support.js';

/** What the shop approves in its own name is bounded: by its limit for an order, and by goods that still go out. */
describe('approved by itself', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openCounter();
  });
  afterEach(() => set({ autoApproveFen: 0, approveOverdue: false }));
  afterAll(async () => {
    await settleRefunds(counter);
    await expectBooksToBalance(counter.shop);
    await counter.shop.close();
  });

  const set = (body: AfterSaleSettingsBody) =>
    counter.shop.call('console.afterSaleSettings.patch', counter.owner, { body });
  const order = (thing: Bought) =>
    counter.shop.call('shop.order', thing.buyer, { params: { id: thing.orderId } });
  const stateOf = async (thing: Bought, quantity: number, more: Partial<ApplyAfterSaleBody> = {}) =>
    (await apply(counter, thing, quantity, more)).state;
  const stateLater = async (thing: Bought, id: string) =>
    (await counter.shop.call('shop.afterSale', thing.buyer, { params: { id } })).state;

  it('the limit is what one order can give away, however often its buyer asks', async () => {
    await set({ autoApproveFen: 2 * SOLO_FEN });
    const thing = await bought(counter, 4);
    const states = [];
    for (let piece = 1; piece <= 3; piece += 1) {
      states.push(await stateOf(thing, 1));
      await settleRefunds(counter);
    }
    expect(states).toEqual(['refunding', 'refunding', 'applied']);
    expect((await order(thing)).refundedFen).toBe(2 * SOLO_FEN);
    // Another order has a limit of its own.
    expect(await stateOf(await bought(counter, 2), 2)).toBe('refunding');
  });

  it('what an operator gave back counts too', async () => {
    await set({ autoApproveFen: SOLO_FEN });
    const thing = await bought(counter, 2);
    const { id } = await apply(counter, thing, 1, { refundFen: 1 });
    await counter.shop.call('console.afterSale.approve', counter.operator, { params: { id }, body: {} });
    await settleRefunds(counter);
    expect((await order(thing)).refundedFen).toBe(1);
    expect(await stateOf(thing, 1)).toBe('applied');
  });

  it('a part of the price of goods that still go out is for a person to decide', async () => {
    await set({ autoApproveFen: SOLO_FEN });
    const thing = await bought(counter);
    expect(await stateOf(thing, 1, { refundFen: SOLO_FEN - 1 })).toBe('applied');
    expect((await order(thing)).refundedFen).toBe(0);
    expect(await stateOf(await bought(counter), 1, { refundFen: SOLO_FEN })).toBe('refunding');
  });

  it('so it is when nobody decides in time: whole pieces are approved, a part of their price is not', async () => {
    await set({ approveOverdue: true });
    const part = await bought(counter);
    const whole = await bought(counter);
    const kept = await bought(counter, 1, 'shipped');
    const asked = {
      part: await apply(counter, part, 1, { refundFen: SOLO_FEN - 1 }),
      whole: await apply(counter, whole),
      kept: await apply(counter, kept, 1, { refundFen: 100 }),
    };
    await counter.shop.pass(48 * HOUR_MS + MINUTE_MS);
    expect(await stateLater(part, asked.part.id)).toBe('applied');
    expect((await order(part)).refundedFen).toBe(0);
    expect(await stateLater(whole, asked.whole.id)).not.toBe('applied');
    // What is with the buyer already cannot go out once more.
    expect(await stateLater(kept, asked.kept.id)).not.toBe('applied');
    const overdue = await counter.shop.call('console.afterSales', counter.operator, {
      query: { overdue: 'true' },
    });
    expect(overdue.items).toContainEqual(expect.objectContaining({ id: asked.part.id, overdue: true }));
  });
});
