import type { DifferenceReply } from '@tuanlink/shared/replies';
import { addDays } from '../../src/domains/reconciliation/schedule.rules.js';
import { nextMorning, toHour, today } from '../support/days.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { aDistributor, billNo, credit, payOut, settle, untilState, withdraw } from '../support/payouts.js';
import { type Caller, TestShop } from '../support/shop.js';

/** What is paid out to people, against the movements of the merchant's account. */
describe('payouts compared with WeChat’s fund-flow bill', () => {
  let shop: TestShop;
  let finance: Caller;

  beforeAll(async () => {
    shop = await TestShop.open();
    await toHour(shop, 12);
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const open = async (day: string): Promise<DifferenceReply[]> =>
    (await shop.call('console.differences', finance, { query: { day, state: 'open' } })).items;
  const runAgain = async (day: string) => {
    await shop.call('console.reconciliation.run', finance, { params: { day }, body: {} });
    await shop.drain();
  };

  /** Somebody with a withdrawal that is on its way. */
  async function sent(fen: number) {
    const owner = await shop.operator('owner');
    finance = await shop.operator('finance');
    const buyer = await aDistributor(shop, owner, `推广员${fen}`);
    await credit(shop, buyer.id, fen);
    const { id } = await withdraw(shop, buyer, fen);
    await payOut(shop, finance, owner, [{ id }]);
    await untilState(shop, buyer, id, 'awaiting_confirmation');
    return { buyer, id, no: await billNo(shop, id) };
  }

  it('one is paid and one lapses on the next day: nothing differs on either', async () => {
    const day = today(shop);
    const paid = await sent(5_000);
    const lapsing = await sent(6_000);
    await settle(shop, paid.id);
    await untilState(shop, paid.buyer, paid.id, 'paid');
    await nextMorning(shop);
    finance = await shop.operator('finance');
    const first = await shop.call('console.reconciliation.day', finance, { params: { day } });
    const one = { count: 1, fen: 5_000 };
    expect(first).toMatchObject({ state: 'matched', openCount: 0 });
    expect(first.figures?.transfers).toEqual({ wechat: { count: 2, fen: 11_000 }, ours: one, ledger: one });
    await toHour(shop, 13);
    await untilState(shop, lapsing.buyer, lapsing.id, 'lapsed');
    await nextMorning(shop);
    finance = await shop.operator('finance');
    await runAgain(day);
    for (const each of [day, today(shop)]) expect(await open(each)).toEqual([]);
    const again = await shop.call('console.reconciliation.day', finance, { params: { day } });
    expect(again.figures?.transfers).toEqual({ wechat: one, ours: one, ledger: one });

    await shop.rows('alter table ledger_transfer disable trigger user');
    const altered = (fen: number) =>
      shop.rows('update ledger_transfer set amount_fen = amount_fen + $2 where id = cause_id($1)', [
        `withdrawal-paid:${paid.id}`,
        fen,
      ]);
    await altered(7);
    await runAgain(day);
    expect(await open(day)).toMatchObject([{ kind: 'ledger.amount_differs', subject: paid.no }]);
    await altered(-7);
    await shop.rows('alter table ledger_transfer enable trigger user');
    await runAgain(day);
    expect(await open(day)).toEqual([]);
  });

  it('one that lapses differs no more once the bill of the day before is there too', async () => {
    await toHour(shop, 12);
    const day = today(shop);
    const lapsing = await sent(6_500);
    await shop.pass(25 * 3_600_000);
    await untilState(shop, lapsing.buyer, lapsing.id, 'lapsed');
    await nextMorning(shop);
    finance = await shop.operator('finance');
    const nextDay = addDays(day, 1);
    for (const each of [day, nextDay]) expect(await open(each)).toEqual([]);
    // The bill of the first day does not come before that of the second was compared.
    await shop.rows('delete from wechat_bill_row where day = $1', [day]);
    await shop.rows('delete from wechat_bill where day = $1', [day]);
    await runAgain(nextDay);
    await runAgain(day);
    for (const each of [day, nextDay]) expect(await open(each)).toEqual([]);
  });

  it('names a transfer that the shop does not know, and asks WeChat about it', async () => {
    await toHour(shop, 12);
    const day = today(shop);
    const { buyer, id, no } = await sent(7_000);
    await settle(shop, id);
    await untilState(shop, buyer, id, 'paid');
    await shop.rows(`update withdrawal set out_bill_no = 'x' || substr(out_bill_no, 2) where id = $1`, [id]);
    await nextMorning(shop);
    finance = await shop.operator('finance');
    const found = (await open(day)).sort((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(found.map(({ kind }) => kind)).toEqual(['transfer.missing_at_wechat', 'transfer.missing_here']);
    expect(found[1]).toMatchObject({ subject: no, facts: { wechatFen: 7_000, bill: 'fund_flow' } });
    const asked = await shop.call('console.difference.ask', finance, {
      params: { id: found[1]?.id ?? '' },
      body: {},
    });
    expect(asked).toMatchObject({ state: 'open', answer: { state: 'SUCCESS', outcome: 'foreign' } });
    await shop.rows('update withdrawal set out_bill_no = $2 where id = $1', [id, no]);
    await runAgain(day);
    expect(await open(day)).toEqual([]);
  });

  it('a transfer whose notice and jobs were lost is asked for by the janitor', async () => {
    await toHour(shop, 12);
    const { buyer, id } = await sent(8_000);
    await shop.control('PUT', '/sandbox/faults', { seed: 1, notice: { drop: 1 } });
    await settle(shop, id);
    await shop.rows('delete from outbox');
    await shop.pass(3 * 60_000);
    await untilState(shop, buyer, id, 'paid');
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    const { kinds } = await shop.call('console.exceptions.counts', finance);
    expect(kinds).toEqual([]);
  });
});
