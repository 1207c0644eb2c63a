import type { CampaignState, GroupState, ShareChannel } from '@tuanlink/shared/states';
import type { GroupTerms } from './checkout.rules.js';

/** `solo` buys alone, `open` opens a group, `join` joins one. */
export type OrderKind = 'solo' | 'open' | 'join';

export interface SkuFacts {
  id: string;
  productId: string;
  title: string;
  name: string;
  image: string | null;
  priceFen: number;
  onSale: boolean;
  /** Pieces neither sold nor held. */
  freeStock: number;
  /** The product's own commission rate; null = the shop's. */
  productRateBp: number | null;
}

/** Commission rules in force, as the attribution and commission rules want them. */
export interface RulesFacts {
  version: number;
  effectiveAt: string;
  defaultRateBp: number;
  newBuyerRateBp: number | null;
  visitWindowDays: number;
  bindingDays: number;
  protectionDays: number;
  touchedDays: number;
}

export interface VisitFacts {
  token: string;
  at: string;
  channel: ShareChannel;
  sharerUserId: string;
  /** Nearest approved distributor up the share's chain, or null. */
  creditUserId: string | null;
  /** That distributor's own rate, basis points, or null. */
  creditRateBp: number | null;
}

/** Answer of the SQL function `facts_of_order`: all that one order is decided from. Times are UTC ISO. */
export interface OrderFacts {
  settings: { holdMinutes: number; unpaidOrdersMax: number };
  openid: string | null;
  /** An order this person placed with the same request id. */
  existing: { id: string; requestHash: string } | null;
  unpaidCount: number;
  /** Whether this person has ever paid an order here. */
  paidBefore: boolean;
  address: Record<string, string> | null;
  skus: SkuFacts[];
  campaign:
    | (Omit<GroupTerms, 'campaignVersion'> & {
        id: string;
        productId: string;
        state: CampaignState;
        version: number;
        myOrderCount: number;
      })
    | null;
  group: {
    id: string;
    campaignId: string;
    productId: string;
    state: GroupState;
    size: number;
    windowMinutes: number;
    closesAt: string | null;
    terms: GroupTerms;
    /** Seats neither taken nor held. */
    free: number;
    myOrderId: string | null;
    /** Orders of this person that count for the limit of its terms; 0 where they have none. */
    myOrderCount: number;
  } | null;
  rules: RulesFacts;
  /** Newest first; a share token that came with the order stands first, at this moment. */
  visits: VisitFacts[];
  binding: {
    distributorUserId: string;
    shareToken: string | null;
    boundAt: string;
    expiresAt: string;
    approved: boolean;
    /** The bound distributor's own rate, basis points, or null. */
    rateBp: number | null;
  } | null;
}
