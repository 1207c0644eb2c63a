import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { aDistributor, credit, payOut, settle, untilState, withdraw } from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** Payouts that were allowed and do not go out: named, unless they wait for what is not overdue itself. */
describe('withdrawals that were allowed and not sent', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;

  beforeEach(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
  });

  afterEach(() => shop.close());

  const list = async () =>
    (await shop.call('console.exceptions', owner, { query: { kind: 'withdrawal_unknown' } })).items.map(
      ({ subjectId, amountFen }) => [subjectId, amountFen],
    );
  const state = async (buyer: Buyer, id: string) =>
    (await shop.call('shop.withdrawal', buyer, { params: { id } })).state;

  async function rich(name: string): Promise<Buyer> {
    const dan = await aDistributor(shop, owner, name);
    await credit(shop, dan.id, 500_000);
    return dan;
  }

  /** Allowed by two people, while nothing runs that could send it. */
  async function allowed(dan: Buyer, amountFen: number): Promise<string> {
    const { id } = await withdraw(shop, dan, amountFen);
    const run = await shop.call('console.payoutRun.create', finance, { body: { withdrawalIds: [id] } });
    const body = { amountFen: run.amountFen };
    await shop.call('console.payoutRun.approve', owner, { params: { id: run.id }, body });
    return id;
  }

  it('are named after ten minutes, and gone when they are sent', async () => {
    const dan = await rich('等发');
    const id = await allowed(dan, 1_000);
    shop.clock.move(9 * MINUTE_MS);
    expect(await list()).toEqual([]);
    shop.clock.move(2 * MINUTE_MS);
    expect(await list()).toEqual([[id, 1_000]]);
    await shop.drain();
    expect(await list()).toEqual([]);
  });

  it('are not named while their tax depends on one that the payee can still confirm', async () => {
    const dan = await rich('先后');
    const first = await withdraw(shop, dan, 1_000);
    await payOut(shop, finance, owner, [first]);
    const second = await allowed(dan, 100_000);
    await shop.drain();
    expect(await state(dan, second)).toBe('approved');
    await shop.pass(20 * HOUR_MS);
    owner = await shop.operator('owner');
    expect(await list()).toEqual([]);
    await settle(shop, first.id);
    await untilState(shop, dan, second, 'awaiting_confirmation');
    expect(await list()).toEqual([]);
  });

  it('are named with the one they wait for when that is overdue, and a moment after it has ended', async () => {
    const dan = await rich('都等');
    const first = await withdraw(shop, dan, 1_000);
    await payOut(shop, finance, owner, [first]);
    const second = await allowed(dan, 100_000);
    await shop.drain();
    // Nobody asks WeChat any more.
    shop.clock.move(DAY_MS + 2 * HOUR_MS);
    owner = await shop.operator('owner');
    expect(new Set((await list()).map(([id]) => id))).toEqual(new Set([first.id, second]));
    await shop.rows(`update withdrawal set state = 'paid', finished_at = $2 where id = $1`, [
      first.id,
      shop.clock.now(),
    ]);
    expect(await list()).toEqual([]);
    shop.clock.move(11 * MINUTE_MS);
    expect((await list()).map(([id]) => id)).toEqual([second]);
  });

  it('wait for nobody when they are to be stopped', async () => {
    const dan = await rich('叫停');
    const first = await withdraw(shop, dan, 1_000);
    await payOut(shop, finance, owner, [first]);
    const second = await allowed(dan, 100_000);
    await shop.drain();
    shop.clock.move(HOUR_MS);
    expect(await list()).toEqual([]);
    const body = { reason: '账号异常' };
    await shop.call('console.withdrawal.stop', finance, { params: { id: second }, body });
    expect(await list()).toEqual([]);
    shop.clock.move(11 * MINUTE_MS);
    expect((await list()).map(([id]) => id)).toEqual([second]);
  });
});
