import { createHmac } from 'node:crypto';
import {
  refundBody,
  prepayBody,
  transferBody,
  type MerchantFacts,
} from '../../../src/infra/wechat/pay.bodies.js';
import type {
  CashierParameters,
  NoticeHeaders,
  PrepayInput,
  RefundInput,
  RefundView,
  Transaction,
  TransferInput,
  TransferView,
  WechatNotice,
} from '../../../src/infra/wechat/wechat-pay.types.js';
import { NoticeRejected, WechatRefused } from '../../../src/infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../../src/infra/wechat/wechat.ports.js';
import type { Gate } from '../shop/gate.js';
import { type CashierOrder, refundView } from './books.js';
import { transferView } from './transfers.js';
import type { Wechat } from './wechat.js';

const NOTICE_KEY = 'the key that only WeChat and the shop know';

/** The signature header of a simulated notice. */
export const SIGNATURE = 'wechatpay-signature';

/** What WeChat signs with. */
export function signNotice(body: string | Buffer): string {
  return createHmac('sha256', NOTICE_KEY).update(body).digest('hex');
}

function isRefusal(error: unknown, codes: readonly string[]): boolean {
  return error instanceof WechatRefused && codes.includes(error.code);
}

/** WeChat Pay as one process of the shop reaches it: the real client's promises over simulated books. */
export class PayPort implements WechatPay {
  constructor(
    private readonly wechat: Wechat,
    private readonly gate: Gate,
    private readonly merchant: MerchantFacts,
  ) {}

  prepayBody(input: PrepayInput): string {
    return prepayBody(this.merchant, input);
  }

  prepay(input: PrepayInput): Promise<{ prepayId: string }> {
    return this.prepayStored(this.prepayBody(input));
  }

  prepayStored(body: string): Promise<{ prepayId: string }> {
    return this.call('prepay', () => ({ prepayId: this.wechat.books.prepay(body) }));
  }

  signCashier(prepayId: string): Promise<CashierParameters> {
    const timeStamp = String(Math.floor(this.wechat.scheduler.now().getTime() / 1_000));
    const signed = { nonceStr: 'simulated', signType: 'RSA', paySign: 'simulated' } as const;
    return Promise.resolve({ timeStamp, package: `prepay_id=${prepayId}`, ...signed });
  }

  query(outTradeNo: string): Promise<Transaction | null> {
    return this.call('query', () => {
      const order = this.wechat.books.orders.get(outTradeNo);
      return order === undefined ? null : this.view(order);
    });
  }

  queryTransaction(transactionId: string): Promise<Transaction | null> {
    return this.call('queryTransaction', () => {
      const money = this.wechat.books.money.get(transactionId);
      return money === undefined ? null : this.wechat.paidView(money, 'SUCCESS');
    });
  }

  close(outTradeNo: string): Promise<'closed' | 'already_paid'> {
    return this.call('close', () => {
      try {
        this.wechat.books.close(outTradeNo);
        return 'closed' as const;
      } catch (error) {
        if (isRefusal(error, ['ORDERPAID'])) return 'already_paid' as const;
        if (isRefusal(error, ['ORDER_NOT_EXIST'])) return 'closed' as const;
        throw error;
      }
    });
  }

  refund(input: RefundInput): Promise<RefundView> {
    refundBody(this.merchant, input);
    return this.call('refund', () => refundView(this.wechat.takeRefund(input)));
  }

  queryRefund(outRefundNo: string): Promise<RefundView | null> {
    return this.call('queryRefund', () => {
      const refund = this.wechat.books.refunds.get(outRefundNo);
      return refund === undefined ? null : refundView(refund);
    });
  }

  transfer(input: TransferInput): Promise<TransferView> {
    transferBody(this.merchant, input, undefined);
    return this.call('transfer', () => transferView(this.wechat.transfers.offer(input)));
  }

  queryTransfer(outBillNo: string): Promise<TransferView | null> {
    return this.call('queryTransfer', () => {
      const offer = this.wechat.transfers.find(outBillNo);
      return offer === null ? null : transferView(offer);
    });
  }

  cancelTransfer(outBillNo: string): Promise<TransferView> {
    return this.call('cancelTransfer', () => transferView(this.wechat.transfers.cancel(outBillNo)));
  }

  downloadTradeBill(): Promise<string | null> {
    throw new Error('no bill is read in this simulation');
  }

  downloadFundFlowBill(): Promise<string | null> {
    throw new Error('no bill is read in this simulation');
  }

  async readNotice(headers: NoticeHeaders, rawBody: Buffer): Promise<WechatNotice> {
    if (headers[SIGNATURE] !== signNotice(rawBody)) {
      throw new NoticeRejected(401, 'bad_signature');
    }
    const { mchid, ...notice } = JSON.parse(rawBody.toString('utf8'), reviveTimes) as WechatNotice & {
      mchid: string;
    };
    if (mchid !== this.merchant.mchid) throw new NoticeRejected(400, 'foreign');
    return notice as WechatNotice;
  }

  private call<T>(name: string, work: () => T): Promise<T> {
    return this.gate.call(() => this.wechat.weather.call(name, work));
  }

  private view(order: CashierOrder): Transaction {
    const { outTradeNo, state } = order;
    const money = this.wechat.books.money.get(order.transactionIds[0] ?? '');
    return money === undefined ? { outTradeNo, state } : this.wechat.paidView(money, state);
  }
}

function reviveTimes(key: string, value: unknown): unknown {
  return key.endsWith('At') && typeof value === 'string' ? new Date(value) : value;
}
