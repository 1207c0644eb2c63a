import crypto from 'node:crypto';
import { cardUpdateBody, shippingBody, subscribeMessageBody, unlimitedCodeBody } from './app.bodies.js';
import { AppTransport } from './app.transport.js';
import { checkSubject, type Fields, ShapeError } from './fields.js';
import {
  checkDay,
  checkOutBillNo,
  checkOutRefundNo,
  checkOutTradeNo,
  checkTransactionId,
  closeBody,
  prepayBody,
  refundBody,
  transferBody,
} from './pay.bodies.js';
import { cashierMessage, sealForWechat } from './pay.crypto.js';
import { PayKeys } from './pay.keys.js';
import { readNotice } from './pay.notices.js';
import { readRefund, readTransaction, readTransfer } from './pay.replies.js';
import { PayRequester } from './pay.requester.js';
import { PayTransport } from './pay.transport.js';
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
import type { WechatConfig, WechatContext } from './wechat.config.js';
import { WechatRefused, WechatUnavailable } from './wechat.errors.js';
import type { WechatApp, WechatPay } from './wechat.ports.js';

const apiV3KeyBytes = 32;

/**
 * Speaks WeChat's real protocol; in development and tests the sandbox stands at the other end. Holds nothing
 * that another process would have to know: only a token and certificates that WeChat gives to anyone who
 * asks.
 */
export class WechatHttpClient implements WechatApp, WechatPay {
  private readonly app: AppTransport;
  private readonly requester: PayRequester;
  private readonly keys: PayKeys;
  private readonly pay: PayTransport;

  /** Throws when a key of the configuration cannot be read, so that a wrong one stops the start. */
  constructor(
    private readonly config: WechatConfig,
    private readonly context: WechatContext,
  ) {
    if (Buffer.byteLength(config.apiV3Key) !== apiV3KeyBytes) throw new RangeError('apiV3Key has 32 bytes');
    this.app = new AppTransport(config, context);
    this.requester = new PayRequester(config, context);
    this.keys = new PayKeys(config, context, this.requester);
    this.pay = new PayTransport(config, context, this.requester, this.keys);
  }

  codeToSession(code: string): Promise<WechatSession> {
    const { appid, appSecret } = this.config;
    const query = { appid, secret: appSecret, js_code: code, grant_type: 'authorization_code' };
    return this.app.get('/sns/jscode2session', query, (body) => ({
      openid: body.string('openid'),
      sessionKey: body.string('session_key'),
      unionid: body.optionalString('unionid'),
    }));
  }

  getPhoneNumber(code: string, openid?: string): Promise<WechatPhone> {
    return this.app.post('/wxa/business/getuserphonenumber', { code, openid }, (body) => {
      const phone = body.object('phone_info');
      checkSubject(phone.object('watermark'), 'appid', this.config.appid);
      return {
        phoneNumber: phone.string('phoneNumber'),
        purePhoneNumber: phone.string('purePhoneNumber'),
        countryCode: phone.string('countryCode'),
      };
    });
  }

  async sendSubscribeMessage(message: SubscribeMessageInput): Promise<void> {
    await this.app.post('/cgi-bin/message/subscribe/send', subscribeMessageBody(message), () => undefined);
  }

  createActivity(): Promise<CardActivity> {
    return this.app.post('/cgi-bin/message/wxopen/activityid/create', {}, (body) => ({
      activityId: body.string('activity_id'),
      expiresAt: new Date(body.integer('expiration_time') * 1000),
    }));
  }

  async updateActivityMessage(update: CardUpdate): Promise<void> {
    await this.app.post('/cgi-bin/message/wxopen/updatablemsg/send', cardUpdateBody(update), () => undefined);
  }

  async getUnlimitedCode(code: UnlimitedCodeInput): Promise<Buffer> {
    return this.app.postForImage('/wxa/getwxacodeunlimit', unlimitedCodeBody(code));
  }

  async uploadShippingInfo(shipping: ShippingInput): Promise<void> {
    await this.app.post('/wxa/sec/order/upload_shipping_info', shippingBody(shipping), () => undefined);
  }

  prepayBody(input: PrepayInput): string {
    return prepayBody(this.config, input);
  }

  async prepay(input: PrepayInput): Promise<{ prepayId: string }> {
    return this.prepayStored(this.prepayBody(input));
  }

  prepayStored(body: string): Promise<{ prepayId: string }> {
    const request = { method: 'POST', path: '/v3/pay/transactions/jsapi', body } as const;
    return this.pay.call(request, (answer) => ({ prepayId: answer.string('prepay_id') }));
  }

  async signCashier(prepayId: string): Promise<CashierParameters> {
    const timeStamp = this.requester.timestamp();
    const nonceStr = this.requester.nonce();
    const paySign = await this.requester.sign(
      cashierMessage(this.config.appid, timeStamp, nonceStr, prepayId),
    );
    return { timeStamp, nonceStr, package: `prepay_id=${prepayId}`, signType: 'RSA', paySign };
  }

