import type { WithdrawalReply } from '@tuanlink/shared/replies';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { expectBooksToBalance } from '../support/invariants.js';
import {
  aDistributor,
  atWechat,
  balances,
  credit,
  distributorId,
  payOut,
  settle,
  untilState,
  withdraw,
} from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** Two people allowed a payout; what is known of its payee since then holds it back. */
describe('a payout whose payee is suspended before it is sent', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
  });
  afterEach(() => shop.control('PUT', '/sandbox/faults', { seed: 1 }));
  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const decide = async (dan: Buyer, decision: 'suspend' | 'approve') => {
    const params = { id: await distributorId(shop, dan.id) };
    if (decision === 'suspend') {
      await shop.call('console.distributor.suspend', owner, { params, body: { reason: '刷单' } });
    } else await shop.call('console.distributor.approve', owner, { params, body: {} });
  };
  const stateOf = async (dan: Buyer, { id }: { id: string }) =>
    (await shop.call('shop.withdrawal', dan, { params: { id } })).state;

  /** Two approved withdrawals of one person: because of the month's tax, one waits for the other's end. */
  async function oneWaits(
    name: string,
  ): Promise<{ dan: Buyer; open: WithdrawalReply; waiting: WithdrawalReply }> {
    const dan = await aDistributor(shop, owner, name);
    await credit(shop, dan.id, 300_000);
    const first = await withdraw(shop, dan, 100_000);
    const second = await withdraw(shop, dan, 100_000);
    await payOut(shop, finance, owner, [first, second]);
    const isFirst = (await atWechat(shop, first.id)) !== undefined;
    const [open, waiting] = isFirst ? [first, second] : [second, first];
    expect(await atWechat(shop, waiting.id)).toBeUndefined();
    return { dan, open, waiting };
  }

  it('waits, seldom looked at, and is sent once they are reinstated', async () => {
    const { dan, open, waiting } = await oneWaits('丹');
    await decide(dan, 'suspend');
    await settle(shop, open.id);
    await untilState(shop, dan, open.id, 'paid');
    for (let hour = 0; hour < 12; hour += 1) await shop.pass(HOUR_MS);
    expect(await stateOf(dan, waiting)).toBe('approved');
    expect(await atWechat(shop, waiting.id)).toBeUndefined();
    const marks = await shop.rows<{ tries: number }>(
      `select tries from janitor_mark where topic = 'withdrawal.send' and subject = $1`,
      [waiting.id],
    );
    expect(marks.reduce((most, { tries }) => Math.max(most, tries), 0)).toBeLessThanOrEqual(8);
    const seen = await shop.call('console.withdrawal', finance, { params: { id: waiting.id } });
    expect(seen).toMatchObject({ state: 'approved', distributor: { state: 'suspended' }, sentAt: null });

    await decide(dan, 'approve');
    await shop.drain();
    expect((await atWechat(shop, waiting.id))?.amountFen).toBeGreaterThan(0);
    await settle(shop, waiting.id);
    await untilState(shop, dan, waiting.id, 'paid');
    await decide(dan, 'suspend');
    await decide(dan, 'approve');
    await shop.drain();
    expect(await stateOf(dan, waiting)).toBe('paid');
  });

  it('can be stopped meanwhile, and the money is theirs again', async () => {
    const { dan, open, waiting } = await oneWaits('迪');
    await decide(dan, 'suspend');
    await settle(shop, open.id);
    await untilState(shop, dan, open.id, 'paid');
    const before = await balances(shop, dan);
    expect(before.slice(0, 3)).toEqual([100_000, 100_000, 0]);
    await shop.call('console.withdrawal.stop', finance, {
      params: { id: waiting.id },
      body: { reason: '刷单核实' },
    });
    await untilState(shop, dan, waiting.id, 'failed');
    expect(await balances(shop, dan)).toEqual([200_000, 0, 0, before[3]]);
    expect(await atWechat(shop, waiting.id)).toBeUndefined();
  });

  it('holds back one that was begun, and that WeChat has never heard of, too', async () => {
    const dan = await aDistributor(shop, owner, '朵');
    await credit(shop, dan.id, 100_000);
    const one = await withdraw(shop, dan, 50_000);
    await shop.control('PUT', '/sandbox/faults', { seed: 1, http: { errorRate: 1 } });
    await payOut(shop, finance, owner, [one]);
    expect(await stateOf(dan, one)).toBe('sending');
    await decide(dan, 'suspend');
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    for (let round = 0; round < 6; round += 1) await shop.pass(10 * MINUTE_MS);
    expect(await atWechat(shop, one.id)).toBeUndefined();
    expect(await stateOf(dan, one)).toBe('sending');
    await decide(dan, 'approve');
    await shop.drain();
    expect(await atWechat(shop, one.id)).toMatchObject({ openid: dan.openid });
    await shop.pass(DAY_MS);
  });

  it('leaves one that waits for the end of a suspension in peace', async () => {
    const { dan, open, waiting } = await oneWaits('夏');
    await decide(dan, 'suspend');
    await settle(shop, open.id);
    await untilState(shop, dan, open.id, 'paid');
    shop.clock.move(HOUR_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    const isOverdue = async () => {
      const work = 'select subject from overdue_work($1) where subject = $2';
      return (await shop.rows(work, [shop.clock.now(), waiting.id])).length > 0;
    };
    expect(await isOverdue()).toBe(false);
    await decide(dan, 'approve');
    expect(await isOverdue()).toBe(true);
    await shop.drain();
    expect(await atWechat(shop, waiting.id)).toMatchObject({ openid: dan.openid });
  });
});
