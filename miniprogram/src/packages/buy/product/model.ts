import type { OpenGroupReply, ProductReply, SkuReply } from '@tuanlink/shared/replies';
import type { BuyMode } from '../../../platform/paths';

/** What a product page offers. */
export interface ProductView {
  /** Lowest price alone, fen. */
  priceFen: number;
  /** Lowest price in the running campaign, fen; null without one. */
  groupPriceFen: number | null;
  soldOut: boolean;
  /** Whether a group may be opened, or joined, now. */
  canGroup: boolean;
  openGroups: OpenGroupReply[];
}

function lowest(prices: readonly (number | null)[]): number | null {
  const known = prices.filter((price) => price !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Facts for the product page at the server's time `nowMs`; prices are those of what can still be bought. */
export function productView(product: ProductReply, nowMs: number): ProductView {
  const inStock = product.skus.filter(({ stock }) => stock > 0);
  const priced = inStock.length > 0 ? inStock : product.skus;
  const groupPriceFen = product.campaign === null ? null : lowest(priced.map((sku) => sku.groupPriceFen));
  return {
    priceFen: lowest(priced.map((sku) => sku.priceFen)) ?? 0,
    groupPriceFen,
    soldOut: inStock.length === 0,
    canGroup: groupPriceFen !== null && inStock.length > 0,
    openGroups: product.openGroups.filter(
      ({ closesAt, missing }) => missing > 0 && Date.parse(closesAt) > nowMs,
    ),
  };
}

/** The SKU to propose first: the cheapest that can be bought in this way; null when there is none. */
export function proposedSku(skus: readonly SkuReply[], mode: BuyMode): SkuReply | null {
  const price = (sku: SkuReply) => (mode === 'solo' ? sku.priceFen : sku.groupPriceFen);
  const buyable = skus.filter((sku) => sku.stock > 0 && price(sku) !== null);
  return buyable.reduce<SkuReply | null>(
    (best, sku) => (best === null || (price(sku) ?? 0) < (price(best) ?? 0) ? sku : best),
    null,
  );
}
