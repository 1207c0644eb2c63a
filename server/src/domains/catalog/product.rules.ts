import type { RefusalCode } from '@tuanlink/shared/errors';

/** A SKU of the product as it stands. */
export interface PresentSku {
  id: string;
  withdrawn: boolean;
  costFen: number | null;
  code: string;
}

/** A SKU as the operator wants it. */
export interface WantedSku {
  /** Of a SKU of this product; absent makes a new one. */
  id?: string;
  name: string;
  priceFen: number;
  costFen?: number;
  /** Pieces that can still be sold. */
  stock: number;
  /** What was in stock when `stock` was typed; only the difference is carried out then. */
  stockSeen?: number;
  code?: string;
}

/** A SKU as it is written. */
export interface PlannedSku {
  id: string;
  name: string;
  priceFen: number;
  costFen: number | null;
  stock: number;
  /** Null sets the stock, whatever it is now. */
  stockSeen: number | null;
  code: string;
  /** Order on the product's page, from 0. */
  position: number;
}

export type SkuPlan =
  | { ok: true; skus: PlannedSku[]; withdrawIds: string[] }
  | { ok: false; code: Extract<RefusalCode, 'request.invalid'>; path: string; rule: string };

/**
 * Decides what a new list of SKUs means for the present ones: those named by id are changed (withdrawn ones
 * come back), those without an id are new, those left out are withdrawn. What is not given about an
 * existing SKU stays.
 * @param newId makes the id of a new SKU
 */
export function planSkus(
  present: readonly PresentSku[],
  wanted: readonly WantedSku[],
  newId: () => string,
): SkuPlan {
  const known = new Map(present.map((sku) => [sku.id, sku]));
  const seen = new Set<string>();
  const skus: PlannedSku[] = [];
  for (const [position, sku] of wanted.entries()) {
    const id = sku.id?.toLowerCase();
    const before = id === undefined ? undefined : known.get(id);
    if (id !== undefined && before === undefined) return wrong(`skus.${position}.id`, 'ofThisProduct');
    if (id !== undefined && seen.has(id)) return wrong(`skus.${position}.id`, 'unique');
    if (id !== undefined) seen.add(id);
    if (before === undefined && sku.stockSeen !== undefined) {
      return wrong(`skus.${position}.stockSeen`, 'ofThisProduct');
    }
    skus.push({
      id: id ?? newId(),
      name: sku.name,
      priceFen: sku.priceFen,
      costFen: sku.costFen ?? before?.costFen ?? null,
      stock: sku.stock,
      stockSeen: sku.stockSeen ?? null,
      code: sku.code ?? before?.code ?? '',
      position,
    });
  }
  const withdrawIds = present.filter((sku) => !sku.withdrawn && !seen.has(sku.id)).map(({ id }) => id);
  return { ok: true, skus, withdrawIds };
}

function wrong(path: string, rule: string): SkuPlan {
  return { ok: false, code: 'request.invalid', path, rule };
}

/** The SKUs among those to be withdrawn that a live campaign has a price for: they have to stay. */
export function blockedWithdrawals(
  withdrawIds: readonly string[],
  liveCampaignSkuIds: readonly string[],
): string[] {
  return withdrawIds.filter((id) => liveCampaignSkuIds.includes(id));
}
