import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import type { PaidTransaction, RefundInput, TradeState } from '../../../src/infra/wechat/wechat-pay.types.js';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import { Books, type Money, type Odd, type RefundOrder, refundView } from './books.js';
import type { Post } from './post.js';
import { type Offer, TransferBooks, transferView } from './transfers.js';
import type { Weather } from './weather.js';

/** How long WeChat thinks about a refund, mostly and sometimes. */
const DECISION_MS = { min: 2 * SECOND_MS, max: 2 * MINUTE_MS };
const SLOW_DECISION = 0.05;
const SLOW_DECISION_MS = 6 * HOUR_MS;
/** After this long at most the bank has put an abnormal refund right. */
const REPAIR_MS = { min: HOUR_MS, max: 2 * DAY_MS };

/** WeChat as a whole: its books, what goes wrong, and its notices. */
export class Wechat {
  readonly books: Books;
  readonly transfers: TransferBooks;
  /** Payments whose goods WeChat knows to be on their way. */
  readonly shipments = new Set<string>();
  private readonly loginCodes = new Map<string, string>();
  private codeCount = 0;

  constructor(
    readonly scheduler: Scheduler,
    readonly weather: Weather,
    private readonly post: Post,
    private readonly chance: Chance,
  ) {
    const nowMs = () => scheduler.now().getTime();
    this.books = new Books(nowMs);
    this.transfers = new TransferBooks(nowMs, (offer) => this.tellEnd(offer));
  }

  /** What `wx.login` gives. */
  loginCode(openid: string): string {
    const code = `code-${(this.codeCount += 1)}`;
    this.loginCodes.set(code, openid);
    return code;
  }

  /** The person behind a code, once. */
  takeLoginCode(code: string): string | null {
    const openid = this.loginCodes.get(code) ?? null;
    this.loginCodes.delete(code);
    return openid;
  }

  noteShipment(transactionId: string): void {
    this.shipments.add(transactionId);
  }

  /** A person pays in WeChat; false when it does not take the money. The notice follows. */
  pay(prepayId: string, odd: Odd = {}): boolean {
    const money = this.books.pay(prepayId, odd);
    if (money === null) return false;
    const { chance } = this.scheduler.task;
    const order = this.books.orders.get(money.outTradeNo);
    for (const transactionId of odd.again === true ? (order?.transactionIds ?? []) : [money.transactionId]) {
      const paid = this.books.money.get(transactionId);
      if (paid === undefined) continue;
      // Asking for an order shows its first payment only. Of two, WeChat repeats both notices until they are heard.
      const fact = { transaction: this.paidView(paid, 'SUCCESS') };
      this.post.send('payment', transactionId, fact, odd.again === true, chance);
    }
    return true;
  }

  /** A transaction that took money, as queries and notices show it. */
  paidView(money: Money, state: TradeState): PaidTransaction {
    const { outTradeNo, transactionId, openid, amountFen } = money;
    return {
      outTradeNo,
      transactionId,
      openid,
      state: state === 'REFUND' ? 'REFUND' : 'SUCCESS',
      totalFen: amountFen,
      payerTotalFen: amountFen,
      paidAt: new Date(money.paidAtMs),
    };
  }

  /** A refund is asked for; what becomes of it is told later. */
  takeRefund(input: RefundInput): RefundOrder {
    const isNew = !this.books.refunds.has(input.outRefundNo);
    const refund = this.books.refund(input);
    if (isNew) this.decideLater(refund);
    return refund;
  }

  /** A transfer has come to its end. */
  private tellEnd(offer: Offer): void {
    const chance = this.chance.of(`transfer ${offer.outBillNo}`);
    this.post.send('transfer', offer.outBillNo, { transfer: transferView(offer) }, false, chance);
  }

  private decideLater(refund: RefundOrder): void {
    const chance = this.chance.of(refund.outRefundNo);
    const slow = chance.happens(SLOW_DECISION);
    const waitMs = slow ? SLOW_DECISION_MS : chance.integer(DECISION_MS.min, DECISION_MS.max);
    this.scheduler.at(waitMs, () => {
      const { refundAbnormal, refundClosed } = this.weather.plan;
      // A closed refund needs another number, an abnormal one the bank; both need a person.
      if (chance.happens(refundClosed)) return this.decide(refund, 'CLOSED', true, chance);
      const abnormal = chance.happens(refundAbnormal);
      this.decide(refund, abnormal ? 'ABNORMAL' : 'SUCCESS', false, chance);
      if (!abnormal) return;
      const repairMs = chance.integer(REPAIR_MS.min, REPAIR_MS.max);
      this.scheduler.at(repairMs, () => this.decide(refund, 'SUCCESS', true, chance));
    });
  }

  private decide(
    refund: RefundOrder,
    status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED',
    mustArrive: boolean,
    chance: Chance,
  ): void {
    this.books.decide(refund, status);
    this.post.send('refund', refund.outRefundNo, { refund: refundView(refund) }, mustArrive, chance);
  }
}
