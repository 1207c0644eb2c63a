import { proportionFen, shareOfFen, timesFen, WHOLE_BP } from '@tuanlink/shared/money';
import { formatTime } from '@tuanlink/shared/time';
import type { CreateCampaignBody, PatchCampaignBody } from '@tuanlink/shared/dto';
import type { ConsoleCampaignReply, ConsoleProductReply, ConsoleSkuReply } from '@tuanlink/shared/replies';
import { rateField, readAmount, readRate, yuanField } from '../../components/figures.model';

/** One SKU's place in a campaign as it is typed. */
export interface PriceFields {
  skuId: string;
  /** False leaves the SKU out of the campaign. */
  included: boolean;
  /** Yuan. */
  price: string;
}

/** The campaign form as it is typed. Times are wall clock in Shanghai: "2026-11-22 13:05". */
export interface CampaignFields {
  productId: string | undefined;
  title: string;
  size: number | null;
  windowMinutes: number | null;
  startsAt: string;
  endsAt: string;
  prices: PriceFields[];
  perUserLimit: number | null;
  guaranteed: boolean;
  /** Per cent. */
  rate: string;
  /** Per cent; empty: the same for everybody. */
  newBuyerRate: string;
  /** Yuan; empty: no cap. */
  budget: string;
}

const DAY_MS = 86_400_000;
const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/;

