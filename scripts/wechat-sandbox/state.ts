/** What the sandbox remembers. Every record is plain JSON; times are milliseconds of the sandbox's clock. */

/** A WeChat user of this mini program. */
export interface UserRecord {
  openid: string;
  nickname: string;
  unionid?: string;
  /** Compared with an encrypted `user_name` of a transfer, when given. */
  realName?: string;
  phone: string;
  createdAt: number;
  lastLoginAt?: number;
  sessionKey?: string;
  sessionKeyAt?: number;
  /** Templates with a counted quota; a template that is absent here is accepted without limit. */
  subscriptions?: Record<string, number>;
}

/** A one-time code from `wx.login` or the phone button; both live 5 minutes. */
export interface CodeRecord {
  code: string;
  kind: 'login' | 'phone';
  openid: string;
  createdAt: number;
  used: boolean;
}

/** The two kinds of access token, which do not invalidate each other. */
export interface TokenRecord {
  token: string;
  kind: 'stable' | 'ordinary';
  expiresAt: number;
}

/** State of an order at WeChat, in WeChat's words. */
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';

/** The body of `POST /v3/pay/transactions/jsapi` after its fields were checked. */
export interface PrepayBody {
  appid: string;
  mchid: string;
  description: string;
  out_trade_no: string;
  time_expire?: string;
  attach?: string;
  notify_url: string;
  amount: { total: number; currency?: string };
  payer: { openid: string };
}

/** One order of the merchant, known by its `out_trade_no`. */
export interface PaymentRecord {
  outTradeNo: string;
  /** The newest prepay_id; older ones are found through `PrepayRecord`. */
  prepayId: string;
  state: TradeState;
  /** The exact parameters of the first prepay, keys sorted: a repeat must equal them. */
  fingerprint: string;
  body: PrepayBody;
  createdAt: number;
  timeExpire?: number;
  /** All payments that succeeded for this order; more than one only through odd payments. */
  transactionIds: string[];
  abandonedAt?: number;
}

/** A prepay_id and when it was issued; it can be paid for 2 hours. */
export interface PrepayRecord {
  prepayId: string;
  outTradeNo: string;
  issuedAt: number;
}

/** Money that moved from a user to the merchant. */
export interface TransactionRecord {
  transactionId: string;
  outTradeNo: string;
  openid: string;
  amountFen: number;
  paidAt: number;
  /** Fen already refunded or being refunded; closed refunds are given back. */
  refundedFen: number;
  refundCount: number;
  lastRefundAt?: number;
}

/** State of a refund, in WeChat's words. */
export type RefundState = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED';

/** One refund, known by its `out_refund_no`. */
export interface RefundRecord {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  transactionId: string;
  amountFen: number;
  totalFen: number;
  state: RefundState;
  fingerprint: string;
  notifyUrl?: string;
  reason?: string;
  createdAt: number;
  finishedAt?: number;
  /** True once `apply-abnormal-refund` gave the refund another account. */
  rerouted?: boolean;
}

/** State of a merchant transfer, in WeChat's words. */
export type TransferState =
  | 'ACCEPTED'
  | 'PROCESSING'
  | 'WAIT_USER_CONFIRM'
  | 'TRANSFERING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';

/** One merchant transfer, known by its `out_bill_no`. */
export interface TransferRecord {
  outBillNo: string;
  transferBillNo: string;
  openid: string;
  amountFen: number;
  sceneId: string;
  remark: string;
  userName?: string;
  state: TransferState;
  failReason?: string;
  fingerprint: string;
  packageInfo: string;
  notifyUrl?: string;
  createdAt: number;
  updatedAt: number;
}

/** A subscription message that was accepted for delivery. */
export interface MessageRecord {
  id: string;
  openid: string;
  templateId: string;
  page?: string;
  data: Record<string, { value: string }>;
  state: string;
  lang: string;
  at: number;
}

/** An updatable chat card (动态消息), known by its activity_id. */
export interface CardRecord {
  activityId: string;
  openid?: string;
  createdAt: number;
  expiresAt: number;
  targetState?: 0 | 1;
  parameters: Record<string, string>;
  updatedAt?: number;
}

/** What was uploaded about the shipping of one transaction. */
export interface ShipmentRecord {
  transactionId: string;
  outTradeNo: string;
  openid: string;
  logisticsType: number;
  deliveryMode: number;
  isAllDelivered: boolean;
  items: { trackingNo?: string; expressCompany?: string; itemDesc: string }[];
  uploadTime: number;
  uploads: number;
  /** WeChat's order_state: 2 shipped, 3 received. */
  orderState: 2 | 3;
  receivedAt?: number;
}

/** What a notice is about; its plaintext is built from the record at each sending. */
export type NoticeKind = 'payment' | 'refund' | 'transfer';

/** A notice and how far its delivery got. */
export interface NoticeRecord {
  id: string;
  kind: NoticeKind;
  /** transaction_id, out_refund_no or out_bill_no. */
  ref: string;
  /** For replay: the order (payments, refunds) or the transfer's out_bill_no. */
  outNo: string;
  eventType: string;
  url: string;
  createdAt: number;
  state: 'pending' | 'delivered' | 'given_up' | 'dropped' | 'held';
  attempts: number;
  nextAt: number;
  /** Extra copies that the fault plan asks for. */
  copies: number;
}

/** Single values kept under a name: fault plan, clock offset, counters, signing mode. */
export interface MetaRecord {
  name: string;
  value: unknown;
}

/** All tables by name. */
export interface Tables {
  users: UserRecord;
  codes: CodeRecord;
  tokens: TokenRecord;
  payments: PaymentRecord;
  prepays: PrepayRecord;
  transactions: TransactionRecord;
  refunds: RefundRecord;
  transfers: TransferRecord;
  messages: MessageRecord;
  cards: CardRecord;
  shipments: ShipmentRecord;
  notices: NoticeRecord;
  meta: MetaRecord;
}

/** Names of all tables, in the order they are written to a snapshot. */
export const tableNames = [
  'users',
  'codes',
  'tokens',
  'payments',
  'prepays',
  'transactions',
  'refunds',
  'transfers',
  'messages',
  'cards',
  'shipments',
  'notices',
  'meta',
] as const satisfies readonly (keyof Tables)[];
