import { randomUUID } from 'node:crypto';
import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { PlacedOrderReply } from '@tuanlink/shared/replies';
import { makeCampaign, makeProduct } from './offers.js';
import type { Buyer, Caller, TestShop } from './shop.js';

/** A product on sale with one SKU and a running campaign. */
export interface Goods {
  productId: string;
  skuId: string;
  campaignId: string;
}

/** Prices of `makeGoods`, fen. */
export const SOLO_FEN = 3_990;
export const GROUP_FEN = 2_990;

export interface GoodsOptions {
  stock?: number;
  size?: number;
  windowMinutes?: number;
  perUserLimit?: number;
  guaranteed?: boolean;
  campaignRateBp?: number;
  /** For buyers who never paid before; absent: the same for everybody. */
  newBuyerRateBp?: number;
  productRateBp?: number;
}

/** Makes a product and a running campaign through the console. */
export async function makeGoods(shop: TestShop, owner: Caller, options: GoodsOptions = {}): Promise<Goods> {
  const { stock = 100, size = 3, windowMinutes = 60, perUserLimit, campaignRateBp = 1_000 } = options;
  const product = await makeProduct(shop, owner, {
    skus: [{ name: '标准', priceFen: SOLO_FEN, stock }],
    ...(options.productRateBp === undefined ? {} : { commission: { rateBp: options.productRateBp } }),
  });
  const skuId = product.skus[0]?.id ?? '';
  const campaign = await makeCampaign(shop, owner, product, {
    size,
    windowMinutes,
    prices: [{ skuId, priceFen: GROUP_FEN }],
    commission: { rateBp: campaignRateBp, newBuyerRateBp: options.newBuyerRateBp ?? null },
    ...(perUserLimit === undefined ? {} : { perUserLimit }),
    ...(options.guaranteed === undefined ? {} : { guaranteed: options.guaranteed }),
  });
  return { productId: product.id, skuId, campaignId: campaign.id };
}

export type BuyerWithAddress = Buyer & { addressId: string };

/** The body of an order for one piece: `solo`, a new group, or a group to join. */
export function orderBody(
  goods: Goods,
  buyer: BuyerWithAddress,
  how: 'solo' | 'open' | { groupId: string },
  more: Partial<PlaceOrderBody> = {},
): PlaceOrderBody {
  const alone = how === 'solo';
  const quantity = more.lines?.[0]?.quantity ?? 1;
  return {
    requestId: randomUUID(),
    lines: [{ skuId: goods.skuId, quantity }],
    addressId: buyer.addressId,
    expectPayFen: (alone ? SOLO_FEN : GROUP_FEN) * quantity,
    ...(alone ? {} : { campaignId: goods.campaignId }),
    ...(typeof how === 'object' ? { groupId: how.groupId } : {}),
    ...more,
  };
}

/** Places an order that must succeed. */
export async function place(
  shop: TestShop,
  goods: Goods,
  buyer: BuyerWithAddress,
  how: 'solo' | 'open' | { groupId: string },
  more: Partial<PlaceOrderBody> = {},
): Promise<PlacedOrderReply> {
  return shop.call('shop.order.place', buyer, { body: orderBody(goods, buyer, how, more) });
}

/** A group that its opener has paid for. */
export async function openedGroup(shop: TestShop, goods: Goods, leader: BuyerWithAddress) {
  const placed = await place(shop, goods, leader, 'open');
  await shop.pay(placed.cashier, leader.openid);
  return { groupId: placed.order.groupId ?? '', orderId: placed.order.id };
}

/** Several buyers with addresses. */
export function crowd(shop: TestShop, count: number, name = '买家'): Promise<BuyerWithAddress[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => shop.buyerWithAddress(`${name}${index}`)));
}
