import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import { productTransitions, statesOf } from '@tuanlink/shared/states';
import type { ProductStatus } from '@tuanlink/shared/states';

/** Tabs of the list. */
export const productStatuses: readonly ProductStatus[] = statesOf(productTransitions);

/** Lowest and highest price of a product, fen; null without SKUs. */
export function priceRange(
  skus: readonly { priceFen: number }[],
): { lowFen: number; highFen: number } | null {
  if (skus.length === 0) return null;
  const prices = skus.map(({ priceFen }) => priceFen);
  return { lowFen: Math.min(...prices), highFen: Math.max(...prices) };
}

/** Pieces of all SKUs: those that can be sold, and those that unpaid orders hold. */
export function stockOf(skus: ConsoleProductReply['skus']): { free: number; held: number } {
  return {
    free: skus.reduce((sum, { stock }) => sum + stock, 0),
    held: skus.reduce((sum, { heldStock }) => sum + heldStock, 0),
  };
}
