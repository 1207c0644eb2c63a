import { shareOfFen } from '@tuanlink/shared/money';
import type { AttributionCode, ReasonCode } from '@tuanlink/shared/states';

/** A rate, and another one for buyers who never paid before, basis points; null: the same for everybody. */
export interface Rates {
  rateBp: number;
  newBuyerRateBp: number | null;
}

/** Where the rate of an order line comes from. */
export interface RateFacts {
  /** `solo` alone; `open` and `join` in a group. */
  kind: 'solo' | 'open' | 'join';
  /** From the terms the group opened with. */
  group: Rates | null;
  /** The product's own, null when it has none. */
  productRateBp: number | null;
  /** The shop's default. */
  shop: Rates;
  /** Whether the buyer had never paid an order when this one was placed. */
  isNewBuyer: boolean;
}

export type RateSource = 'group' | 'product' | 'shop' | 'distributor';

/** The rate of one order line for one distributor, and where it comes from. */
export interface Rate {
  rateBp: number;
  source: RateSource;
}

const ofBuyer = ({ rateBp, newBuyerRateBp }: Rates, isNewBuyer: boolean): number =>
  isNewBuyer && newBuyerRateBp !== null ? newBuyerRateBp : rateBp;

/**
 * The commission rate of an order line. In a group it is the group's snapshot, and nothing else. Alone, also
 * while the product has a running campaign: a product at 0 earns nobody anything; then the distributor's own
 * rate; then the product's; then the shop's. Group and shop may have another rate for new buyers.
 * @param distributorRateBp the distributor's own rate, 1 or more; null when they have none
 */
export function rateFor(facts: RateFacts, distributorRateBp: number | null = null): Rate {
  const { kind, group, productRateBp, shop, isNewBuyer } = facts;
  if (kind !== 'solo') {
    if (group === null) throw new RangeError('a group order needs the rate of its group');
    return { rateBp: ofBuyer(group, isNewBuyer), source: 'group' };
  }
  if (productRateBp === 0) return { rateBp: 0, source: 'product' };
  if (distributorRateBp !== null) return { rateBp: distributorRateBp, source: 'distributor' };
  if (productRateBp !== null) return { rateBp: productRateBp, source: 'product' };
  return { rateBp: ofBuyer(shop, isNewBuyer), source: 'shop' };
}

/** What attribution decided about one distributor. */
interface CreditFact {
  userId: string;
  code: AttributionCode;
  /** What the line earns this distributor, if they are the one credited. */
  rate: Rate;
}

export interface LineFacts {
  /** Paid goods of the line without shipping, fen. */
  baseFen: number;
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
  rateSource: RateSource;
  /** floor(base × rate), 0 for every `NONE_*`. */
  amountFen: number;
}

function codeOf({ code, rate }: CreditFact): AttributionCode {
  return code.startsWith('EARNED') && rate.rateBp === 0 ? 'NONE_PRODUCT_EXCLUDED' : code;
}

function reasonOf(code: AttributionCode): ReasonCode {
  return code === 'EARNED_LAST_VISIT' || code === 'EARNED_BOUND' ? 'WAIT_GROUP' : code;
}

/**
 * Decides one order line for every distributor it touched. Whether somebody bought from themselves was
 * judged before; then whether the product is excluded (rate 0); then the amount, rounded down to the fen.
 */
export function decideLine({ baseFen, credits }: LineFacts): LineDecision[] {
  return credits.map((credit) => {
    const attributionCode = codeOf(credit);
    const { rateBp, source } = credit.rate;
    const earned = attributionCode.startsWith('EARNED');
    return {
      userId: credit.userId,
      attributionCode,
      reasonCode: reasonOf(attributionCode),
      baseFen,
      rateBp,
      rateSource: source,
      amountFen: earned ? shareOfFen(baseFen, rateBp) : 0,
    };
  });
}
