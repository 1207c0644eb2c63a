import type { GroupCardReply, ProductCardReply } from '@tuanlink/shared/replies';

/** My groups that still need members, the most urgent first; at most three, the rest is on the groups tab. */
export function runningGroups(groups: readonly GroupCardReply[], nowMs: number): GroupCardReply[] {
  return groups
    .filter(({ state, closesAt }) => state === 'forming' && closesAt !== null && Date.parse(closesAt) > nowMs)
    .sort((a, b) => Date.parse(a.closesAt ?? '') - Date.parse(b.closesAt ?? ''))
    .slice(0, 3);
}

/** Products sold in groups come first, what is sold out last; otherwise the order of the shop stays. */
export function inWindowOrder(products: readonly ProductCardReply[]): ProductCardReply[] {
  const rank = (product: ProductCardReply) =>
    product.stock === 0 ? 2 : product.groupPriceFen === null ? 1 : 0;
  return products
    .map((product, index) => ({ product, index }))
    .sort((a, b) => rank(a.product) - rank(b.product) || a.index - b.index)
    .map(({ product }) => product);
}
