import type {
  CardActivity,
  CardUpdate,
  ShippingInput,
  SubscribeMessageInput,
  UnlimitedCodeInput,
  WechatPhone,
  WechatSession,
} from './wechat-app.types.js';
import type {
  CashierParameters,
  FundAccount,
  NoticeHeaders,
  PrepayInput,
  RefundInput,
  RefundView,
  Transaction,
  TransferInput,
  TransferView,
  WechatNotice,
} from './wechat-pay.types.js';

/**
 * The two doors to WeChat. Every call takes at most its timeout and fails with `WechatRefused` (WeChat said
 * no, nothing was done) or `WechatUnavailable` (outcome unknown: repeat with the same numbers, or query).
 * Input that breaks a documented limit is a mistake of ours and throws `RangeError` before anything is sent.
 * Never call these inside a database transaction.
 */

/** The mini program's server interface (`api.weixin.qq.com`). */
export interface WechatApp {
  /**
   * Exchanges the one-use code of `wx.login` (5 minutes) for the person behind it.
   * Refusals: `40029` invalid or expired, `40163` used before, `40226` blocked by WeChat.
   */
  codeToSession(code: string): Promise<WechatSession>;

  /**
   * Exchanges the code of the phone button (not the login code). Refusal `40029`: invalid, or another
   * person's.
   */
  getPhoneNumber(code: string, openid?: string): Promise<WechatPhone>;

  /** Sends one message the person has asked for. Refusal `43101`: no permission left; do not retry. */
  sendSubscribeMessage(message: SubscribeMessageInput): Promise<void>;

  /** Makes the id under which cards of one group are updated; needed before the card is shared. */
  createActivity(): Promise<CardActivity>;

  /** Updates the cards of an activity: decoration, never the truth. Refusal `47504`: expired. */
  updateActivityMessage(update: CardUpdate): Promise<void>;

  /** A mini program code as an image (JPEG or PNG). Refusal `41030`: the page is not published. */
  getUnlimitedCode(code: UnlimitedCodeInput): Promise<Buffer>;

  /**
   * Tells WeChat that a payment's goods went out, which frees the money. Refused for about a minute after
   * payment.
   */
  uploadShippingInfo(shipping: ShippingInput): Promise<void>;
}

/** WeChat Pay API v3 for a direct merchant (`api.mch.weixin.qq.com`). */
export interface WechatPay {
  /**
   * The exact text a prepay call sends. Store it (as text, not as parsed JSON) and hand it to
   * {@link prepayStored}: WeChat refuses a repetition that differs in any parameter.
   */
  prepayBody(input: PrepayInput): string;

  /** Opens the cashier for an order: {@link prepayBody} and {@link prepayStored} in one. */
  prepay(input: PrepayInput): Promise<{ prepayId: string }>;

  /**
   * Opens, or opens again, the cashier with stored parameters. The id lives two hours.
   * Refusals: `ORDERPAID`, `ORDER_CLOSED`, `OUT_TRADE_NO_USED`.
   */
  prepayStored(body: string): Promise<{ prepayId: string }>;

  /** Signs a stored prepay id for the payer's client, without calling WeChat. The id is used as it is. */
  signCashier(prepayId: string): Promise<CashierParameters>;

  /** What became of an order; null: WeChat has never seen it. */
  query(outTradeNo: string): Promise<Transaction | null>;

  /**
   * What WeChat knows of a payment by its own number, also of a second one for the same order; null: it knows
   * none.
   */
  queryTransaction(transactionId: string): Promise<Transaction | null>;

  /**
   * Makes sure that an order can no longer be paid; may be repeated. An order WeChat has never seen counts as
   * closed. `already_paid`: query it and treat it as paid.
   */
  close(outTradeNo: string): Promise<'closed' | 'already_paid'>;

  /**
   * Asks for a refund; the same number is the same refund. Refusals: `NOT_ENOUGH`, `USER_ACCOUNT_ABNORMAL` …
   */
  refund(input: RefundInput): Promise<RefundView>;

  /** What became of a refund; null: WeChat has never seen it. */
  queryRefund(outRefundNo: string): Promise<RefundView | null>;

  /** Offers money to a person, who must confirm it within 24 hours. The same number is the same transfer. */
  transfer(input: TransferInput): Promise<TransferView>;

  /** What became of a transfer; null: WeChat has never seen it. */
  queryTransfer(outBillNo: string): Promise<TransferView | null>;

  /** Asks to withdraw an offer that is not confirmed yet; the answer is usually `CANCELING`. */
  cancelTransfer(outBillNo: string): Promise<TransferView>;

  /**
   * All payments and refunds of a day in China, as CSV text with amounts in yuan; null: WeChat says there
   * were none. Made after 10:00 of the next day, kept for three months.
   * @param day `YYYY-MM-DD`
   */
  downloadTradeBill(day: string): Promise<string | null>;

  /** All movements of one of the merchant's accounts on a day; as {@link downloadTradeBill}. */
  downloadFundFlowBill(day: string, account?: FundAccount): Promise<string | null>;

  /**
   * Reads a notice: verifies, opens, parses, checks that it is for this merchant and mini program; nothing
   * else.
   * @param rawBody the bytes as they arrived.
   * @throws `NoticeRejected` with the status to answer; `WechatUnavailable` when WeChat's certificates could
   * not be fetched, which should be answered 503 so that the notice comes again.
   */
  readNotice(headers: NoticeHeaders, rawBody: Buffer): Promise<WechatNotice>;
}
