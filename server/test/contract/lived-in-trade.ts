import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import { type BuyerWithAddress, type Goods, openedGroup, place } from '../support/goods.js';
import type { Caller, TestShop } from '../support/shop.js';
import type { LivedIn, LivedInOrders } from './lived-in.js';

/** One group that succeeds and whose first parcel is through after-sales, and one that fails. */
export async function liveThroughAGroup(
  shop: TestShop,
  { operator }: LivedIn['staff'],
  goods: Goods,
  ann: BuyerWithAddress,
) {
  const first = await place(shop, goods, ann, 'open', { showFace: true, note: '请放门口' });
  await shop.pay(first.cashier, ann.openid);
  const groupId = first.order.groupId ?? '';
  for (const name of ['同团甲', '同团乙']) {
    const buyer = await shop.buyerWithAddress(name);
    const { cashier } = await place(shop, goods, buyer, { groupId });
    await shop.pay(cashier, buyer.openid);
  }
  await ship(shop, operator, first.order.id);
  await shop.pass(HOUR_MS);
  await shop.call('shop.order.receive', ann, { params: { id: first.order.id }, body: {} });
  await shop.pass(7 * DAY_MS + HOUR_MS);
  const alone = await openedGroup(shop, goods, ann);
  await shop.pass(61 * 60_000);
  await shop.eventually(async () => {
    await shop.drain();
    const { state } = await shop.call('shop.order', ann, { params: { id: alone.orderId } });
    return state === 'refunded';
  });
  return {
    groups: { succeededGroupId: groupId, failedGroupId: alone.groupId },
    orders: { completed: first.order.id, refunded: alone.orderId },
  };
}

async function ship(shop: TestShop, operator: Caller, id: string): Promise<void> {
  const body = { carrier: 'SF', trackingNo: 'SF1234567890' };
  await shop.call('console.order.ship', operator, { params: { id }, body });
}

/** Ann's orders alone, and one that the distributor buys from himself. */
export async function soloOrders(
  shop: TestShop,
  { operator }: LivedIn['staff'],
  goods: Goods,
  dan: BuyerWithAddress,
  ann: BuyerWithAddress,
) {
  const paid = async (buyer: BuyerWithAddress, odd: object = {}) => {
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    await shop.pay(cashier, buyer.openid, odd);
    return order.id;
  };
  await paid(dan);
  const received = await paid(ann);
  await ship(shop, operator, received);
  await shop.call('shop.order.receive', ann, { params: { id: received }, body: {} });
  const shipped = await paid(ann);
  await ship(shop, operator, shipped);
  const toShip = await paid(ann);
  const odd = await paid(ann, { amountFen: 1 });
  const { order } = await place(shop, goods, ann, 'solo');
  await shop.call('shop.order.cancel', ann, { params: { id: order.id }, body: {} });
  await shop.drain();
  return { received, shipped, toShip, odd, cancelled: order.id };
}

/** Refunds that stick at WeChat, and some that nobody has allowed yet. */
export async function refundsByOperators(
  shop: TestShop,
  { owner, operator, finance }: LivedIn['staff'],
  goods: Goods,
  ann: BuyerWithAddress,
  orders: Pick<LivedInOrders, 'completed' | 'received' | 'shipped' | 'toShip'>,
) {
  const lineOf = async (id: string) =>
    (await shop.call('shop.order', ann, { params: { id } })).lines[0]?.id ?? '';
  const ask = async (id: string, asker = operator) => {
    const lines = [{ orderLineId: await lineOf(id), quantity: 0, amountFen: 100 }];
    const body = { lines, reason: '包装破损' };
    return (await shop.call('console.order.refund', asker, { params: { id }, body })).id;
  };
  await shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: 'abnormal' });
  for (let count = 0; count < 2; count++) {
    const { order, cashier } = await place(shop, goods, ann, 'solo');
    await shop.pay(cashier, ann.openid);
    const id = await ask(order.id);
    await shop.call('console.approval.approve', finance, { params: { id }, body: {} });
  }
  let stuck: { id: string }[] = [];
  await shop.eventually(async () => {
    await shop.pass(10_000);
    const { items } = await shop.call('console.refunds', finance, { query: { state: 'abnormal' } });
    stuck = items.filter((refund) => refund.reason === 'operator_refund');
    return stuck.length === 2;
  });
  await shop.control('PUT', '/sandbox/faults', { seed: 1 });
  return {
    abnormalRefunds: { toRetry: stuck[0]?.id ?? '', toSettle: stuck[1]?.id ?? '' },
    approvals: {
      toApprove: await ask(orders.received),
      toReject: await ask(orders.toShip),
      toWithdraw: await ask(orders.completed, owner),
    },
    shippedLineId: await lineOf(orders.shipped),
  };
}

/** What Ann asks for after she has bought: each request about an order of its own. */
export async function requestsOfBuyers(
  shop: TestShop,
  { operator }: LivedIn['staff'],
  goods: Goods,
  ann: BuyerWithAddress,
  pictureUrl: string,
): Promise<LivedIn['afterSales']> {
  const request = async (kind: 'refund_only' | 'return_and_refund') => {
    const { order, cashier } = await place(shop, goods, ann, 'solo');
    await shop.pay(cashier, ann.openid);
    const params = { id: order.id };
    const [line] = (await shop.call('shop.order', ann, { params })).lines;
    if (kind === 'return_and_refund') await ship(shop, operator, order.id);
    const lines = [{ orderLineId: line?.id ?? '', quantity: 1 }];
    const body = { kind, lines, reason: 'damaged' as const, words: '漏了', pictures: [pictureUrl] };
    return (await shop.call('shop.afterSale.apply', ann, { params, body })).id;
  };
  const returning = async () => {
    const id = await request('return_and_refund');
    const body = { returnAddress: '杭州市西湖区文三路 1 号 退货组 13800138000' };
    await shop.call('console.afterSale.approve', operator, { params: { id }, body });
    return id;
  };
  return {
    toApprove: await request('refund_only'),
    toReject: await request('refund_only'),
    toWithdraw: await request('refund_only'),
    toTrack: await returning(),
    toReceive: await returning(),
  };
}