/** Wall clock in Shanghai as UTC; null when it is no moment. */
export function fromWallClock(text: string | null | undefined): string | null {
  const match = WALL_CLOCK.exec(text ?? '');
  const at = match ? new Date(`${match[1]}T${match[2]}:00+08:00`) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** The form of a new campaign: three people, one day, from now for a week. */
export function newCampaign(now: Date, productId: string | undefined): CampaignFields {
  return {
    productId,
    title: '',
    size: 3,
    windowMinutes: 1_440,
    startsAt: formatTime(now),
    endsAt: formatTime(new Date(now.getTime() + 7 * DAY_MS)),
    prices: [],
    perUserLimit: null,
    guaranteed: false,
    rate: '10',
    newBuyerRate: '',
    budget: '',
  };
}

/** The form of a campaign that exists. */
export function fieldsOf(campaign: ConsoleCampaignReply): CampaignFields {
  return {
    productId: campaign.productId,
    title: campaign.title,
    size: campaign.size,
    windowMinutes: campaign.windowMinutes,
    startsAt: formatTime(campaign.startsAt),
    endsAt: formatTime(campaign.endsAt),
    prices: campaign.prices.map(({ skuId, priceFen }) => ({
      skuId,
      included: true,
      price: yuanField(priceFen),
    })),
    perUserLimit: campaign.perUserLimit,
    guaranteed: campaign.guaranteed,
    rate: rateField(campaign.commission.rateBp),
    newBuyerRate: textOf(campaign.commission.newBuyerRateBp, rateField),
    budget: textOf(campaign.commission.budgetFen, yuanField),
  };
}

const textOf = (value: number | undefined, text: (value: number) => string) =>
  value === undefined ? '' : text(value);

/** Rows for all SKUs of a product; what was typed for a SKU stays, a new campaign includes all. */
export function pricesFor(
  skus: readonly ConsoleSkuReply[],
  typed: readonly PriceFields[],
  isNew: boolean,
): PriceFields[] {
  return skus.map(
    ({ id }) => typed.find(({ skuId }) => skuId === id) ?? { skuId: id, included: isNew, price: '' },
  );
}

/** SKUs whose group price is above what one piece costs alone; the API refuses those. */
export function pricesAboveSolo(skus: readonly ConsoleSkuReply[], prices: readonly PriceFields[]): string[] {
  return prices
    .filter(({ skuId, price }) => {
      const solo = skus.find(({ id }) => id === skuId)?.priceFen;
      return solo !== undefined && (readAmount(price, 1) ?? 0) > solo;
    })
    .map(({ skuId }) => skuId);
}

/** What the route takes, from a form whose fields were checked. */
export function bodyOf(fields: CampaignFields): CreateCampaignBody {
  return {
    productId: fields.productId ?? '',
    kind: 'timed',
    title: fields.title.trim(),
    size: fields.size ?? 0,
    windowMinutes: fields.windowMinutes ?? 0,
    startsAt: fromWallClock(fields.startsAt) ?? '',
    endsAt: fromWallClock(fields.endsAt) ?? '',
    prices: fields.prices
      .filter(({ included }) => included)
      .map(({ skuId, price }) => ({ skuId, priceFen: readAmount(price, 1) ?? 0 })),
    ...(fields.perUserLimit === null ? {} : { perUserLimit: fields.perUserLimit }),
    guaranteed: fields.guaranteed,
    commission: commissionOf(fields),
  };
}

/** Only what is typed; what was emptied is taken away by `patchOf`. */
function commissionOf({ rate, newBuyerRate, budget }: CampaignFields): CreateCampaignBody['commission'] {
  const newBuyerRateBp = readRate(newBuyerRate);
  const budgetFen = readAmount(budget, 1);
  return {
    rateBp: readRate(rate) ?? 0,
    ...(newBuyerRate.trim() === '' || newBuyerRateBp === null ? {} : { newBuyerRateBp }),
    ...(budget.trim() === '' || budgetFen === null ? {} : { budgetFen }),
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The part of a campaign that was changed. The form shows whole minutes; a time that was not changed is not
 * sent, so its seconds stay.
 */
export function patchOf(seen: ConsoleCampaignReply, fields: CampaignFields): PatchCampaignBody {
  const before = bodyOf(fieldsOf(seen));
  const after = bodyOf(fields);
  const patch: PatchCampaignBody = { version: seen.version };
  if (after.title !== before.title) patch.title = after.title;
  if (after.size !== before.size) patch.size = after.size;
  if (after.windowMinutes !== before.windowMinutes) patch.windowMinutes = after.windowMinutes;
  if (after.startsAt !== before.startsAt) patch.startsAt = after.startsAt;
  if (after.endsAt !== before.endsAt) patch.endsAt = after.endsAt;
  if (!same(sorted(after.prices), sorted(before.prices))) patch.prices = after.prices;
  if (after.perUserLimit !== before.perUserLimit) patch.perUserLimit = after.perUserLimit ?? null;
  if (after.guaranteed !== before.guaranteed) patch.guaranteed = after.guaranteed;
  if (!same(after.commission, before.commission)) {
    const { newBuyerRateBp = null, budgetFen = null } = after.commission;
    patch.commission = {
      rateBp: after.commission.rateBp,
      ...(newBuyerRateBp === (before.commission.newBuyerRateBp ?? null) ? {} : { newBuyerRateBp }),
      ...(budgetFen === (before.commission.budgetFen ?? null) ? {} : { budgetFen }),
    };
  }
  return patch;
}

function sorted(prices: CreateCampaignBody['prices']) {
  return [...prices].sort((a, b) => a.skuId.localeCompare(b.skuId));
}

/** What one piece of a SKU brings in a group, with and without somebody to pay a commission to. */
export interface MarginRow {
  skuId: string;
  name: string;
  soloFen: number;
  groupFen: number;
  /** Null where the cost is not known; then there is no margin to show. */
  costFen: number | null;
  commissionFen: number;
  marginFen: number | null;
  /** Margin ÷ price in basis points, rounded towards zero. */
  marginBp: number | null;
  /** Margin when every member of a full group takes one piece. */
  fullGroupFen: number | null;
}

/**
 * Margin per member: price − cost − commission, from what is typed. SKUs without a valid price are left out.
 */
export function marginRows(product: ConsoleProductReply | undefined, fields: CampaignFields): MarginRow[] {
  const rateBp = readRate(fields.rate ?? '') ?? 0;
  return (fields.prices ?? []).flatMap(({ skuId, included, price }) => {
    const sku = product?.skus.find(({ id }) => id === skuId);
    const groupFen = readAmount(price ?? '', 1);
    return sku && included && groupFen !== null ? [marginRow(sku, groupFen, rateBp, fields.size)] : [];
  });
}

function marginRow(sku: ConsoleSkuReply, groupFen: number, rateBp: number, size: number | null): MarginRow {
  const commissionFen = shareOfFen(groupFen, rateBp);
  const marginFen = sku.costFen === null ? null : groupFen - sku.costFen - commissionFen;
  return {
    skuId: sku.id,
    name: sku.name,
    soloFen: sku.priceFen,
    groupFen,
    costFen: sku.costFen,
    commissionFen,
    marginFen,
    marginBp: marginFen === null ? null : signedProportion(marginFen, groupFen),
    fullGroupFen: marginFen === null || size === null ? null : timesFen(marginFen, size),
  };
}

function signedProportion(partFen: number, wholeFen: number): number {
  const size = proportionFen(Math.abs(partFen), WHOLE_BP, wholeFen);
  return partFen < 0 ? -size : size;
}

/** Something to know before publishing. `bad` stands in the way; `warn` is worth a second look. */
export interface Check {
  code:
    | 'onSale'
    | 'notOnSale'
    | 'periodGood'
    | 'periodBad'
    | 'priceMissing'
    | 'priceLower'
    | 'priceNotLower'
    | 'costMissing'
    | 'marginGood'
    | 'marginBad'
    | 'stockGood'
    | 'stockShort';
  level: 'good' | 'warn' | 'bad';
}

const good = (code: Check['code']): Check => ({ code, level: 'good' });
const warn = (code: Check['code']): Check => ({ code, level: 'warn' });
const bad = (code: Check['code']): Check => ({ code, level: 'bad' });

/** Checks a campaign as it is typed against its product. */
export function checksOf(product: ConsoleProductReply, fields: CampaignFields, now: Date): Check[] {
  const rows = marginRows(product, fields);
  const startsAt = fromWallClock(fields.startsAt);
  const endsAt = fromWallClock(fields.endsAt);
  const inOrder = startsAt !== null && endsAt !== null && startsAt < endsAt && endsAt > now.toISOString();
  return [
    product.status === 'on_sale' ? good('onSale') : warn('notOnSale'),
    inOrder ? good('periodGood') : bad('periodBad'),
    ...(rows.length === 0 ? [bad('priceMissing')] : rowChecks(product, rows, fields.size ?? 0)),
  ];
}

function rowChecks(product: ConsoleProductReply, rows: MarginRow[], size: number): Check[] {
  const included = new Set(rows.map(({ skuId }) => skuId));
  const stock = product.skus.filter(({ id }) => included.has(id)).reduce((sum, sku) => sum + sku.stock, 0);
  const margins = rows.flatMap(({ marginFen }) => (marginFen === null ? [] : [marginFen]));
  const lower = rows.every(({ groupFen, soloFen }) => groupFen < soloFen);
  return [
    lower ? good('priceLower') : warn('priceNotLower'),
    ...(margins.length < rows.length ? [warn('costMissing')] : []),
    ...(margins.length === 0
      ? []
      : [margins.every((fen) => fen >= 0) ? good('marginGood') : warn('marginBad')]),
    stock >= size ? good('stockGood') : warn('stockShort'),
  ];
}
