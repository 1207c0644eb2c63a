import { jest } from '@jest/globals';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { PayoutFlow } from '../../src/flows/withdraw/payout.flow.js';
import { WECHAT_PAY } from '../../src/infra/wechat.tokens.js';
import type { TransferState } from '../../src/infra/wechat/wechat-pay.types.js';
import type { WechatPay } from '../../src/infra/wechat/wechat.ports.js';
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

/** What WeChat says of a transfer comes by several ways, and not in the order in which it was said. */
describe('news of a transfer out of order', () => {
  let shop: TestShop;
  let owner: Caller;
  let finance: Caller;
  let payouts: PayoutFlow;
  let pay: WechatPay;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    finance = await shop.operator('finance');
    payouts = shop.app.get(PayoutFlow, { strict: false });
    pay = shop.app.get<WechatPay>(WECHAT_PAY, { strict: false });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  async function requested(name: string): Promise<{ buyer: Buyer; id: string }> {
    const buyer = await aDistributor(shop, owner, name);
    await credit(shop, buyer.id, 1_000);
    return { buyer, id: (await withdraw(shop, buyer, 1_000)).id };
  }
  const stateOf = async (id: string) =>
    (await shop.call('console.withdrawal', finance, { params: { id } })).state;
  const stop = (id: string) =>
    shop.call('console.withdrawal.stop', finance, { params: { id }, body: { reason: '先停' } });

  it.each<[TransferState]>([['ACCEPTED'], ['PROCESSING']])(
    '%s, learned after the payee was asked, moves nothing',
    async (state) => {
      const { buyer, id } = await requested(`迟到${state}`);
      await payOut(shop, finance, owner, [{ id }]);
      const before = await shop.call('shop.withdrawal', buyer, { params: { id } });
      expect(before).toMatchObject({ state: 'awaiting_confirmation', confirmation: expect.any(Object) });
      const view = await pay.queryTransfer(await billNo(shop, id));
      if (view === null) throw new Error('WeChat knows the transfer');
      expect(await payouts.recordNotice({ ...view, state })).toBe(true);
      expect(await shop.call('shop.withdrawal', buyer, { params: { id } })).toEqual(before);
      expect(await balances(shop, buyer)).toEqual([0, 1_000, 0, 0]);
      await settle(shop, id);
      await untilState(shop, buyer, id, 'paid');
      expect(await payouts.recordNotice({ ...view, state })).toBe(true);
      expect(await balances(shop, buyer)).toEqual([0, 0, 0, 1_000]);
    },
  );

  it('a transfer that is accepted first goes on when WeChat asks the payee', async () => {
    const { buyer, id } = await requested('先收下');
    const workers = shop.worker.get<WechatPay>(WECHAT_PAY, { strict: false });
    const honest = workers.transfer.bind(workers);
    jest.spyOn(workers, 'transfer').mockImplementationOnce(async (input) => {
      const { packageInfo: _, ...view } = await honest(input);
      return { ...view, state: 'ACCEPTED' };
    });
    await payOut(shop, finance, owner, [{ id }]);
    expect(await stateOf(id)).toBe('sending');
    await shop.pass(MINUTE_MS);
    expect(await untilState(shop, buyer, id, 'awaiting_confirmation')).toMatchObject({
      confirmation: { package: expect.any(String) },
    });
    expect(await balances(shop, buyer)).toEqual([0, 1_000, 0, 0]);
    await settle(shop, id);
    await untilState(shop, buyer, id, 'paid');
  });

  it('one that was stopped while WeChat was asked is not sent after its money went back', async () => {
    const { buyer, id } = await requested('停与发');
    // The first call breaks off: nobody knows whether it arrived.
    await shop.control('PUT', '/sandbox/faults', { seed: 1, http: { errorRate: 1 } });
    await payOut(shop, finance, owner, [{ id }]);
    expect(await stateOf(id)).toBe('sending');
    await shop.control('PUT', '/sandbox/faults', { seed: 1 });
    shop.clock.move(6 * MINUTE_MS);
    await shop.control('PUT', '/sandbox/clock', { offsetMs: shop.clock.offset });
    const sent = jest.spyOn(pay, 'transfer');
    const honest = pay.queryTransfer.bind(pay);
    jest.spyOn(pay, 'queryTransfer').mockImplementationOnce(async (no) => {
      const known = await honest(no);
      await stop(id);
      await payouts.confirm(id);
      expect(await stateOf(id)).toBe('failed');
      return known;
    });
    await payouts.confirm(id);
    expect(sent).not.toHaveBeenCalled();
    await shop.drain();
    expect(await stateOf(id)).toBe('failed');
    expect(await atWechat(shop, id)).toBeUndefined();
    expect(await balances(shop, buyer)).toEqual([1_000, 0, 0, 0]);
  });
});