  async query(outTradeNo: string): Promise<Transaction | null> {
    checkOutTradeNo(outTradeNo);
    const { mchid } = this.config;
    const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${mchid}`;
    return orNull(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'], () =>
      this.pay.call({ method: 'GET', path }, (body) => {
        checkSubject(body, 'out_trade_no', outTradeNo);
        return readTransaction(body, this.config);
      }),
    );
  }

  async queryTransaction(transactionId: string): Promise<Transaction | null> {
    checkTransactionId(transactionId);
    const path = `/v3/pay/transactions/id/${transactionId}?mchid=${this.config.mchid}`;
    return orNull(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'], () =>
      this.pay.call({ method: 'GET', path }, (body) => {
        checkSubject(body, 'transaction_id', transactionId);
        return readTransaction(body, this.config);
      }),
    );
  }

  async close(outTradeNo: string): Promise<'closed' | 'already_paid'> {
    checkOutTradeNo(outTradeNo);
    const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`;
    try {
      await this.pay.command({ method: 'POST', path, body: closeBody(this.config) });
      return 'closed';
    } catch (error) {
      if (isRefusal(error, ['ORDERPAID', 'ORDER_PAID'])) return 'already_paid';
      if (isRefusal(error, ['ORDER_CLOSED', 'ORDERCLOSED', 'ORDER_NOT_EXIST', 'ORDERNOTEXIST'])) {
        return 'closed';
      }
      throw error;
    }
  }

  async refund(input: RefundInput): Promise<RefundView> {
    const body = refundBody(this.config, input);
    const request = { method: 'POST', path: '/v3/refund/domestic/refunds', body } as const;
    return this.pay.call(request, (answer) => {
      checkSubject(answer, 'out_refund_no', input.outRefundNo);
      return readRefund(answer);
    });
  }

  async queryRefund(outRefundNo: string): Promise<RefundView | null> {
    checkOutRefundNo(outRefundNo);
    const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`;
    return orNull(['RESOURCE_NOT_EXISTS'], () =>
      this.pay.call({ method: 'GET', path }, (body) => {
        checkSubject(body, 'out_refund_no', outRefundNo);
        return readRefund(body);
      }),
    );
  }

  async transfer(input: TransferInput): Promise<TransferView> {
    const sealingKey = input.userName === undefined ? undefined : await this.keys.forSealing();
    const sealedName =
      sealingKey === undefined ? undefined : sealForWechat(sealingKey.key, input.userName ?? '');
    const request = {
      method: 'POST',
      path: '/v3/fund-app/mch-transfer/transfer-bills',
      body: transferBody(this.config, input, sealedName),
      wechatpaySerial: sealingKey?.serial,
    } as const;
    return this.pay.call(request, (body) => this.readTransferOf(input.outBillNo, body));
  }

  async queryTransfer(outBillNo: string): Promise<TransferView | null> {
    checkOutBillNo(outBillNo);
    const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${outBillNo}`;
    return orNull(['NOT_FOUND', 'RESOURCE_NOT_EXISTS'], () =>
      this.pay.call({ method: 'GET', path }, (body) => this.readTransferOf(outBillNo, body)),
    );
  }

  async cancelTransfer(outBillNo: string): Promise<TransferView> {
    checkOutBillNo(outBillNo);
    const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${outBillNo}/cancel`;
    return this.pay.call({ method: 'POST', path }, (body) => this.readTransferOf(outBillNo, body));
  }

  async downloadTradeBill(day: string): Promise<string | null> {
    checkDay(day);
    return this.downloadBill(`/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`);
  }

  async downloadFundFlowBill(day: string, account: FundAccount = 'BASIC'): Promise<string | null> {
    checkDay(day);
    return this.downloadBill(`/v3/bill/fundflowbill?bill_date=${day}&account_type=${account}`);
  }

  readNotice(headers: NoticeHeaders, rawBody: Buffer): Promise<WechatNotice> {
    return readNotice(this.config, this.keys, this.context.now(), headers, rawBody);
  }

  private readTransferOf(outBillNo: string, body: Fields): TransferView {
    checkSubject(body, 'out_bill_no', outBillNo);
    return readTransfer(body, this.config);
  }

  /** The announced file is fetched at once, since its address lives for minutes at most. */
  private async downloadBill(path: string): Promise<string | null> {
    const bill = await orNull(['NO_STATEMENT_EXIST'], () =>
      this.pay.call({ method: 'GET', path }, (body) => ({
        hashType: body.oneOf('hash_type', ['SHA1']),
        hash: body.string('hash_value').toLowerCase(),
        filePath: downloadPath(body.string('download_url')),
      })),
    );
    if (bill === null) return null;
    const file = await this.pay.download(bill.filePath);
    const hash = crypto.createHash('sha1').update(file).digest('hex');
    if (hash !== bill.hash) {
      throw new WechatUnavailable('untrusted_answer', `GET ${path}`, 'wrong hash of the file');
    }
    return file.toString('utf8');
  }
}

/**
 * Path and query of a bill's address. The host is not taken over: a signed request goes to the configured one
 * alone, and WeChat serves its files there too.
 */
function downloadPath(downloadUrl: string): string {
  if (!URL.canParse(downloadUrl)) throw new ShapeError('download_url is not an address');
  const { pathname, search } = new URL(downloadUrl);
  return `${pathname}${search}`;
}

function isRefusal(error: unknown, codes: readonly string[]): boolean {
  return error instanceof WechatRefused && codes.includes(error.code);
}

/** Some refusals are the answer "there is none". */
async function orNull<View>(codes: readonly string[], ask: () => Promise<View>): Promise<View | null> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error, codes)) return null;
    throw error;
  }
}
