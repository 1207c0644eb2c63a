/**
 * What goes in and out of {@link WechatPay}. Amounts are integer fen, times are Dates; every field that
 * WeChat may leave out is optional. Sources: reference/wechat.md §5.2–5.9.
 */

/** An order at the cashier. The same input always serialises to the same bytes. */
export interface PrepayInput {
  /** 6–32 of digits, letters, `_ - | *`; unique per merchant, one for an order's whole life. */
  outTradeNo: string;
  /** Shown to the payer; cut at 127 characters. */
  description: string;
  /** At least 1. */
  amountFen: number;
  /** The payer, who alone can pay it. */
  openid: string;
  /** When the cashier stops taking money; at least a minute ahead. Sent to the second, rounded down. */
  expiresAt: Date;
  /** Returned in the notice and by queries once paid; at most 128 characters. */
  attach?: string;
  /** Where the notice goes; default: this server's own route. */
  notifyUrl?: string;
}

/** What `wx.requestPayment` takes, letter for letter. */
export interface CashierParameters {
  timeStamp: string;
  nonceStr: string;
  package: `prepay_id=${string}`;
  signType: 'RSA';
  paySign: string;
}

export const tradeStates = [
  'SUCCESS',
  'REFUND',
  'NOTPAY',
  'CLOSED',
  'REVOKED',
  'USERPAYING',
  'PAYERROR',
] as const;
/** `REFUND`: paid, and refunded at least in part. The last three occur only with code scanners. */
export type TradeState = (typeof tradeStates)[number];

/** What WeChat knows about one of our orders. Already checked to be ours: merchant, mini program, number. */
export interface Transaction {
  outTradeNo: string;
  state: TradeState;
  stateDescription?: string;
  transactionId?: string;
  /** Who really paid; compare with the buyer. */
  openid?: string;
  /** What was charged; compare with the order. */
  totalFen?: number;
  /** What the payer gave after WeChat's own coupons. */
  payerTotalFen?: number;
  paidAt?: Date;
  attach?: string;
  bankType?: string;
}

/** A transaction that took money. */
export interface PaidTransaction extends Transaction {
  state: 'SUCCESS' | 'REFUND';
  transactionId: string;
  openid: string;
  totalFen: number;
  payerTotalFen: number;
  paidAt: Date;
}

export interface RefundInput {
  /** The payment to give back, by WeChat's number: also right for odd money. */
  transactionId: string;
  /** At most 64 of digits, letters, `_ - | * @`. The same number is the same refund, for ever. */
  outRefundNo: string;
  /** Shown to the buyer; cut at 80 characters. */
  reason: string;
  refundFen: number;
  /** What the payment charged in all. */
  totalFen: number;
  /** Where the notice goes; default: this server's own route. */
  notifyUrl?: string;
}

export const refundStatuses = ['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL'] as const;
/**
 * `PROCESSING` is accepted, not refunded; `ABNORMAL` needs a person; after `CLOSED` only a new number helps.
 */
export type RefundStatus = (typeof refundStatuses)[number];

export interface RefundView {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  transactionId: string;
  status: RefundStatus;
  refundFen: number;
  totalFen: number;
  /** What the buyer gets; less than `refundFen` when WeChat's coupons had paid a part. */
  payerRefundFen?: number;
  refundedAt?: Date;
  /** Where the money went, in WeChat's words: `招商银行信用卡0403`. */
  receivedAccount?: string;
}

export interface TransferInput {
  /** At most 32 digits and letters. Never changed until a query says null, `FAIL` or `CANCELLED`. */
  outBillNo: string;
  openid: string;
  /** `1005` = commission. */
  sceneId: string;
  /** What the scene asks for; 1005: `岗位类型` and `报酬说明`. Type ≤ 15, content ≤ 32 characters. */
  reports: readonly { type: string; content: string }[];
  /** At least 10. */
  amountFen: number;
  /** Shown to the payee; cut at 32 characters. */
  remark: string;
  /** Real name in the clear; sealed before it leaves. Required from 200,000 fen on. */
  userName?: string;
  /** Where the notice goes; default: this server's own route. */
  notifyUrl?: string;
}

export const transferStates = [
  'ACCEPTED',
  'PROCESSING',
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'SUCCESS',
  'FAIL',
  'CANCELING',
  'CANCELLED',
] as const;
/**
 * Final: `SUCCESS`, `FAIL` (also when the payee let 24 hours pass), `CANCELLED`. WeChat spells `TRANSFERING`
 * so.
 */
export type TransferState = (typeof transferStates)[number];

export interface TransferView {
  outBillNo: string;
  transferBillNo: string;
  state: TransferState;
  /** Why it failed; an open list of words, stored as text. */
  failReason?: string;
  /** For `wx.requestMerchantTransfer`, only in `WAIT_USER_CONFIRM`. */
  packageInfo?: string;
  amountFen?: number;
  openid?: string;
  updatedAt?: Date;
}

/** A fund-flow bill is kept per account of the merchant. */
export type FundAccount = 'BASIC' | 'OPERATION' | 'FEES';

interface NoticeBase {
  /** WeChat's id of this notice. Not a key for deduplication: the same fact may come under another id. */
  noticeId: string;
  createdAt: Date;
}

/** An order was paid. */
export interface PayNotice extends NoticeBase {
  kind: 'payment';
  transaction: PaidTransaction;
}

/** A refund reached its end, or stuck. */
export interface RefundNotice extends NoticeBase {
  kind: 'refund';
  refund: RefundView;
}

/** A transfer reached its end. */
export interface TransferNotice extends NoticeBase {
  kind: 'transfer';
  transfer: TransferView;
}

export type WechatNotice = PayNotice | RefundNotice | TransferNotice;

/** Request headers as Node gives them: lower-case names. */
export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Whether money was taken, also when some of it was given back since. */
export function isPaid(transaction: Transaction): transaction is PaidTransaction {
  return transaction.state === 'SUCCESS' || transaction.state === 'REFUND';
}
