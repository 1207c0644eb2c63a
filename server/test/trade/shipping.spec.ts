import { crowd, makeGoods, place, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

describe('shipping many orders from a file', () => {
  let shop: TestShop;
  let operator: Caller;
  let orderIds: string[];

  beforeAll(async () => {
    shop = await TestShop.open();
    const goods = await makeGoods(shop, await shop.operator('owner'));
    operator = await shop.operator('operator');
    orderIds = [];
    for (const buyer of await crowd(shop, 3)) {
      const placed = await place(shop, goods, buyer, 'solo');
      orderIds.push(placed.order.id);
      if (orderIds.length < 3) {
        await shop.pay(placed.cashier, buyer.openid);
      }
    }
  });

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  const csv = () =>
    ['order_id,carrier,tracking_no', ...orderIds.map((id) => `${id},SF,SF12345678`), 'nonsense,SF,1'].join(
      '\n',
    );

  it('ships what can be shipped and names the rest', async () => {
    const result = await shop.call('console.shipments.import', operator, { body: { csv: csv() } });
    expect(result).toEqual({
      ok: 2,
      errors: [
        { row: 3, code: 'state.conflict', message: '当前状态不允许此操作' },
        { row: 4, code: 'request.invalid', message: '提交的内容有误，请检查后重试' },
      ],
    });
    const { items } = await shop.call('console.orders', operator, { query: { state: 'shipped' } });
    expect(items).toHaveLength(2);
  });

  it('is safe to repeat, also as the file itself, and leaves one entry in the audit', async () => {
    const response = await fetch(`${shop.url}/api/console/shipments/import`, {
      method: 'POST',
      headers: { cookie: operator.cookie ?? '', 'content-type': 'text/csv', 'accept-language': 'en' },
      body: csv(),
    });
    expect(await response.json()).toMatchObject({ ok: 2, errors: [{ row: 3 }, { row: 4 }] });
    const events = await shop.rows<{ id: string }>(
      "select order_id as id from order_event where event = 'shipped'",
    );
    expect(events).toHaveLength(2);
    const auditor = await shop.operator('auditor');
    const { items } = await shop.call('console.audit', auditor, { query: { action: 'order.ship' } });
    // Each order's trail finds its own shipping.
    const shipped = events.map(({ id }) => id);
    expect(items.map(({ subjectId }) => subjectId).sort()).toEqual(shipped.sort());
    expect(items).toMatchObject([
      { before: { state: 'to_ship' }, after: { state: 'shipped', carrier: expect.any(String) } },
      { before: { state: 'to_ship' }, after: { state: 'shipped', trackingNo: expect.any(String) } },
    ]);
  });

  it('does not ship one order twice under different numbers', async () => {
    const refused = await shop.refused('console.order.ship', operator, {
      params: { id: orderIds[0] ?? '' },
      body: { carrier: 'YTO', trackingNo: 'YT99999999' },
    });
    expect(refused).toMatchObject({ status: 409, code: 'state.conflict' });
  });

  it('the parcel is confirmed by its buyer alone', async () => {
    const stranger = await shop.buyer('路人');
    const refused = await shop.refused('shop.order.receive', stranger, {
      params: { id: orderIds[0] ?? '' },
      body: {},
    });
    expect(refused).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('WeChat is told of the pieces that went out, not of those given back before', async () => {
    const [owner, finance] = [await shop.operator('owner'), await shop.operator('finance')];
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('少一件');
    const lines = [{ skuId: goods.skuId, quantity: 3 }];
    const placed = await place(shop, goods, buyer, 'solo', { lines, expectPayFen: 3 * SOLO_FEN });
    const transactionId = await shop.pay(placed.cashier, buyer.openid);
    const params = { id: placed.order.id };
    const [line] = (await shop.call('shop.order', buyer, { params })).lines;
    const givesBack = async () => {
      const body = { lines: [{ orderLineId: line?.id ?? '', quantity: 1 }], reason: '缺货' };
      const { id } = await shop.call('console.order.refund', owner, { params, body });
      await shop.call('console.approval.approve', finance, { params: { id }, body: {} });
    };
    await givesBack();
    const body = { carrier: 'SF', trackingNo: 'SF87654321' };
    await shop.call('console.order.ship', operator, { params, body });
    // Went out all the same.
    await givesBack();
    await shop.drain();
    type Shipment = { transactionId: string; items: { itemDesc: string }[] };
    const { items } = await shop.control<{ items: Shipment[] }>('GET', '/sandbox/shipments');
    const told = items.find((shipment) => shipment.transactionId === transactionId);
    expect(told?.items).toMatchObject([{ itemDesc: `${line?.title ?? ''} × 2` }]);
  });
});
