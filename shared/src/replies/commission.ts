/** One version of the shop-wide rules of attribution and commission. */
export interface CommissionRulesReply {
  /** The version, as text. */
  id: string;
  version: number;
  /** `announced` until its day, `in_force`, then `past`. */
  state: 'announced' | 'in_force' | 'past';
  effectiveAt: string;
  /** When it was allowed and told; null for the rules the shop opened with. */
  announcedAt: string | null;
  /** Rate of a solo purchase of a product without a rate of its own, basis points. */
  defaultRateBp: number;
  /** The same for buyers who never paid before; null: no other rate. */
  newBuyerRateBp: number | null;
  visitWindowDays: number;
  bindingDays: number;
  protectionDays: number;
  touchedDays: number;
}

/** The rules as distributors may know them. */
export interface ShopCommissionRulesReply {
  current: CommissionRulesReply;
  /** Days after receipt until the commission of an order becomes available. */
  availableAfterDays: number;
  /** Versions that will be in force, the earliest first. */
  announced: CommissionRulesReply[];
}
