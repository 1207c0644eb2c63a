import { jest } from '@jest/globals';
import { WECHAT_PAY } from '../../src/infra/wechat.tokens.js';
import { WechatRefused } from '../../src/infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../src/infra/wechat/wechat.ports.js';
import { nextMorning, toHour, today } from '../support/days.js';
import { makeGoods, place } from '../support/goods.js';
import { orderOf } from '../support/groups.js';
import { TestShop } from '../support/shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

test('a day on which WeChat did nothing but refuse a refund has no bill, and is compared', async () => {
  const owner = await shop.operator('owner');
  const goods = await makeGoods(shop, owner);
  await toHour(shop, 12);
  const buyer = await shop.buyerWithAddress('被拒');
  const { order, cashier } = await place(shop, goods, buyer, 'solo');
  await shop.pay(cashier, buyer.openid);
  await nextMorning(shop);
  const day = today(shop);
  const refusal = new WechatRefused('POST /v3/refund', 403, 'USER_ACCOUNT_ABNORMAL', '用户帐号注销');
  const refused = jest
    .spyOn(shop.worker.get<WechatPay>(WECHAT_PAY, { strict: false }), 'refund')
    .mockRejectedValue(refusal);
  const orderLineId = (await orderOf(shop, buyer, order.id)).lines[0]?.id ?? '';
  const [asking, finance] = [await shop.operator('owner'), await shop.operator('finance')];
  const { id } = await shop.call('console.order.refund', asking, {
    params: { id: order.id },
    body: { lines: [{ orderLineId, quantity: 1 }], reason: '破损' },
  });
  await shop.call('console.approval.approve', finance, { params: { id }, body: {} });
  await shop.drain();
  expect(await shop.rows('select state from refund')).toEqual([{ state: 'abnormal' }]);
  refused.mockRestore();
  await nextMorning(shop);
  const reader = await shop.operator('finance');
  expect(await shop.call('console.reconciliation.day', reader, { params: { day } })).toMatchObject({
    state: 'matched',
    lastError: null,
    bills: [{ rowCount: 0 }, { rowCount: 0 }],
    figures: { refunds: { wechat: { count: 0 }, ours: { count: 0 }, ledger: { count: 0 } } },
  });
  expect((await shop.call('console.differences', reader)).items).toEqual([]);
  const { items } = await shop.call('console.exceptions', reader);
  expect(items.map(({ kind }) => kind)).toEqual(['refund_abnormal']);
});
