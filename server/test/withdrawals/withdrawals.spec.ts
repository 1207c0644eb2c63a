import { randomUUID } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS, shanghaiMonth } from '@tuanlink/shared/time';
import { changedBy, expectUnchanged, fingerprint } from '../contract/fingerprint.js';
import { expectBooksToBalance } from '../support/invariants.js';
import {
  aDistributor,
  atWechat,
  balances,
  billNo,
  credit,
  distributorId,
  indebt,
  payOut,
  settle,
  untilState,
  withdraw,
} from '../support/payouts.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';

/** From the request to the wallet, over HTTP, with WeChat's side played by the sandbox. */
describe('withdrawals', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let count = 0;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
  });

  beforeEach(async () => {
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    // Sessions outlive the days that pass here.
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  /** A distributor with so much available. */
  async function earner(fen: number): Promise<Buyer> {
    count += 1;
    const buyer = await aDistributor(shop, owner, `推广员${count}`);
    await credit(shop, buyer.id, fen);
    return buyer;
  }

  const stateOf = async (buyer: Caller, id: string) =>
    (await shop.call('shop.withdrawal', buyer, { params: { id } })).state;

  describe('a request', () => {
    it('sets the money aside and shows what will come of it', async () => {
      const buyer = await earner(10_000);
      const made = await withdraw(shop, buyer, 4_000);
      expect(made).toMatchObject({
        amountFen: 4_000,
        state: 'requested',
        taxFixed: false,
        confirmation: null,
        reason: null,
        finishedAt: null,
        tax: { rule: 'labour-cn-1', taxFen: 0, netFen: 4_000, monthBeforeFen: 0 },
      });
      expect(await balances(shop, buyer)).toEqual([6_000, 4_000, 0, 0]);
      const list = await shop.call('shop.withdrawals', buyer, { query: { state: 'requested' } });
      expect(list.items).toEqual([made]);
    });

    it('with the same id and amount is the same, with another amount it is refused', async () => {
      const buyer = await earner(10_000);
      const requestId = randomUUID();
      const first = await withdraw(shop, buyer, 1_000, requestId);
      expect(await withdraw(shop, buyer, 1_000, requestId)).toEqual(first);
      const body = { requestId, amountFen: 1_001 };
      expect(await shop.refused('shop.withdrawal.request', buyer, { body })).toMatchObject({
        status: 409,
        code: 'request.reused',
      });
      expect(await balances(shop, buyer)).toEqual([9_000, 1_000, 0, 0]);
      // Somebody else's id is another one.
      const other = await earner(10_000);
      expect((await withdraw(shop, other, 1_001, requestId)).id).not.toBe(first.id);
    });

    it('that was refused leaves its id free', async () => {
      const buyer = await earner(500);
      const requestId = randomUUID();
      const body = { requestId, amountFen: 501 };
      expect((await shop.refused('shop.withdrawal.request', buyer, { body })).code).toBe(
        'withdrawal.above_available',
      );
      expect((await withdraw(shop, buyer, 500, requestId)).amountFen).toBe(500);
    });

    it.each<[string, unknown, number, string]>([
      ['a fen too much', 1_001, 409, 'withdrawal.above_available'],
      ['too little', 99, 409, 'withdrawal.below_minimum'],
      ['nothing', 0, 400, 'request.invalid'],
      ['a negative amount', -100, 400, 'request.invalid'],
      ['half a fen', 100.5, 400, 'request.invalid'],
      ['a text', '100', 400, 'request.invalid'],
      ['more than numbers hold', 1e300, 400, 'request.invalid'],
      ['no amount', undefined, 400, 'request.invalid'],
    ])('of %s is refused and changes nothing', async (_, amountFen, status, code) => {
      const buyer = await earner(1_000);
      const before = await fingerprint(shop);
      const body = { requestId: randomUUID(), amountFen };
      const reply = await shop.raw('shop.withdrawal.request', buyer, { body });
      expect([reply.status, (reply.body as { code: string }).code]).toEqual([status, code]);
      await expectUnchanged(shop, before);
    });

    it('needs an approved distributor', async () => {
      const nobody = await shop.buyer('路人');
      await credit(shop, nobody.id, 1_000);
      const body = { requestId: randomUUID(), amountFen: 1_000 };
      expect(await shop.refused('shop.withdrawal.request', nobody, { body })).toMatchObject({
        code: 'distributor.not_approved',
        detail: { state: null },
      });
      const suspended = await earner(1_000);
      const id = await distributorId(shop, suspended.id);
      const reason = '核实中';
      await shop.call('console.distributor.suspend', owner, { params: { id }, body: { reason } });
      expect(await shop.refused('shop.withdrawal.request', suspended, { body })).toMatchObject({
        code: 'distributor.not_approved',
        detail: { state: 'suspended' },
      });
    });

    it('keeps to the count of a day in China', async () => {
      const buyer = await earner(100_000);
      for (let n = 0; n < 10; n++) await withdraw(shop, buyer, 100);
      const body = { requestId: randomUUID(), amountFen: 100 };
      expect(await shop.refused('shop.withdrawal.request', buyer, { body })).toMatchObject({
        code: 'withdrawal.above_limit',
        detail: { limit: 'day_count', leftFen: 0 },
      });
      const preview = await shop.call('shop.withdrawal.preview', buyer, {});
      expect(preview).toMatchObject({ availableFen: 99_000, maxFen: 0, limit: 'day_count' });
      // What came to nothing does not count.
      const { items } = await shop.call('shop.withdrawals', buyer, { query: { limit: 1 } });
      const params = { id: items[0]?.id ?? '' };
      await shop.call('console.withdrawal.reject', owner, { params, body: { reason: '重复' } });
      expect((await withdraw(shop, buyer, 100)).state).toBe('requested');
      await shop.pass(DAY_MS);
      expect((await withdraw(shop, buyer, 100)).state).toBe('requested');
    });

    it('of a large amount needs the real name', async () => {
      const buyer = await earner(300_000);
      const body = { requestId: randomUUID(), amountFen: 200_000 };
      expect(await shop.refused('shop.withdrawal.request', buyer, { body })).toMatchObject({
        code: 'withdrawal.real_name_needed',
        detail: { fromFen: 200_000 },
      });
      const query = { amountFen: 200_000 };
      expect(await shop.call('shop.withdrawal.preview', buyer, { query })).toMatchObject({
        realNameMasked: null,
        realNameMissing: true,
      });
      const named = await shop.call('shop.payee', buyer, { body: { realName: '欧阳  小明' } });
      expect(named).toEqual({ realNameMasked: '欧***' });
      expect((await withdraw(shop, buyer, 200_000)).state).toBe('requested');
      const rows = await shop.rows<{ sealed: string }>(
        'select real_name_sealed as sealed from payee where user_id = $1',
        [buyer.id],
      );
      expect(rows[0]?.sealed).toMatch(/^v1\./);
    });

    it('is previewed with every step of its tax', async () => {
      const buyer = await earner(200_000);
      const preview = await shop.call('shop.withdrawal.preview', buyer, { query: { amountFen: 100_000 } });
      expect(preview).toEqual({
        distributorState: 'approved',
        availableFen: 200_000,
        minFen: 100,
        maxFen: 200_000,
        limit: null,
        realNameFromFen: 200_000,
        realNameMasked: null,
        realNameMissing: false,
        tax: {
          rule: 'labour-cn-1',
          month: shanghaiMonth(shop.clock.now()),
          monthBeforeFen: 0,
          monthFen: 100_000,
          deductionFen: 80_000,
          taxableFen: 20_000,
          rateBp: 2_000,
          quickDeductionFen: 0,
          monthTaxFen: 4_000,
          withheldBeforeFen: 0,
          taxFen: 4_000,
          netFen: 96_000,
        },
      });
    });
  });

  it('follows other rules once two people have agreed on them', async () => {
    const { version } = await shop.call('console.withdrawal.rule', finance, {});
    const body = { minFen: 500, taxRule: 'none-1' as const, reason: '改由推广员自行开票', version };
    const asked = await shop.call('console.withdrawal.rule.change', finance, { body });
    const again = await shop.refused('console.withdrawal.rule.change', owner, { body });
    expect(again.code).toBe('approval.pending');
    const approve = { params: { id: asked.id }, body: {} };
    expect((await shop.refused('console.approval.approve', finance, approve)).code).toBe(
      'approval.same_person',
    );
    await shop.call('console.approval.approve', owner, approve);
    const buyer = await earner(200_000);
    const preview = await shop.call('shop.withdrawal.preview', buyer, { query: { amountFen: 100_000 } });
    expect(preview).toMatchObject({ minFen: 500, tax: { rule: 'none-1', taxFen: 0 } });
    const stale = { body: { ...body, minFen: 100 } };
    expect((await shop.refused('console.withdrawal.rule.change', finance, stale)).code).toBe(
      'version.conflict',
    );
    const back = { minFen: 100, taxRule: 'labour-cn-1' as const, reason: '恢复', version: version + 1 };
    const { id } = await shop.call('console.withdrawal.rule.change', finance, { body: back });
    await shop.call('console.approval.approve', owner, { params: { id }, body: {} });
    expect(await shop.call('console.withdrawal.rule', finance, {})).toMatchObject({
      minFen: 100,
      taxRule: 'labour-cn-1',
      version: version + 2,
    });
  });

  it('asked for by as many at once as there are connections, other rules wait for each other', async () => {
    const { version } = await shop.call('console.withdrawal.rule', finance, {});
    const body = { minFen: 200, reason: '同时', version };
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => shop.raw('console.withdrawal.rule.change', finance, { body })),
    );
    const made = replies.filter(({ status }) => status === 201).map((reply) => reply.body as { id: string });
    expect(made).toHaveLength(1);
    const codes = replies.map((reply) => (reply.body as { code?: string }).code);
    expect(codes.filter((code) => code === 'approval.pending')).toHaveLength(11);
    const params = { id: made[0]?.id ?? '' };
    await shop.call('console.approval.withdraw', finance, { params, body: {} });
  });

  describe('a payout run', () => {
    it('pays what two operators agree on, once the payee has confirmed', async () => {
      const buyer = await earner(10_000);
      const { id } = await withdraw(shop, buyer, 10_000);
      const run = await payOut(shop, finance, owner, [{ id }]);
      expect(run).toMatchObject({ state: 'approved', count: 1, amountFen: 10_000 });
      const waiting = await shop.call('shop.withdrawal', buyer, { params: { id } });
      expect(waiting).toMatchObject({
        state: 'awaiting_confirmation',
        taxFixed: true,
        confirmation: {
          mchId: shop.config.wechat.mchid,
          appId: shop.config.wechat.appid,
          package: expect.stringMatching(/^ABBQO/),
        },
      });
      expect(await atWechat(shop, id)).toMatchObject({ amountFen: 10_000, openid: buyer.openid });
      await settle(shop, id);
      await shop.eventually(async () => (await stateOf(buyer, id)) === 'paid');
      const paid = await shop.call('shop.withdrawal', buyer, { params: { id } });
      expect(paid).toMatchObject({ confirmation: null, finishedAt: expect.any(String) });
      expect(await balances(shop, buyer)).toEqual([0, 0, 0, 10_000]);
      const detail = await shop.call('console.withdrawal', finance, { params: { id } });
      expect(detail.events.map(({ from, to }) => `${from}>${to}`)).toEqual([
        'null>requested',
        'requested>approved',
        'approved>sending',
        'sending>awaiting_confirmation',
        'awaiting_confirmation>paid',
      ]);
      expect(detail.transfers.map(({ reason, amountFen }) => [reason, amountFen])).toEqual([
        ['withdrawal_requested', 10_000],
        ['withdrawal_paid', 10_000],
      ]);
      const progress = (await shop.call('console.payoutRun', owner, { params: { id: run.id } })).progress;
      expect(progress).toEqual([{ state: 'paid', count: 1, amountFen: 10_000 }]);
    });

    it('is not approved by the one who made it; the attempt is on the audit trail', async () => {
      const buyer = await earner(1_000);
      const { id: withdrawalId } = await withdraw(shop, buyer, 1_000);
      const draft = await shop.call('console.payoutRun.create', finance, {
        body: { withdrawalIds: [withdrawalId] },
      });
      const approve = { params: { id: draft.id }, body: { amountFen: 1_000 } };
      const changed = await changedBy(shop, async () => {
        expect(await shop.refused('console.payoutRun.approve', finance, approve)).toMatchObject({
          status: 409,
          code: 'approval.same_person',
        });
      });
      expect(changed).toEqual([]);
      const { items } = await shop.call('console.audit', owner, {
        query: { action: 'payoutRun.approve.refused' },
      });
      expect(items[0]).toMatchObject({
        operator: { name: 'finance' },
        after: { id: draft.id, code: 'approval.same_person' },
      });
      expect(await stateOf(buyer, withdrawalId)).toBe('requested');
    });

    it('takes all that can be paid out, and says why the others cannot', async () => {
      await shop.call('console.payoutRun.create', owner, { body: {} });
      const fine = await earner(1_000);
      const suspended = await earner(1_000);
      const a = await withdraw(shop, fine, 1_000);
      const b = await withdraw(shop, suspended, 1_000);
      const distributor = { id: await distributorId(shop, suspended.id) };
      const suspend = { params: distributor, body: { reason: '核实中' } };
      await shop.call('console.distributor.suspend', owner, suspend);
      const preview = await shop.call('console.payoutRun.preview', finance, {});
      const exceptionsOf = (id: string) => preview.candidates.find((each) => each.id === id)?.exceptions;
      expect([exceptionsOf(a.id), exceptionsOf(b.id)]).toEqual([[], ['distributor_suspended']]);
      expect(preview).toMatchObject({ count: 1, amountFen: 1_000, taxFen: 0, netFen: 1_000, moreCount: 0 });
      const named = { body: { withdrawalIds: [a.id, b.id] } };
      expect(await shop.refused('console.payoutRun.create', finance, named)).toMatchObject({
        code: 'payout.exceptions',
        detail: { items: [{ withdrawalId: b.id, exceptions: ['distributor_suspended'] }] },
      });
      const draft = await shop.call('console.payoutRun.create', finance, { body: {} });
      expect(draft).toMatchObject({ count: 1, amountFen: 1_000 });
      // Once in a draft, it is in no other.
      expect((await shop.refused('console.payoutRun.create', owner, { body: {} })).code).toBe('payout.empty');
      const again = { body: { withdrawalIds: [a.id] } };
      expect(await shop.refused('console.payoutRun.create', owner, again)).toMatchObject({
        code: 'payout.exceptions',
        detail: { items: [{ exceptions: ['in_another_run'] }] },
      });
      const cancelled = await shop.call('console.payoutRun.cancel', owner, {
        params: { id: draft.id },
        body: {},
      });
      expect(cancelled).toMatchObject({ state: 'cancelled', count: 0 });
      expect((await shop.call('console.payoutRun.create', owner, again)).count).toBe(1);
    });

    it('is approved only for the amount that was seen, and only while everybody in it may be paid', async () => {
      const [first, second] = [await earner(1_000), await earner(2_000)];
      const a = await withdraw(shop, first, 1_000);
      const b = await withdraw(shop, second, 2_000);
      const draft = await shop.call('console.payoutRun.create', finance, {
        body: { withdrawalIds: [a.id, b.id] },
      });
      const params = { id: draft.id };
      const approve = (amountFen: number) => ({ params, body: { amountFen } });
      await shop.call('console.withdrawal.reject', owner, { params: b, body: { reason: '重复' } });
      expect(await shop.refused('console.payoutRun.approve', owner, approve(3_000))).toMatchObject({
        code: 'payout.amount_changed',
        detail: { amountFen: 1_000, count: 1 },
      });
      const distributor = { id: await distributorId(shop, first.id) };
      await shop.call('console.distributor.suspend', owner, {
        params: distributor,
        body: { reason: '核实' },
      });
      expect(await shop.refused('console.payoutRun.approve', owner, approve(1_000))).toMatchObject({
        code: 'payout.exceptions',
        detail: { items: [{ withdrawalId: a.id, exceptions: ['distributor_suspended'] }] },
      });
      await shop.call('console.distributor.approve', owner, { params: distributor, body: {} });
      expect((await shop.call('console.payoutRun.approve', owner, approve(1_000))).state).toBe('approved');
      // Approving what is approved changes nothing; cancelling it is too late.
      expect((await shop.call('console.payoutRun.approve', owner, approve(1_000))).state).toBe('approved');
      const cancel = { params, body: {} };
      expect(await shop.refused('console.payoutRun.cancel', finance, cancel)).toMatchObject({
        code: 'state.conflict',
        detail: { state: 'approved' },
      });
      await shop.drain();
      await settle(shop, a.id);
      await untilState(shop, first, a.id, 'paid');
    });

    it('names only withdrawals that are there and still asked for', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      const unknown = { body: { withdrawalIds: [id, randomUUID()] } };
      expect((await shop.refused('console.payoutRun.create', owner, unknown)).code).toBe('not_found');
      await shop.call('console.withdrawal.reject', owner, { params: { id }, body: { reason: '重复' } });
      const gone = { body: { withdrawalIds: [id] } };
      expect(await shop.refused('console.payoutRun.create', owner, gone)).toMatchObject({
        code: 'state.conflict',
        detail: { withdrawalId: id, state: 'rejected' },
      });
    });
  });

  describe('money that comes back', () => {
    it('when an operator rejects: the reason is shown, a repeat changes nothing', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      const reject = { params: { id }, body: { reason: '信息不符' } };
      const rejected = await shop.call('console.withdrawal.reject', finance, reject);
      expect(rejected).toMatchObject({ state: 'rejected', reason: '信息不符', runId: null });
      expect(await balances(shop, buyer)).toEqual([1_000, 0, 0, 0]);
      const repeat = { params: { id }, body: { reason: '再次' } };
      expect(await shop.call('console.withdrawal.reject', owner, repeat)).toEqual(rejected);
      const { items } = await shop.call('console.audit', owner, { query: { subjectId: id } });
      expect(items.map(({ action, operator }) => [action, operator.name])).toEqual([
        ['withdrawal.reject', 'finance'],
      ]);
    });

    it('when the payee lets 24 hours pass: WeChat says so, or is asked', async () => {
      const buyer = await earner(2_000);
      const noticed = await withdraw(shop, buyer, 1_000);
      const silent = await withdraw(shop, buyer, 1_000);
      await payOut(shop, finance, owner, [noticed, silent]);
      await settle(shop, noticed.id, 'lapse');
      const lapsed = await untilState(shop, buyer, noticed.id, 'lapsed');
      expect(lapsed).toMatchObject({ reason: 'OVERDUE_CLOSE', confirmation: null });
      expect(await balances(shop, buyer)).toEqual([1_000, 1_000, 0, 0]);
      await shop.control('PUT', '/sandbox/faults', { seed: 2, notice: { drop: 1 } });
      await shop.pass(25 * HOUR_MS);
      await untilState(shop, buyer, silent.id, 'lapsed');
      expect(await balances(shop, buyer)).toEqual([2_000, 0, 0, 0]);
    });

    it('when WeChat fails the transfer: what is owed is settled first', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      await indebt(shop, buyer.id, 300);
      await shop.control('PUT', '/sandbox/faults', { seed: 3, transfers: 'fail' });
      await payOut(shop, finance, owner, [{ id }]);
      const failed = await untilState(shop, buyer, id, 'failed');
      expect(failed.reason).toBe('PAYEE_ACCOUNT_ABNORMAL');
      expect(await balances(shop, buyer)).toEqual([700, 0, 0, 0]);
    });

    it('when the name is not the wallet’s', async () => {
      const user = { nickname: '李四', realName: '李四' };
      const { openid } = await shop.control<{ openid: string }>('POST', '/sandbox/users', user);
      const { code } = await shop.control<{ code: string }>('POST', `/sandbox/users/${openid}/login-code`);
      const { token, user: me } = await shop.call('shop.login', {}, { body: { code } });
      const buyer = await aDistributor(shop, owner, { id: me.id, openid, token });
      await credit(shop, buyer.id, 1_000);
      await shop.call('shop.payee', buyer, { body: { realName: '张三' } });
      const { id } = await withdraw(shop, buyer, 1_000);
      await payOut(shop, finance, owner, [{ id }]);
      await settle(shop, id);
      expect((await untilState(shop, buyer, id, 'failed')).reason).toBe('NAME_NOT_CORRECT');
      const detail = await shop.call('console.withdrawal', owner, { params: { id } });
      expect(detail.realNameMasked).toBe('张*');
      expect(JSON.stringify(detail)).not.toContain('张三');
    });
  });

  describe('stopping', () => {
    it('a transfer that waits for the payee: WeChat takes it back, and the money returns', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      await payOut(shop, finance, owner, [{ id }]);
      const stop = { params: { id }, body: { reason: '账号被盗，先停' } };
      const asked = await shop.call('console.withdrawal.stop', finance, stop);
      expect(asked).toMatchObject({ state: 'awaiting_confirmation', stopAskedAt: expect.any(String) });
      await shop.drain();
      expect(await untilState(shop, buyer, id, 'failed')).toMatchObject({ reason: '账号被盗，先停' });
      expect((await atWechat(shop, id))?.state).toBe('CANCELLED');
      expect(await balances(shop, buyer)).toEqual([1_000, 0, 0, 0]);
      expect((await shop.refused('console.withdrawal.stop', finance, stop)).code).toBe('state.conflict');
    });

    it('a transfer that WeChat refuses for good: never sent, known only after a while', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      // Somebody whom WeChat does not know.
      await shop.rows("update withdrawal set openid = 'o-unknown' where id = $1", [id]);
      await payOut(shop, finance, owner, [{ id }]);
      const stuck = await shop.call('console.withdrawal', finance, { params: { id } });
      expect(stuck).toMatchObject({
        state: 'sending',
        lastError: expect.stringContaining('INVALID_REQUEST'),
      });
      const stop = { params: { id }, body: { reason: '收款账号无效' } };
      await shop.call('console.withdrawal.stop', finance, stop);
      await shop.drain();
      expect(await stateOf(buyer, id)).toBe('sending');
      await shop.pass(6 * MINUTE_MS);
      expect(await untilState(shop, buyer, id, 'failed')).toMatchObject({ reason: '收款账号无效' });
      expect(await atWechat(shop, id)).toBeUndefined();
    });

    it('what was never sent is not sent any more', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      const draft = await shop.call('console.payoutRun.create', finance, { body: { withdrawalIds: [id] } });
      const approve = { params: { id: draft.id }, body: { amountFen: 1_000 } };
      await shop.call('console.payoutRun.approve', owner, approve);
      const stop = { params: { id }, body: { reason: '先停' } };
      await shop.call('console.withdrawal.stop', finance, stop);
      await untilState(shop, buyer, id, 'failed');
      expect(await atWechat(shop, id)).toBeUndefined();
      expect(await balances(shop, buyer)).toEqual([1_000, 0, 0, 0]);
    });
  });

  describe('notices', () => {
    it('twice, late and lost: the money moves once', async () => {
      const buyer = await earner(3_000);
      const made = [
        await withdraw(shop, buyer, 1_000),
        await withdraw(shop, buyer, 1_000),
        await withdraw(shop, buyer, 1_000),
      ] as const;
      const [twice, late, lost] = made;
      await payOut(shop, finance, owner, made);
      await shop.control('PUT', '/sandbox/faults', { seed: 4, notice: { duplicate: 1 } });
      await settle(shop, twice.id);
      await untilState(shop, buyer, twice.id, 'paid');
      await shop.control('POST', '/sandbox/notices/replay', { outTradeNo: await billNo(shop, twice.id) });

      await shop.control('PUT', '/sandbox/faults', { seed: 5, notice: { drop: 1 } });
      await settle(shop, late.id);
      await settle(shop, lost.id);
      expect(await stateOf(buyer, late.id)).toBe('awaiting_confirmation');
      // The payee's client says that it is done: WeChat is asked.
      const confirm = { params: { id: late.id }, body: {} };
      expect((await shop.call('shop.withdrawal.confirm', buyer, confirm)).state).toBe('paid');
      await shop.control('POST', '/sandbox/notices/replay', { outTradeNo: await billNo(shop, late.id) });
      // Nobody says anything: the job asks.
      await shop.pass(2 * HOUR_MS);
      await untilState(shop, buyer, lost.id, 'paid');
      expect(await balances(shop, buyer)).toEqual([0, 0, 0, 3_000]);
    });

    it('of a number that is not ours, or with another amount, change nothing', async () => {
      const buyer = await earner(1_000);
      const { id } = await withdraw(shop, buyer, 1_000);
      await payOut(shop, finance, owner, [{ id }]);
      await shop.rows('update withdrawal set net_fen = 999, tax_fen = 1 where id = $1', [id]);
      await settle(shop, id);
      const replay = await shop.control<{ attempts: { status: number }[] }>(
        'POST',
        '/sandbox/notices/replay',
        { outTradeNo: await billNo(shop, id) },
      );
      expect(replay.attempts.at(-1)?.status).toBe(400);
      expect(await stateOf(buyer, id)).toBe('awaiting_confirmation');
      // An answer with another amount is written down, and not believed either.
      const confirm = { params: { id }, body: {} };
      expect((await shop.call('shop.withdrawal.confirm', buyer, confirm)).state).toBe(
        'awaiting_confirmation',
      );
      const detail = await shop.call('console.withdrawal', owner, { params: { id } });
      expect(detail.lastError).toMatch(/1000 fen .* not of 999/);
      await shop.rows('update withdrawal set net_fen = 1000, tax_fen = 0 where id = $1', [id]);
      await shop.pass(HOUR_MS);
      await untilState(shop, buyer, id, 'paid');

      await shop.rows("update withdrawal set out_bill_no = 'another' where id = $1", [id]);
      const [row] = await shop.rows<{ no: string }>(
        "select replace(cause_id('withdrawal:' || $1::text)::text, '-', '') as no",
        [id],
      );
      const foreign = await shop.control<{ attempts: { status: number }[] }>(
        'POST',
        '/sandbox/notices/replay',
        { outTradeNo: row?.no },
      );
      expect(foreign.attempts.at(-1)?.status).toBe(200);
    });
  });

  describe('calls that fail', () => {
    it.each([
      ['errors', 6, { errorRate: 0.6 }],
      ['no answers', 2, { timeoutRate: 0.5 }],
    ])(
      '%s: one transfer per withdrawal, with its number, and all are paid',
      async (_, size, http) => {
        const buyer = await earner(100 * size);
        const made = [];
        for (let n = 0; n < size; n++) made.push(await withdraw(shop, buyer, 100));
        await shop.control('PUT', '/sandbox/faults', { seed: 7, http });
        await payOut(shop, finance, owner, made);
        for (let tries = 0; tries < size; tries++) await shop.pass(MINUTE_MS * 2);
        await shop.control('PUT', '/sandbox/faults', { seed: 8 });
        for (const { id } of made) {
          const waiting = await untilWaiting(buyer, id);
          expect(waiting.confirmation?.package).toMatch(/^ABBQO/);
          await settle(shop, id);
          await untilState(shop, buyer, id, 'paid');
        }
        const { items } = await shop.control<{ items: { openid: string }[] }>('GET', '/sandbox/transfers');
        expect(items.filter(({ openid }) => openid === buyer.openid)).toHaveLength(size);
        expect(await balances(shop, buyer)).toEqual([0, 0, 0, 100 * size]);
      },
      60_000,
    );

    async function untilWaiting(buyer: Caller, id: string) {
      for (let tries = 0; tries < 10; tries++) {
        const reply = await shop.call('shop.withdrawal', buyer, { params: { id } });
        if (reply.confirmation !== null) return reply;
        await shop.pass(HOUR_MS);
      }
      throw new Error('WeChat was never asked successfully');
    }
  });

  describe('tax', () => {
    it('is withheld by the month: each next withdrawal pays what the one before left open', async () => {
      const buyer = await earner(1_000_000);
      await shop.call('shop.payee', buyer, { body: { realName: '王五' } });
      const taxes: number[] = [];
      for (const amountFen of [100_000, 300_000, 100_000]) {
        const { id } = await withdraw(shop, buyer, amountFen);
        await payOut(shop, finance, owner, [{ id }]);
        await settle(shop, id);
        taxes.push((await untilState(shop, buyer, id, 'paid')).tax.taxFen);
      }
      // ¥1,000 → 40; ¥4,000 → 640; ¥5,000 → 800.
      expect(taxes).toEqual([4_000, 60_000, 16_000]);
      expect(await balances(shop, buyer)).toEqual([500_000, 0, 0, 420_000]);
    });

    it('lets a withdrawal wait for the one before, where that decides about its tax', async () => {
      const buyer = await earner(300_000);
      const first = await withdraw(shop, buyer, 100_000);
      const second = await withdraw(shop, buyer, 100_000);
      expect(second.tax.taxFen).toBe(20_000);
      await payOut(shop, finance, owner, [first, second]);
      const states = async () => [await stateOf(buyer, first.id), await stateOf(buyer, second.id)];
      const [ahead, behind] =
        (await states())[0] === 'awaiting_confirmation' ? [first, second] : [second, first];
      expect(await stateOf(buyer, ahead.id)).toBe('awaiting_confirmation');
      expect(await stateOf(buyer, behind.id)).toBe('approved');
      expect(await atWechat(shop, behind.id)).toBeUndefined();
      // The one ahead comes to nothing, so the other is the first of the month.
      await settle(shop, ahead.id, 'lapse');
      await untilState(shop, buyer, ahead.id, 'lapsed');
      const sent = await untilState(shop, buyer, behind.id, 'awaiting_confirmation');
      expect(sent.tax).toMatchObject({ monthBeforeFen: 0, taxFen: 4_000, netFen: 96_000 });
      await settle(shop, behind.id);
      await untilState(shop, buyer, behind.id, 'paid');
    });

    it('is handed over by two people, and never more than was withheld', async () => {
      const months = async () => (await shop.call('console.tax', finance, {})).months;
      const [present] = await months();
      expect(present).toMatchObject({ month: shanghaiMonth(shop.clock.now()), handedOverFen: 0 });
      const dueFen = present?.dueFen ?? 0;
      expect(dueFen).toBeGreaterThan(0);
      const body = {
        month: present?.month ?? '',
        amountFen: dueFen,
        reference: '完税 001',
        reason: '按月缴纳',
      };
      const above = { body: { ...body, amountFen: dueFen + 1 } };
      expect(await shop.refused('console.tax.handover', finance, above)).toMatchObject({
        status: 409,
        code: 'tax.above_due',
        detail: { dueFen },
      });
      for (const amountFen of [-1, 0, 0.5]) {
        const wrong = await shop.raw('console.tax.handover', finance, { body: { ...body, amountFen } });
        expect(wrong.status).toBe(400);
      }
      const asked = await shop.call('console.tax.handover', finance, { body });
      const approve = { params: { id: asked.id }, body: {} };
      expect((await shop.refused('console.approval.approve', finance, approve)).code).toBe(
        'approval.same_person',
      );
      expect((await shop.call('console.approval.approve', owner, approve)).state).toBe('approved');
      expect((await months())[0]).toMatchObject({ handedOverFen: dueFen, dueFen: 0 });
      const rows = await shop.rows(
        `select from_account as from, to_account as to, amount_fen::int as fen from ledger_transfer
         where reason = 'tax_handed_over'`,
      );
      expect(rows).toEqual([{ from: 'tax_payable', to: 'bank', fen: dueFen }]);
    });

    it('begins anew with the month in China', async () => {
      const buyer = await earner(200_000);
      const first = await withdraw(shop, buyer, 90_000);
      await payOut(shop, finance, owner, [first]);
      await settle(shop, first.id);
      expect((await untilState(shop, buyer, first.id, 'paid')).tax.taxFen).toBe(2_000);
      await shop.pass(32 * DAY_MS);
      owner = await shop.operator('owner');
      finance = await shop.operator('finance');
      const second = await withdraw(shop, buyer, 90_000);
      await payOut(shop, finance, owner, [second]);
      await settle(shop, second.id);
      expect((await untilState(shop, buyer, second.id, 'paid')).tax).toMatchObject({
        monthBeforeFen: 0,
        taxFen: 2_000,
      });
    });
  });

  it('leaves a ledger that can be verified', async () => {
    expect(await shop.call('console.ledger.verify', owner, { body: {} })).toMatchObject({ ok: true });
  });
});
