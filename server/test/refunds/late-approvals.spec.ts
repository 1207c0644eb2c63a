import { type Goods, makeGoods, place, SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { type Caller, TestShop } from '../support/shop.js';

/** The same money goes back once, however often and in however many ways it is asked for and allowed. */
describe('refunds that are asked for or allowed too often', () => {
  let shop: TestShop;
  let owner: Caller;
  let operator: Caller;
  let finance: Caller;
  let goods: Goods;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    operator = await shop.operator('operator');
    finance = await shop.operator('finance');
    goods = await makeGoods(shop, owner);
  });

  afterAll(async () => {
    await shop.drain();
    await expectBooksToBalance(shop);
    await shop.close();
  });

  async function bought(name: string, quantity: number) {
    const buyer = await shop.buyerWithAddress(name);
    const { order, cashier } = await place(shop, goods, buyer, 'solo', {
      lines: [{ skuId: goods.skuId, quantity }],
      expectPayFen: SOLO_FEN * quantity,
    });
    await shop.pay(cashier, buyer.openid);
    const { lines } = await shop.call('shop.order', buyer, { params: { id: order.id } });
    return { buyer, orderId: order.id, lineId: lines[0]?.id ?? '' };
  }

  const ask = (orderId: string, orderLineId: string, quantity: number) =>
    shop.call('console.order.refund', operator, {
      params: { id: orderId },
      body: { lines: [{ orderLineId, quantity }], reason: '少发一件' },
    });
  const approve = (who: Caller, id: string) =>
    shop.call('console.approval.approve', who, { params: { id }, body: {} });
  const ship = (orderId: string) =>
    shop.call('console.order.ship', operator, {
      params: { id: orderId },
      body: { carrier: 'SF', trackingNo: 'SF1234567890' },
    });

  it('a second refund of the same goods, or one above what was paid, is refused', async () => {
    const { orderId, lineId } = await bought('两次', 1);
    const refusedAsk = async (line: { quantity: number; amountFen?: number }) =>
      shop.refused('console.order.refund', operator, {
        params: { id: orderId },
        body: { lines: [{ orderLineId: lineId, ...line }], reason: '多退' },
      });
    const above = { status: 409, code: 'refund.above_paid' };
    expect(await refusedAsk({ quantity: 1, amountFen: SOLO_FEN + 1 })).toMatchObject(above);
    const { id } = await ask(orderId, lineId, 1);
    await ship(orderId);
    const twice = await Promise.all([approve(finance, id), approve(owner, id)]);
    // Whoever came second reads what the first one did.
    expect(new Set(twice.map(({ state, decidedBy }) => `${state} by ${decidedBy?.name}`)).size).toBe(1);
    expect(twice[0].state).toBe('approved');
    await shop.drain();
    expect(await shop.rows('select 1 from refund where order_id = $1', [orderId])).toHaveLength(1);
    expect(await refusedAsk({ quantity: 0, amountFen: 1 })).toMatchObject(above);
  });

  it.each([
    ['all of it', 1, 'state.conflict'],
    ['a part of it', 2, 'refund.above_paid'],
  ])(
    'allowed after %s went back in another way: refused, and still to be decided',
    async (_, pieces, code) => {
      const { buyer, orderId, lineId } = await bought('太迟', pieces);
      await ship(orderId);
      const { id } = await ask(orderId, lineId, pieces);
      const asked = await shop.call('shop.afterSale.apply', buyer, {
        params: { id: orderId },
        body: { kind: 'refund_only', lines: [{ orderLineId: lineId, quantity: 1 }], reason: 'damaged' },
      });
      await shop.call('console.afterSale.approve', operator, { params: { id: asked.id }, body: {} });
      const late = await shop.refused('console.approval.approve', finance, { params: { id }, body: {} });
      expect(late).toMatchObject({ status: 409, code });
      const { items } = await shop.call('console.approvals', finance, { query: { state: 'pending' } });
      expect(items).toMatchObject([{ id, state: 'pending', decidedBy: null }]);
      expect(await shop.rows('select reason from refund where order_id = $1', [orderId])).toEqual([
        { reason: 'after_sale' },
      ]);
      expect((await shop.call('shop.order', buyer, { params: { id: orderId } })).refundedFen).toBe(SOLO_FEN);
      const body = { reason: '已经退了' };
      await shop.call('console.approval.reject', finance, { params: { id }, body });
    },
  );
});
