import { proportionFen, shareOfFen } from '@tuanlink/shared/money';
import type { AttributionCode, ReasonCode } from '@tuanlink/shared/states';

/** Where the rate of an order line comes from. */
export interface RateFacts {
  /** `solo` alone; `open` and `join` in a group. */
  kind: 'solo' | 'open' | 'join';
  /** From the terms the group opened with. */
  groupRateBp: number | null;
  /** The product's own, null when it has none. */
  productRateBp: number | null;
  /** The shop's default. */
  shopRateBp: number;
}

export type RateSource = 'group' | 'product' | 'shop';

/**
 * The commission rate of an order line, basis points: the group's snapshot for a group order; alone the
 * product's own, else the shop's, also while the product has a running campaign.
 */
export function rateFor(facts: RateFacts): { rateBp: number; source: RateSource } {
  if (facts.kind !== 'solo') {
    if (facts.groupRateBp === null) throw new RangeError('a group order needs the rate of its group');
    return { rateBp: facts.groupRateBp, source: 'group' };
  }
  return facts.productRateBp === null
    ? { rateBp: facts.shopRateBp, source: 'shop' }
    : { rateBp: facts.productRateBp, source: 'product' };
}

/** What attribution decided about one distributor. */
interface CreditFact {
  userId: string;
  code: AttributionCode;
}

export interface LineFacts {
  /** Paid goods of the line without shipping, fen. */
  baseFen: number;
  rateBp: number;
  credits: readonly CreditFact[];
}

/** What one order line earns one distributor. */
export interface LineDecision {
  userId: string;
  attributionCode: AttributionCode;
  /** `WAIT_GROUP` until the order is paid and, in a group, the group succeeds; else the `NONE_*` code. */
  reasonCode: ReasonCode;
  baseFen: number;
  rateBp: number;
  /** floor(base × rate), 0 for every `NONE_*`. */
  amountFen: number;
}

function codeOf(credit: CreditFact, rateBp: number): AttributionCode {
  return credit.code.startsWith('EARNED') && rateBp === 0 ? 'NONE_PRODUCT_EXCLUDED' : credit.code;
}

function reasonOf(code: AttributionCode): ReasonCode {
  return code === 'EARNED_LAST_VISIT' || code === 'EARNED_BOUND' ? 'WAIT_GROUP' : code;
}

/**
 * Decides one order line for every distributor it touched. Whether somebody bought from themselves was
 * judged before; then whether the product is excluded (rate 0); then the amount, rounded down to the fen.
 */
export function decideLine({ baseFen, rateBp, credits }: LineFacts): LineDecision[] {
  return credits.map((credit) => {
    const attributionCode = codeOf(credit, rateBp);
    const earned = attributionCode.startsWith('EARNED');
    return {
      userId: credit.userId,
      attributionCode,
      reasonCode: reasonOf(attributionCode),
      baseFen,
      rateBp,
      amountFen: earned ? shareOfFen(baseFen, rateBp) : 0,
    };
  });
}

export interface ReversalFacts {
  /** What the line earned in all. */
  amountFen: number;
  baseFen: number;
  /** Goods of the line refunded so far, this refund included, without shipping. */
  refundedGoodsFen: number;
  /** What earlier refunds took back. */
  reversedBeforeFen: number;
  /** Nothing of the line's goods is left after this refund. */
  isLast: boolean;
}

/**
 * What a refund takes back from a commission line, fen ≥ 0: in proportion to all goods refunded so far,
 * rounded down, less what was taken back before; the last refund takes the exact rest. A refund of shipping
 * alone changes no goods and takes back nothing.
 */
export function reversalFen(facts: ReversalFacts): number {
  const { amountFen, baseFen, refundedGoodsFen, reversedBeforeFen, isLast } = facts;
  if (isLast) return amountFen - reversedBeforeFen;
  if (baseFen === 0) return 0;
  return proportionFen(amountFen, refundedGoodsFen, baseFen) - reversedBeforeFen;
}
