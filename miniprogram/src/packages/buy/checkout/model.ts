import type { PlaceOrderBody, QuoteBody } from '@tuanlink/shared/dto';
import type { AddressReply, GroupReply, ProductReply, QuoteReply, SkuReply } from '@tuanlink/shared/replies';
import type { BuyMode } from '../../../platform/paths';

/** What a purchase is made from: a running group with its snapshot, or a product as it is now. */
export interface Source {
  title: string;
  image: string | null;
  skus: SkuReply[];
  campaignId: string | undefined;
  groupId: string | undefined;
}

/** The source when joining `group`: its own prices hold, whatever happened to the campaign since. */
export function sourceOfGroup(group: GroupReply): Source {
  return {
    title: group.product.title,
    image: group.product.images[0] ?? null,
    skus: group.skus,
    campaignId: group.campaign.id,
    groupId: group.id,
  };
}

/** The source when buying alone or opening a group. */
export function sourceOfProduct(product: ProductReply, mode: BuyMode): Source {
  return {
    title: product.title,
    image: product.images[0] ?? null,
    skus: product.skus,
    campaignId: mode === 'open' ? product.campaign?.id : undefined,
    groupId: undefined,
  };
}

/** What the buyer chose on this page. */
export interface Choice {
  skuId: string;
  quantity: number;
  addressId: string | undefined;
  showFace: boolean;
  note: string;
  shareToken: string | undefined;
}

/** The question for a price. */
export function quoteBody(source: Source, choice: Choice): QuoteBody {
  return {
    lines: [{ skuId: choice.skuId, quantity: choice.quantity }],
    campaignId: source.campaignId,
    groupId: source.groupId,
    shareToken: choice.shareToken,
    addressId: choice.addressId,
  };
}

/** The order without its request id; `expectPayFen` is the amount on screen. */
export function orderBody(
  source: Source,
  choice: Choice & { addressId: string },
  expectPayFen: number,
): Omit<PlaceOrderBody, 'requestId'> {
  const inGroup = source.campaignId !== undefined;
  const note = choice.note.trim();
  return {
    lines: [{ skuId: choice.skuId, quantity: choice.quantity }],
    campaignId: source.campaignId,
    groupId: source.groupId,
    shareToken: choice.shareToken,
    addressId: choice.addressId,
    showFace: inGroup ? choice.showFace : undefined,
    note: note === '' ? undefined : note,
    expectPayFen,
  };
}

/** Unit price of a SKU for this purchase, fen. */
export function unitPriceFen(source: Source, sku: SkuReply): number {
  return source.campaignId === undefined ? sku.priceFen : (sku.groupPriceFen ?? sku.priceFen);
}

/** Pieces that can be asked for at once. */
export const QUANTITY_LIMIT = 99;

/** The most pieces of a SKU that can be bought now. */
export function quantityMax(sku: SkuReply): number {
  return Math.max(1, Math.min(sku.stock, QUANTITY_LIMIT));
}

/** The address to send to: the one picked on the way, else the default, else the newest; null without any. */
export function chosenAddress(
  addresses: readonly AddressReply[],
  pickedId: string | null,
): AddressReply | null {
  return (
    addresses.find(({ id }) => id === pickedId) ??
    addresses.find(({ isDefault }) => isDefault) ??
    addresses[0] ??
    null
  );
}

/** The quote inside a `price.changed` refusal, or null when it holds none. */
export function quoteInDetail(detail: unknown): QuoteReply | null {
  const outer = detail as { quote?: unknown; payFen?: unknown } | null | undefined;
  const quote = (outer?.quote ?? outer) as Partial<QuoteReply> | null | undefined;
  return typeof quote?.payFen === 'number' ? (quote as QuoteReply) : null;
}

/** The order inside a `group.already_in` refusal, or null. */
export function orderIdInDetail(detail: unknown): string | null {
  const { orderId } = (detail ?? {}) as { orderId?: unknown };
  return typeof orderId === 'string' ? orderId : null;
}
