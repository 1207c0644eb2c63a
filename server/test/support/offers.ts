import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import type { Caller, TestShop } from './shop.js';

const DAY_MS = 86_400_000;

/** A product body with one SKU; `change` replaces fields. */
export function aProduct(change: object = {}) {
  return {
    title: '丹东草莓',
    description: '当季现摘',
    images: [],
    skus: [{ name: '3 斤', priceFen: 5990, stock: 100 }],
    status: 'on_sale' as const,
    ...change,
  };
}

/** A product of the shop, with what `change` replaces. */
export function makeProduct(shop: TestShop, operator: Caller, change: object = {}) {
  return shop.call('console.product.create', operator, { body: aProduct(change) });
}

/** A campaign body for all SKUs of a product, at half their price; `change` replaces fields. */
export function aCampaign(shop: TestShop, product: ConsoleProductReply, change: object = {}) {
  const now = shop.clock.now().getTime();
  return {
    productId: product.id,
    kind: 'timed' as const,
    title: '两人成团',
    size: 2,
    windowMinutes: 60,
    startsAt: new Date(now - DAY_MS).toISOString(),
    endsAt: new Date(now + 7 * DAY_MS).toISOString(),
    prices: product.skus.map((sku) => ({ skuId: sku.id, priceFen: Math.floor(sku.priceFen / 2) })),
    commission: { rateBp: 1000 },
    ...change,
  };
}

/** A campaign, published unless told otherwise. */
export async function makeCampaign(
  shop: TestShop,
  operator: Caller,
  product: ConsoleProductReply,
  change: object = {},
  publish = true,
): Promise<ConsoleCampaignReply> {
  const draft = await shop.call('console.campaign.create', operator, {
    body: aCampaign(shop, product, change),
  });
  if (!publish) return draft;
  return shop.call('console.campaign.publish', operator, { params: { id: draft.id }, body: {} });
}
