import type {
  AttributionCode,
  CommissionState,
  DistributorState,
  GroupState,
  OrderEventCode,
  OrderState,
  Actor,
  AfterSaleKind,
  AfterSaleState,
  ReasonCode,
  RefundReason,
  RefundState,
  ShareTargetKind,
} from '../states.js';
import type { GroupNoticeReply } from './groups.js';

/** The person behind a token. `nickname` and `avatarUrl` are empty until they give them. */
export interface UserReply {
  id: string;
  nickname: string;
  avatarUrl: string;
  isDistributor: boolean;
}

export interface LoginReply {
  /** JWT, for `Authorization: Bearer`. */
  token: string;
  /** UTC ISO. */
  expiresAt: string;
  user: UserReply;
}

export interface ProductCardReply {
  id: string;
  title: string;
  /** First picture, or null. */
  image: string | null;
  /** Lowest price when bought alone, fen. */
  priceFen: number;
  /** Lowest price in a running campaign, fen; null without one. */
  groupPriceFen: number | null;
  /** Members of a group, null without a running campaign. */
  groupSize: number | null;
  /** Pieces that can still be sold, all SKUs together. */
  stock: number;
  /** Pieces paid for and not given back, all time. */
  soldCount: number;
}

export interface SkuReply {
  id: string;
  name: string;
  priceFen: number;
  /** Price in the running campaign or in the group looked at; null when it is sold alone only. */
  groupPriceFen: number | null;
  stock: number;
}

export interface CampaignReply {
  id: string;
  kind: 'timed';
  title: string;
  size: number;
  windowMinutes: number;
  startsAt: string;
  endsAt: string;
  perUserLimit: number | null;
  /** The shop promises: with at least one paid member the group succeeds at its deadline, full or not. */
  guaranteed: boolean;
}

/** A forming group anyone may join. */
export interface OpenGroupReply {
  id: string;
  size: number;
  takenCount: number;
  heldCount: number;
  missing: number;
  closesAt: string;
  /** The opener's, when they agreed to be shown. */
  leaderNickname: string | null;
  leaderAvatarUrl: string | null;
}

export interface ProductReply {
  id: string;
  title: string;
  description: string;
  images: string[];
  skus: SkuReply[];
  /** The running campaign, or null. */
  campaign: CampaignReply | null;
  /** At most 20, fullest first. */
  openGroups: OpenGroupReply[];
  soldCount: number;
  serverTime: string;
}

export interface GroupMemberReply {
  /** 1-based, given at payment, lowest free first. */
  seatNo: number;
  /** Null unless this member agreed to be shown. */
  nickname: string | null;
  avatarUrl: string | null;
  isLeader: boolean;
  joinedAt: string;
}

export interface AddressReply {
  id: string;
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  detail: string;
  isDefault: boolean;
}

export interface GroupReply {
  id: string;
  state: GroupState;
  size: number;
  takenCount: number;
  heldCount: number;
  /** Seats neither taken nor held. */
  missing: number;
  /** Null until the opener has paid. */
  closesAt: string | null;
  /** It succeeded without being full, because it was guaranteed. */
  completedShort: boolean;
  /** What its members are told beside the seats: more time, another leader, why it ended. Oldest first. */
  notices: GroupNoticeReply[];
  serverTime: string;
  members: GroupMemberReply[];
  product: { id: string; title: string; images: string[]; priceFen: number };
  campaign: CampaignReply;
  skus: SkuReply[];
  /** The SKU the opener chose, to be proposed first. */
  leaderSkuId: string | null;
  /** The reader's own order in this group, when they are logged in and have one. */
  myOrderId?: string;
  /** The reader's default address, when they are logged in and have one. */
  defaultAddress?: AddressReply;
}

export interface GroupCardReply {
  id: string;
  state: GroupState;
  size: number;
  takenCount: number;
  heldCount: number;
  missing: number;
  closesAt: string | null;
  guaranteed: boolean;
  product: { id: string; title: string; image: string | null };
  /** Lowest group price, fen. */
  groupPriceFen: number;
  /** Lowest price alone, fen. */
  priceFen: number;
  myOrderId?: string;
}

export interface QuoteLineReply {
  skuId: string;
  quantity: number;
  unitPriceFen: number;
  goodsFen: number;
  payFen: number;
}

export interface QuoteReply {
  lines: QuoteLineReply[];
  goodsFen: number;
  discountFen: number;
  shippingFen: number;
  payFen: number;
}

/** Parameters of `wx.requestPayment`. */
export interface CashierReply {
  /** Seconds since 1970, as text. */
  timeStamp: string;
  nonceStr: string;
  /** `prepay_id=…` */
  package: string;
  signType: 'RSA';
  paySign: string;
}

export interface PlacedOrderReply {
  order: { id: string; state: OrderState; groupId?: string; payFen: number; heldUntil: string };
  /** Null when WeChat could not be asked now; `/cashier` tries again. */
  cashier: CashierReply | null;
}

export interface OrderCashierReply {
  cashier: CashierReply;
}

export interface OrderCardReply {
  id: string;
  state: OrderState;
  groupId?: string;
  payFen: number;
  refundedFen: number;
  lines: OrderLineReply[];
  createdAt: string;
  /** Until when an unpaid order keeps its seat and stock. */
  heldUntil: string | null;
  /** Seats of its group, when it has one. */
  group?: {
    size: number;
    takenCount: number;
    closesAt: string | null;
    state: GroupState;
    guaranteed: boolean;
  };
}

