import { createHash } from 'node:crypto';
import { MINUTE_MS, HOUR_MS } from '@tuanlink/shared/time';
import type {
  RefundInput,
  RefundStatus,
  RefundView,
  TradeState,
} from '../../../src/infra/wechat/wechat-pay.types.js';
import { WechatRefused } from '../../../src/infra/wechat/wechat.errors.js';

/** An order at WeChat's cashier. */
export interface CashierOrder {
  outTradeNo: string;
  prepayId: string;
  /** The body it was opened with; another one under the same number is refused. */
  body: string;
  amountFen: number;
  openid: string;
  expiresAtMs: number;
  state: TradeState;
  transactionIds: string[];
}

/** Money that a person paid. */
export interface Money {
  transactionId: string;
  outTradeNo: string;
  openid: string;
  amountFen: number;
  paidAtMs: number;
  refundedFen: number;
  refundCount: number;
  refundedAtMs: number;
}

/** A refund the shop asked for. */
export interface RefundOrder {
  outRefundNo: string;
  refundId: string;
  transactionId: string;
  outTradeNo: string;
  amountFen: number;
  totalFen: number;
  status: RefundStatus;
  createdAtMs: number;
  finishedAtMs?: number;
  fingerprint: string;
}

/** How a payment differs from what was asked for. */
export interface Odd {
  amountFen?: number;
  openid?: string;
  /** Pays an order that is paid already once more. */
  again?: boolean;
}

const PREPAY_MS = 2 * HOUR_MS;
const REFUNDS_MAX = 50;
/** A payer who was at the cashier in time may be a little late with the password. */
const GRACE_MS = 15_000;

const refuse = (call: string, status: number, code: string) => new WechatRefused(call, status, code, '模拟');

/**
 * What WeChat holds of the shop's money, and the rules by which it changes: one number is one thing, what is
 * closed cannot be paid, refunds of one payment lie a minute apart. Nothing here knows of faults.
 */
export class Books {
  readonly orders = new Map<string, CashierOrder>();
  readonly money = new Map<string, Money>();
  readonly refunds = new Map<string, RefundOrder>();
  private readonly numbersOfPrepays = new Map<string, string>();
  private count = 0;

  constructor(private readonly nowMs: () => number) {}

  /** Opens the cashier. The text is what the real client would send. */
  prepay(text: string): string {
    const body = JSON.parse(text) as {
      out_trade_no: string;
      time_expire: string;
      amount: { total: number };
      payer: { openid: string };
    };
    const call = 'POST prepay';
    const known = this.orders.get(body.out_trade_no);
    if (known !== undefined) {
      if (known.body !== text) throw refuse(call, 403, 'OUT_TRADE_NO_USED');
      if (known.state === 'SUCCESS' || known.state === 'REFUND') throw refuse(call, 400, 'ORDERPAID');
      if (known.state === 'CLOSED') throw refuse(call, 400, 'ORDER_CLOSED');
      return known.prepayId;
    }
    const expiresAtMs = Date.parse(body.time_expire);
    if (expiresAtMs < this.nowMs() + MINUTE_MS - 1_000) throw refuse(call, 400, 'PARAM_ERROR');
    const prepayId = `wx${this.number('prepay', 32)}`;
    this.numbersOfPrepays.set(prepayId, body.out_trade_no);
    this.orders.set(body.out_trade_no, {
      outTradeNo: body.out_trade_no,
      prepayId,
      body: text,
      amountFen: body.amount.total,
      openid: body.payer.openid,
      expiresAtMs,
      state: 'NOTPAY',
      transactionIds: [],
    });
    return prepayId;
  }

  /** A person pays; null when WeChat does not take the money: closed, expired, paid. */
  pay(prepayId: string, odd: Odd = {}): Money | null {
    const order = this.orders.get(this.numbersOfPrepays.get(prepayId) ?? '');
    if (order === undefined) throw new Error(`there is no prepay ${prepayId}`);
    const paidBefore = order.transactionIds.length > 0;
    const now = this.nowMs();
    const over = now >= Math.min(order.expiresAtMs + GRACE_MS, order.expiresAtMs + PREPAY_MS);
    if (order.state === 'CLOSED' || over || (paidBefore && odd.again !== true)) return null;
    const money: Money = {
      transactionId: this.number('transaction', 28).replace(/[a-f]/g, '7'),
      outTradeNo: order.outTradeNo,
      openid: odd.openid ?? order.openid,
      amountFen: odd.amountFen ?? order.amountFen,
      paidAtMs: now,
      refundedFen: 0,
      refundCount: 0,
      refundedAtMs: -Infinity,
    };
    this.money.set(money.transactionId, money);
    order.transactionIds.push(money.transactionId);
    if (order.state === 'NOTPAY') order.state = 'SUCCESS';
    return money;
  }

