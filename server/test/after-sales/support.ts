import type { ApplyAfterSaleBody } from '@tuanlink/shared/dto';
import { crowd, makeGoods, place, SOLO_FEN, type BuyerWithAddress } from '../support/goods.js';
import { type Caller, TestShop } from '../support/shop.js';

/** A shop with its operators, for tests of after-sales. */
export interface Counter {
  shop: TestShop;
  owner: Caller;
  operator: Caller;
  finance: Caller;
}

export async function openCounter(): Promise<Counter> {
  const shop = await TestShop.open();
  return {
    shop,
    owner: await shop.operator('owner'),
    operator: await shop.operator('operator'),
    finance: await shop.operator('finance'),
  };
}

/** Somebody who has bought. */
export interface Bought {
  buyer: BuyerWithAddress;
  orderId: string;
  lineIds: string[];
  skuId: string;
}

/** A buyer who has paid for some pieces of a product and, where told, received the parcel. */
export async function bought(
  { shop, owner, operator }: Counter,
  quantity = 1,
  progress: 'to_ship' | 'shipped' | 'received' = 'to_ship',
): Promise<Bought> {
  const [buyer] = await crowd(shop, 1, '售后');
  if (buyer === undefined) throw new Error('no crowd');
  const goods = await makeGoods(shop, owner);
  const { order, cashier } = await place(shop, goods, buyer, 'solo', {
    lines: [{ skuId: goods.skuId, quantity }],
    expectPayFen: SOLO_FEN * quantity,
  });
  await shop.pay(cashier, buyer.openid);
  const params = { id: order.id };
  if (progress !== 'to_ship') {
    await shop.call('console.order.ship', operator, {
      params,
      body: { carrier: 'SF', trackingNo: 'SF1234567890' },
    });
  }
  if (progress === 'received') await shop.call('shop.order.receive', buyer, { params, body: {} });
  const { lines } = await shop.call('shop.order', buyer, { params });
  return { buyer, orderId: order.id, lineIds: lines.map(({ id }) => id), skuId: goods.skuId };
}

/** The body of a request about pieces of the first line. */
export function askFor(
  { lineIds }: Bought,
  quantity = 1,
  more: Partial<ApplyAfterSaleBody> = {},
): ApplyAfterSaleBody {
  const lines = [{ orderLineId: lineIds[0] ?? '', quantity }];
  return { kind: 'refund_only', lines, reason: 'damaged', ...more };
}

/** Asks for money back. */
export function apply(
  { shop }: Counter,
  thing: Bought,
  quantity = 1,
  more: Partial<ApplyAfterSaleBody> = {},
) {
  return shop.call('shop.afterSale.apply', thing.buyer, {
    params: { id: thing.orderId },
    body: askFor(thing, quantity, more),
  });
}

/** Lets every refund that is under way reach its payer. */
export async function settleRefunds({ shop }: Counter): Promise<void> {
  await shop.eventually(async () => {
    await shop.pass(62_000);
    const open = await shop.rows("select 1 from refund where state in ('requested', 'accepted')");
    return open.length === 0;
  });
}