export interface OrderLineReply {
  id: string;
  skuId: string;
  productId: string;
  title: string;
  skuName: string;
  image: string | null;
  quantity: number;
  unitPriceFen: number;
  payFen: number;
  refundedFen: number;
  /** Pieces given back so far. */
  refundedQuantity: number;
}

export interface TimelineEntryReply {
  at: string;
  event: OrderEventCode;
  actor: Actor;
  /** Facts a screen may name: amounts in fen, the carrier, a reason code. */
  detail?: Record<string, string | number>;
}

export interface RefundReply {
  id: string;
  amountFen: number;
  reason: RefundReason;
  /** What the shop says about it, besides the reason. */
  note: string;
  state: RefundState;
  requestedAt: string;
  succeededAt: string | null;
}

/** An after-sale as its order shows it. */
export interface OrderAfterSaleReply {
  id: string;
  kind: AfterSaleKind;
  state: AfterSaleState;
  /** Order lines that it is about. */
  lineIds: string[];
}

/** Who is credited for an order, as the buyer may know it. */
export interface OrderAttributionReply {
  code: AttributionCode;
  /** The share the credit came through; null when the buyer was bound before. */
  shareToken: string | null;
}

export interface OrderReply extends OrderCardReply {
  goodsFen: number;
  discountFen: number;
  shippingFen: number;
  note: string;
  address: Omit<AddressReply, 'id' | 'isDefault'>;
  paidAt: string | null;
  shipment: { carrier: string; trackingNo: string; shippedAt: string } | null;
  /** When a shipped order counts as received by itself; null in every other state. */
  autoReceiveAt: string | null;
  /**
   * Until when after-sales may be asked for at least: one that is open then prolongs it to its own end. Null
   * before receipt, because it is not known yet, and once no more can be asked for.
   */
  afterSaleUntil: string | null;
  refunds: RefundReply[];
  /** What its buyer asked for, oldest first. */
  afterSales: OrderAfterSaleReply[];
  timeline: TimelineEntryReply[];
  attribution?: OrderAttributionReply;
  serverTime: string;
}

export interface ShareReply {
  token: string;
  /** Mini program path with query. */
  path: string;
  /** Public link, `PUBLIC_URL/s/<token>`. */
  url: string;
  /** For a mini program code, ≤ 32 characters. */
  scene: string;
}

export interface VisitReply {
  visitId: string;
  target: { kind: ShareTargetKind; id: string };
}

export interface BalancesReply {
  /** Commission of groups still forming. */
  estimatedFen: number;
  heldFen: number;
  availableFen: number;
  payingFen: number;
  /** What arrived in the wallet in all, after tax. */
  paidFen: number;
  /** Owed after reversals of what was paid out; a positive number. */
  debtFen: number;
}

export interface DistributorReply {
  /** Null when this user has never applied. */
  state: DistributorState | null;
  /** Why an application was rejected or a distributor suspended. */
  reason: string | null;
  balances: BalancesReply;
  rulesVersion: number;
}

/** A commission line; or an adjustment (`reasonCode` `ADJUSTED`), which no order line earned. */
export interface CommissionLineReply {
  id: string;
  /** Null only for an adjustment that is about no order. */
  orderId: string | null;
  /** Null for an adjustment. */
  orderLineId: string | null;
  /** Empty for an adjustment. */
  productTitle: string;
  state: CommissionState;
  /** Null for an adjustment. */
  attributionCode: AttributionCode | null;
  reasonCode: ReasonCode;
  /** 0 for an adjustment. */
  baseFen: number;
  /** 0 for an adjustment. */
  rateBp: number;
  amountFen: number;
  /** When it becomes or became available; absent while that is not known. */
  availableAt?: string;
  at: string;
  /** Why it was adjusted, or taken by two people; absent for other commission lines. */
  note?: string;
}

/** Every fact from which a commission line can be computed again. */
export interface CommissionExplanationReply extends CommissionLineReply {
  formula: { baseFen: number; rateBp: number; rounding: 'floor'; amountFen: number; reversedFen: number };
  /** The version of the rules in force when the order was placed; null for an adjustment. */
  rule: {
    version: number;
    effectiveAt: string;
    visitWindowDays: number;
    bindingDays: number;
    protectionDays: number;
    touchedDays: number;
  } | null;
  /** Where the rate came from; null for an adjustment. */
  rateSource: 'group' | 'product' | 'shop' | 'distributor' | null;
  /** Whether the buyer had paid here before; null for adjustments and for lines older than this note. */
  buyer: 'new' | 'returning' | null;
  /** Visits of the buyer that were weighed, newest first. */
  visits: { shareToken: string; at: string; channel: string; mine: boolean }[];
  binding: { boundAt: string; expiresAt: string } | null;
  /** Null for an adjustment that is about no order. */
  orderState: OrderState | null;
  events: { at: string; from: CommissionState | null; to: CommissionState; reasonCode: ReasonCode }[];
  transfers: LedgerTransferReply[];
}

export interface LedgerTransferReply {
  id: string;
  from: string;
  to: string;
  amountFen: number;
  reason: string;
  orderId: string | null;
  commissionLineId: string | null;
  at: string;
}
