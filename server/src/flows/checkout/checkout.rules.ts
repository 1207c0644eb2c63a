import type { CartBody } from '@tuanlink/shared/dto';
import { MAX_FEN, sumFen, timesFen } from '@tuanlink/shared/money';
import type { QuoteLineReply, QuoteReply } from '@tuanlink/shared/replies';
import type { CampaignState, GroupState } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';
import type { RateFacts } from '../../domains/distribution/commission.rules.js';
import type { OrderFacts, OrderKind, SkuFacts } from './order-facts.js';

/** The campaign's terms as a group keeps them from its opening on. Fen, basis points, UTC ISO. */
export interface GroupTerms {
  campaignVersion: number;
  kind: 'timed';
  title: string;
  size: number;
  windowMinutes: number;
  startsAt: string;
  endsAt: string;
  perUserLimit: number | null;
  rateBp: number;
  /** Promised: with at least one paid member the group succeeds at its deadline. Absent in old groups: no. */
  guaranteed?: boolean;
  /** For buyers who never paid before; null for none, absent in groups older than such rates. */
  newBuyerRateBp?: number | null;
  /** SKU id → price in the group, fen. */
  prices: Record<string, number>;
}

export interface PricedLine extends QuoteLineReply {
  sku: SkuFacts;
  /** What the rate of each distributor is decided from. */
  rates: RateFacts;
}

/** What an order would be, decided from facts read at one moment. */
export interface PricedOrder {
  kind: OrderKind;
  /** Terms of the group it opens or joins; null when bought alone. */
  terms: GroupTerms | null;
  campaignId: string | null;
  productId: string | null;
  lines: PricedLine[];
  quote: QuoteReply;
}

/**
 * Decides what an order is and costs.
 * @throws Refusal request.invalid, not_found, group.already_in, group.closed, group.full,
 *   campaign.not_running, campaign.limit_reached, product.off_sale, sku.sold_out
 */
export function priceOrder(cart: CartBody, facts: OrderFacts, now: Date): PricedOrder {
  const skus = new Map(facts.skus.map((sku) => [sku.id, sku]));
  const ids = cart.lines.map((line) => line.skuId.toLowerCase());
  if (new Set(ids).size !== ids.length) {
    throw new Refusal('request.invalid', { errors: [{ path: 'lines', rule: 'distinctSkus' }] });
  }
  if (ids.some((id) => !skus.has(id))) {
    throw new Refusal('not_found');
  }
  const { kind, terms, campaignId, productId } = judgeGroup(cart, facts, now);
  const lines = cart.lines.map((line, index) => {
    const sku = skus.get(ids[index] ?? '');
    if (sku === undefined) {
      throw new Error('a SKU that was found has gone');
    }
    return priceLine(sku, line.quantity, kind, terms, productId, facts);
  });
  const goodsFen = sumFen(lines.map((line) => line.goodsFen));
  if (goodsFen > MAX_FEN) {
    throw new Refusal('request.invalid', { errors: [{ path: 'lines', rule: 'amountMax' }] });
  }
  const quote: QuoteReply = {
    lines: lines.map(({ skuId, quantity, unitPriceFen, goodsFen: fen, payFen }) => ({
      skuId,
      quantity,
      unitPriceFen,
      goodsFen: fen,
      payFen,
    })),
    goodsFen,
    discountFen: 0,
    shippingFen: 0,
    payFen: goodsFen,
  };
  return { kind, terms, campaignId, productId, lines, quote };
}

type Judged = Pick<PricedOrder, 'kind' | 'terms' | 'campaignId' | 'productId'>;

function judgeGroup(cart: CartBody, facts: OrderFacts, now: Date): Judged {
  if (cart.groupId !== undefined) {
    return judgeJoin(cart, facts, now);
  }
  if (cart.campaignId === undefined) {
    return { kind: 'solo', terms: null, campaignId: null, productId: null };
  }
  const { campaign } = facts;
  if (campaign === null || campaign.state === ('draft' satisfies CampaignState)) {
    throw new Refusal('not_found');
  }
  const running =
    campaign.state === 'running' &&
    Date.parse(campaign.startsAt) <= now.getTime() &&
    now.getTime() < Date.parse(campaign.endsAt);
  if (!running) {
    throw new Refusal('campaign.not_running');
  }
  checkLimit(campaign.perUserLimit, campaign.myOrderCount);
  const { size, windowMinutes, startsAt, endsAt, perUserLimit, rateBp, guaranteed, prices, title, kind } =
    campaign;
  const { newBuyerRateBp } = campaign;
  return {
    kind: 'open',
    campaignId: campaign.id,
    productId: campaign.productId,
    terms: {
      campaignVersion: campaign.version,
      kind,
      title,
      size,
      windowMinutes,
      startsAt,
      endsAt,
      perUserLimit,
      rateBp,
      guaranteed,
      newBuyerRateBp,
      prices,
    },
  };
}

function checkLimit(limit: number | null, orderCount: number): void {
  if (limit !== null && orderCount >= limit) throw new Refusal('campaign.limit_reached', { limit });
}

function judgeJoin(cart: CartBody, facts: OrderFacts, now: Date): Judged {
  const { group } = facts;
  const campaignId = cart.campaignId?.toLowerCase();
  if (group === null || (campaignId !== undefined && campaignId !== group.campaignId)) {
    throw new Refusal('not_found');
  }
  if (group.myOrderId !== null) {
    throw new Refusal('group.already_in', { orderId: group.myOrderId });
  }
  if (group.state === ('succeeded' satisfies GroupState)) {
    throw new Refusal('group.full');
  }
  if (group.state !== 'forming' || group.closesAt === null || Date.parse(group.closesAt) <= now.getTime()) {
    throw new Refusal('group.closed');
  }
  if (group.free < 1) {
    throw new Refusal('group.full');
  }
  checkLimit(group.terms.perUserLimit, group.myOrderCount);
  return { kind: 'join', terms: group.terms, campaignId: group.campaignId, productId: group.productId };
}

function priceLine(
  sku: SkuFacts,
  quantity: number,
  kind: OrderKind,
  terms: GroupTerms | null,
  productId: string | null,
  facts: OrderFacts,
): PricedLine {
  if (!sku.onSale) {
    throw new Refusal('product.off_sale', { skuId: sku.id });
  }
  const groupPrice = terms?.prices[sku.id];
  if (kind !== 'solo' && (groupPrice === undefined || sku.productId !== productId)) {
    throw new Refusal('request.invalid', { errors: [{ path: 'lines', rule: 'skuInCampaign' }] });
  }
  if (sku.freeStock < quantity) {
    throw new Refusal('sku.sold_out', { skuId: sku.id, stock: sku.freeStock });
  }
  const unitPriceFen = groupPrice ?? sku.priceFen;
  const goodsFen = timesFen(unitPriceFen, quantity);
  const { defaultRateBp, newBuyerRateBp } = facts.rules;
  const rates: RateFacts = {
    kind,
    group: terms === null ? null : { rateBp: terms.rateBp, newBuyerRateBp: terms.newBuyerRateBp ?? null },
    productRateBp: sku.productRateBp,
    shop: { rateBp: defaultRateBp, newBuyerRateBp },
    isNewBuyer: !facts.paidBefore,
  };
  return {
    sku,
    skuId: sku.id,
    quantity,
    unitPriceFen,
    goodsFen,
    payFen: goodsFen,
    rates,
  };
}
