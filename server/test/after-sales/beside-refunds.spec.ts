import { SOLO_FEN } from '../support/goods.js';
import { apply, bought, type Counter, openCounter, settleRefunds } from './support.js';

/** After-sales beside refunds that operators give: the same pieces are not paid for twice. */
describe('an after-sale beside other refunds', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openCounter();
  });
  afterAll(() => counter.shop.close());

  const approve = (id: string) =>
    counter.shop.call('console.afterSale.approve', counter.operator, {
      params: { id },
      body: { returnAddress: '杭州 1 号' },
    });

  it('a refund is not allowed any more when something else was given back of its line since', async () => {
    const { shop, operator, finance } = counter;
    const thing = await bought(counter, 2, 'received');
    const asked = await shop.call('console.order.refund', operator, {
      params: { id: thing.orderId },
      body: { lines: [{ orderLineId: thing.lineIds[0] ?? '', quantity: 1 }], reason: '一件破损' },
    });
    await approve((await apply(counter, thing, 1)).id);
    await settleRefunds(counter);
    const late = { params: { id: asked.id }, body: {} };
    expect(await shop.refused('console.approval.approve', finance, late)).toMatchObject({
      status: 409,
      code: 'version.conflict',
    });
    const [approval] = (await shop.call('console.approvals', finance, { query: { state: 'pending' } })).items;
    expect(approval?.id).toBe(asked.id);
    const order = await shop.call('shop.order', thing.buyer, { params: { id: thing.orderId } });
    expect(order.refundedFen).toBe(SOLO_FEN);
  });

  it('a piece that goes back after its price was lowered is worth what is left of its price', async () => {
    const { shop, operator } = counter;
    const thing = await bought(counter, 2, 'received');
    await approve((await apply(counter, thing, 2, { refundFen: SOLO_FEN })).id);
    await settleRefunds(counter);
    const back = await apply(counter, thing, 1, { kind: 'return_and_refund' });
    await approve(back.id);
    await shop.call('shop.afterSale.track', thing.buyer, {
      params: { id: back.id },
      body: { carrier: 'SF', trackingNo: 'SF999' },
    });
    await shop.call('console.afterSale.received', operator, { params: { id: back.id }, body: {} });
    await approve(back.id);
    await settleRefunds(counter);
    const order = await shop.call('shop.order', thing.buyer, { params: { id: thing.orderId } });
    expect(order).toMatchObject({ state: 'received', refundedFen: SOLO_FEN + SOLO_FEN / 2 });
  });

  it('an order of which no piece is left to send is not shipped', async () => {
    const { shop, operator, finance } = counter;
    const thing = await bought(counter, 1);
    const asked = await shop.call('console.order.refund', operator, {
      params: { id: thing.orderId },
      body: { lines: [{ orderLineId: thing.lineIds[0] ?? '', quantity: 1, amountFen: 100 }], reason: '少退' },
    });
    await shop.call('console.approval.approve', finance, { params: { id: asked.id }, body: {} });
    await settleRefunds(counter);
    const shipped = { params: { id: thing.orderId }, body: { carrier: 'SF', trackingNo: 'SF1234567890' } };
    expect(await shop.refused('console.order.ship', operator, shipped)).toMatchObject({
      code: 'state.conflict',
      detail: { state: 'nothing_left' },
    });
  });

  it('pieces that went back for less than their price are refused to whoever asks again', async () => {
    const { shop, operator, finance } = counter;
    const thing = await bought(counter, 1, 'received');
    const params = { id: thing.orderId };
    const orderLineId = thing.lineIds[0] ?? '';
    const open = await apply(counter, thing, 1);
    const less = { lines: [{ orderLineId, quantity: 1, amountFen: 100 }], reason: '少退' };
    const asked = await shop.call('console.order.refund', operator, { params, body: less });
    await shop.call('console.approval.approve', finance, { params: { id: asked.id }, body: {} });
    const nothing = { lines: [{ orderLineId, quantity: 0 }], reason: '无' };
    expect(await shop.refused('console.order.refund', operator, { params, body: nothing })).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
    const decision = { params: { id: open.id }, body: {} };
    expect(await shop.refused('console.afterSale.approve', operator, decision)).toMatchObject({
      status: 409,
      code: 'refund.above_paid',
    });
    const { state } = await shop.call('shop.afterSale', thing.buyer, { params: { id: open.id } });
    expect(state).toBe('applied');
    const order = await shop.call('shop.order', thing.buyer, { params });
    expect(order).toMatchObject({ state: 'received', refundedFen: 100 });
  });
});
