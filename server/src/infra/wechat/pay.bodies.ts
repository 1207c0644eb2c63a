import { noticePaths } from './wechat.config.js';
import { toChinaTime } from './rfc3339.js';
import type { PrepayInput, RefundInput, TransferInput } from './wechat-pay.types.js';

/**
 * Request bodies of WeChat Pay as exact JSON text. Keys are written in a fixed order and absent fields are
 * left out (WeChat refuses null and unknown fields), so equal input gives equal bytes. Input beyond a
 * documented limit throws `RangeError`; texts that people read are cut instead.
 */

/** Who asks, and where notices go. */
export interface MerchantFacts {
  appid: string;
  mchid: string;
  notifyBaseUrl: string;
}

const outTradeNoPattern = /^[0-9A-Za-z_\-|*]{6,32}$/;
const transactionIdPattern = /^[0-9A-Za-z]{1,32}$/;
const outRefundNoPattern = /^[0-9A-Za-z_\-|*@]{1,64}$/;
const outBillNoPattern = /^[0-9A-Za-z]{1,32}$/;
const namedTransferFromFen = 200_000;
const transferFenMin = 10;

/** Body of `POST /v3/pay/transactions/jsapi`. */
export function prepayBody(merchant: MerchantFacts, input: PrepayInput): string {
  checkOutTradeNo(input.outTradeNo);
  checkFen('amountFen', input.amountFen, 1);
  checkLength('attach', input.attach ?? '', 128);
  return JSON.stringify({
    appid: merchant.appid,
    mchid: merchant.mchid,
    description: cutText(input.description, 127),
    out_trade_no: input.outTradeNo,
    time_expire: toChinaTime(input.expiresAt),
    attach: input.attach,
    notify_url: noticeUrl(merchant, 'payment', input.notifyUrl),
    amount: { total: input.amountFen, currency: 'CNY' },
    payer: { openid: input.openid },
  });
}

/** Body of `POST /v3/pay/transactions/out-trade-no/{no}/close`. */
export function closeBody(merchant: MerchantFacts): string {
  return JSON.stringify({ mchid: merchant.mchid });
}

/** Body of `POST /v3/refund/domestic/refunds`. */
export function refundBody(merchant: MerchantFacts, input: RefundInput): string {
  checkOutRefundNo(input.outRefundNo);
  checkFen('totalFen', input.totalFen, 1);
  checkFen('refundFen', input.refundFen, 1);
  if (input.refundFen > input.totalFen) throw new RangeError('refundFen is more than totalFen');
  return JSON.stringify({
    transaction_id: input.transactionId,
    out_refund_no: input.outRefundNo,
    reason: cutText(input.reason, 80),
    notify_url: noticeUrl(merchant, 'refund', input.notifyUrl),
    amount: { refund: input.refundFen, total: input.totalFen, currency: 'CNY' },
  });
}

/**
 * Body of `POST /v3/fund-app/mch-transfer/transfer-bills`.
 * @param sealedName the payee's real name, sealed; the one part that differs between repetitions.
 */
export function transferBody(
  merchant: MerchantFacts,
  input: TransferInput,
  sealedName: string | undefined,
): string {
  checkOutBillNo(input.outBillNo);
  checkFen('amountFen', input.amountFen, transferFenMin);
  if (input.amountFen >= namedTransferFromFen && sealedName === undefined) {
    throw new RangeError(`a transfer from ${namedTransferFromFen} fen on needs the payee's real name`);
  }
  for (const report of input.reports) {
    checkLength('report type', report.type, 15);
    checkLength('report content', report.content, 32);
  }
  return JSON.stringify({
    appid: merchant.appid,
    out_bill_no: input.outBillNo,
    transfer_scene_id: input.sceneId,
    openid: input.openid,
    user_name: sealedName,
    transfer_amount: input.amountFen,
    transfer_remark: cutText(input.remark, 32),
    notify_url: noticeUrl(merchant, 'transfer', input.notifyUrl),
    transfer_scene_report_infos: input.reports.map(({ type, content }) => ({
      info_type: type,
      info_content: content,
    })),
  });
}

/** Throws unless the text may be an `out_trade_no`: it becomes part of a path. */
export function checkOutTradeNo(text: string): void {
  if (!outTradeNoPattern.test(text)) throw new RangeError('outTradeNo is not 6–32 of 0-9 A-Z a-z _ - | *');
}

/** Throws unless the text may be a number that WeChat gave to a payment. */
export function checkTransactionId(text: string): void {
  if (!transactionIdPattern.test(text)) throw new RangeError('transactionId is not 1–32 of 0-9 A-Z a-z');
}

/** Throws unless the text may be an `out_refund_no`. */
export function checkOutRefundNo(text: string): void {
  if (!outRefundNoPattern.test(text)) {
    throw new RangeError('outRefundNo is not 1–64 of 0-9 A-Z a-z _ - | * @');
  }
}

/** Throws unless the text may be an `out_bill_no`. */
export function checkOutBillNo(text: string): void {
  if (!outBillNoPattern.test(text)) throw new RangeError('outBillNo is not 1–32 of 0-9 A-Z a-z');
}

/** Throws unless the text is a day as `YYYY-MM-DD` that exists. */
export function checkDay(text: string): void {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  if (!exists) throw new RangeError('day is not a date as YYYY-MM-DD');
}

/**
 * Cuts a text people read to at most `lengthMax` UTF-16 units, never through a character, and marks the cut.
 */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > lengthMax - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function noticeUrl(
  merchant: MerchantFacts,
  kind: keyof typeof noticePaths,
  given: string | undefined,
): string {
  const url = given ?? `${merchant.notifyBaseUrl.replace(/\/+$/, '')}${noticePaths[kind]}`;
  checkLength('notifyUrl', url, 255);
  if (url.includes('?') || url.includes('#')) throw new RangeError('notifyUrl carries a query or a fragment');
  return url;
}

function checkFen(name: string, value: number, min: number): void {
  if (!Number.isSafeInteger(value) || value < min) throw new RangeError(`${name} is not an integer ≥ ${min}`);
}

function checkLength(name: string, text: string, lengthMax: number): void {
  if (text.length > lengthMax) throw new RangeError(`${name} is longer than ${lengthMax} characters`);
}