  /** Closes an order for good. */
  close(outTradeNo: string): void {
    const order = this.orders.get(outTradeNo);
    const call = 'POST close';
    if (order === undefined) throw refuse(call, 404, 'ORDER_NOT_EXIST');
    if (order.state !== 'NOTPAY' && order.state !== 'CLOSED') throw refuse(call, 400, 'ORDERPAID');
    order.state = 'CLOSED';
  }

  /** Takes a refund in; its money leaves only when it is decided. */
  refund(input: RefundInput): RefundOrder {
    const call = 'POST refund';
    const fingerprint = JSON.stringify([input.transactionId, input.refundFen, input.totalFen, input.reason]);
    const known = this.refunds.get(input.outRefundNo);
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw refuse(call, 400, 'INVALID_REQUEST');
      return known;
    }
    const money = this.money.get(input.transactionId);
    if (money === undefined) throw refuse(call, 404, 'RESOURCE_NOT_EXISTS');
    const now = this.nowMs();
    if (input.totalFen !== money.amountFen) throw refuse(call, 400, 'PARAM_ERROR');
    if (input.refundFen > money.amountFen - money.refundedFen) throw refuse(call, 400, 'INVALID_REQUEST');
    if (money.refundCount >= REFUNDS_MAX) throw refuse(call, 400, 'INVALID_REQUEST');
    if (now < money.refundedAtMs + MINUTE_MS) throw new Error('the shop sent two refunds within a minute');
    money.refundedFen += input.refundFen;
    money.refundCount += 1;
    money.refundedAtMs = now;
    const order = this.orders.get(money.outTradeNo);
    if (order?.transactionIds[0] === money.transactionId) order.state = 'REFUND';
    const refund: RefundOrder = {
      outRefundNo: input.outRefundNo,
      refundId: `503${this.number('refund', 26).replace(/[a-f]/g, '5')}`,
      transactionId: money.transactionId,
      outTradeNo: money.outTradeNo,
      amountFen: input.refundFen,
      totalFen: money.amountFen,
      status: 'PROCESSING',
      createdAtMs: now,
      fingerprint,
    };
    this.refunds.set(refund.outRefundNo, refund);
    return refund;
  }

  /** What becomes of a refund. One that is closed gives its money free for another number. */
  decide(refund: RefundOrder, status: RefundStatus): void {
    if (refund.status === 'SUCCESS' || refund.status === 'CLOSED') {
      throw new Error(`refund ${refund.outRefundNo} is decided already`);
    }
    refund.status = status;
    if (status === 'SUCCESS') refund.finishedAtMs = this.nowMs();
    if (status === 'CLOSED') {
      const money = this.money.get(refund.transactionId);
      if (money !== undefined) money.refundedFen -= refund.amountFen;
    }
  }

  /** What the shop has at WeChat, fen: everything paid without what has gone back. */
  get balanceFen(): number {
    const paid = [...this.money.values()].reduce((sum, { amountFen }) => sum + amountFen, 0);
    const back = [...this.refunds.values()].filter(({ status }) => status === 'SUCCESS');
    return paid - back.reduce((sum, { amountFen }) => sum + amountFen, 0);
  }

  /** A number of WeChat's, new and the same in every run. */
  private number(what: string, length: number): string {
    this.count += 1;
    return createHash('sha256').update(`${what} ${this.count}`).digest('hex').slice(0, length);
  }
}

/** A refund as the shop sees it. */
export function refundView(refund: RefundOrder): RefundView {
  const { outRefundNo, refundId, outTradeNo, transactionId, status, amountFen, totalFen } = refund;
  const done = refund.finishedAtMs === undefined ? {} : { refundedAt: new Date(refund.finishedAtMs) };
  const view = { outRefundNo, refundId, outTradeNo, transactionId, status, refundFen: amountFen, totalFen };
  return { ...view, payerRefundFen: amountFen, ...done };
}
