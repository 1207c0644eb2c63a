import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectBooksToBalance } from '../support/invariants.js';
import {
  aDistributor,
  atWechat,
  balances,
  billNo,
  credit,
  payOut,
  settle,
  untilState,
  withdraw,
} from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** Many at once on one balance, one request, one run, one answer of WeChat's. */
describe('races of withdrawals', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let count = 0;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  async function earner(fen: number): Promise<Buyer> {
    count += 1;
    const buyer = await aDistributor(shop, owner, `并发${count}`);
    await credit(shop, buyer.id, fen);
    return buyer;
  }

  const codesOf = (replies: { status: number; body: unknown }[]) =>
    replies.map(({ status, body }) => (status < 300 ? 'made' : (body as { code: string }).code)).sort();

  it('two on the same balance: one gets all of it, the other hears what is left', async () => {
    const buyer = await earner(1_000);
    const replies = await Promise.all(
      [0, 1].map(() =>
        shop.raw('shop.withdrawal.request', buyer, { body: { requestId: randomUUID(), amountFen: 1_000 } }),
      ),
    );
    expect(codesOf(replies)).toEqual(['made', 'withdrawal.above_available']);
    expect(await balances(shop, buyer)).toEqual([0, 1_000, 0, 0]);
  });

  it('ten on a balance for four: exactly four are made', async () => {
    const buyer = await earner(499);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        shop.raw('shop.withdrawal.request', buyer, { body: { requestId: randomUUID(), amountFen: 100 } }),
      ),
    );
    expect(codesOf(replies).filter((code) => code === 'made')).toHaveLength(4);
    expect(await balances(shop, buyer)).toEqual([99, 400, 0, 0]);
  });

  it('the same request ten times: one withdrawal, the same answer for all', async () => {
    const buyer = await earner(5_000);
    const body = { requestId: randomUUID(), amountFen: 1_000 };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => shop.raw('shop.withdrawal.request', buyer, { body })),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(await balances(shop, buyer)).toEqual([4_000, 1_000, 0, 0]);
  });

  it('a run approved by five at once, and its withdrawal rejected meanwhile: one of both, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      const draft = await shop.call('console.payoutRun.create', finance, { body: { withdrawalIds: [id] } });
      const approve = { params: { id: draft.id }, body: { amountFen: 1_000 } };
      const reject = { params: { id }, body: { reason: '重复' } };
      await Promise.all([
        ...Array.from({ length: 5 }, () => shop.raw('console.payoutRun.approve', owner, approve)),
        shop.raw('console.withdrawal.reject', finance, reject),
      ]);
      await shop.drain();
      const { state } = await shop.call('shop.withdrawal', buyer, { params: { id } });
      const sent = (await atWechat(shop, id)) !== undefined;
      expect([state, sent]).toEqual(
        state === 'rejected' ? ['rejected', false] : ['awaiting_confirmation', true],
      );
      const events = await shop.rows(
        "select 1 from withdrawal_event where withdrawal_id = $1 and to_state in ('approved', 'rejected')",
        [id],
      );
      expect(events).toHaveLength(1);
    }
  });

  it('two drafts of the same withdrawals at once: each is in one', async () => {
    const buyer = await earner(1_000);
    const { id } = await withdraw(shop, buyer, 1_000);
    const body = { withdrawalIds: [id] };
    const replies = await Promise.all(
      [owner, finance].map((maker) => shop.raw('console.payoutRun.create', maker, { body })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('what stands in a draft does not hide what can be paid besides', async () => {
    const [early, late] = [await earner(1_000), await earner(1_000)];
    const { id } = await withdraw(shop, early, 1_000);
    await shop.call('console.payoutRun.create', finance, { body: {} });
    await withdraw(shop, late, 1_000);
    expect((await shop.call('console.withdrawal', finance, { params: { id } })).runId).not.toBeNull();
    expect(await shop.db.call('payout_candidates', [null, null, 1])).toMatchObject([{ runId: null }]);
  });

  it('somebody who never had anything: what is given and what is taken at once wait for each other', async () => {
    const nobody = await aDistributor(shop, owner, '从未');
    const [giver, taker] = [await shop.owner.connect(), await shop.owner.connect()];
    try {
      await giver.query('begin');
      await giver.query('select lock_balances(array[$1::uuid])', [nobody.id]);
      let isDone = false;
      const taking = taker.query('select lock_balances(array[$1::uuid])', [nobody.id]).then(() => {
        isDone = true;
      });
      await sleep(200);
      expect(isDone).toBe(false);
      await giver.query('commit');
      await taking;
    } finally {
      giver.release();
      taker.release();
    }
  });

  it('a notice and twenty questions at once: the money moves once', async () => {
    const buyer = await earner(1_000);
    const { id } = await withdraw(shop, buyer, 1_000);
    await payOut(shop, finance, owner, [{ id }]);
    await shop.control('PUT', '/sandbox/faults', { seed: 1, notice: { holdUntilReplay: 1 } });
    await settle(shop, id);
    const no = await billNo(shop, id);
    const confirm = { params: { id }, body: {} };
    await Promise.all([
      ...Array.from({ length: 5 }, () => shop.control('POST', '/sandbox/notices/replay', { outTradeNo: no })),
      ...Array.from({ length: 20 }, () => shop.raw('shop.withdrawal.confirm', buyer, confirm)),
    ]);
    await shop.control('PUT', '/sandbox/faults', { seed: 2 });
    await untilState(shop, buyer, id, 'paid');
    const rows = await shop.rows(
      `select 1 from ledger_transfer where from_account = $1 and to_account = 'wechat_clearing'`,
      [`paying:${buyer.id}`],
    );
    expect(rows).toHaveLength(1);
    expect(await balances(shop, buyer)).toEqual([0, 0, 0, 1_000]);
  });
});
