import { Inject, Injectable } from '@nestjs/common';
import type { CashierReply } from '@tuanlink/shared/replies';
import type { OrderState } from '@tuanlink/shared/states';
import { addMs, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Batch } from '../../infra/database/batch.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';

/** An order as far as paying it is concerned. */
export interface PayableOrder {
  id: string;
  state: OrderState;
  groupId: string | null;
  payFen: number;
  heldUntil: string;
  payment: { id: string; prepayId: string | null; prepayBody: string };
}

/** How long a first call may take before a twin asks WeChat in its place. */
const PREPAY_PATIENCE_MS = 10 * SECOND_MS;
/** How long a twin waits for the first call's prepay id before it is told so. */
const TWIN_WAIT_MS = 3 * SECOND_MS;
const TWIN_POLL_MS = 200;
/** WeChat takes no new prepay for an order that can be paid for less than this. */
const PREPAY_TIME_LEFT_MS = MINUTE_MS;

const payableSql = `
  select o.id, o.state, o.group_id as "groupId", o.pay_fen as "payFen", iso(o.held_until) as "heldUntil",
    json_build_object('id', y.id, 'prepayId', y.prepay_id, 'prepayBody', y.prepay_body) as payment,
    y.prepay_error is not null or y.prepay_asked_at <= $3 as "mayAsk"
  from shop_order o join payment y on y.order_id = o.id
  where o.id = $1 and ($2::uuid is null or o.user_id = $2)`;

/** Opens WeChat's cashier for orders: each has one payment and one number for life. */
@Injectable()
export class Cashier {
  /** Prepay ids that come while others are being stored are stored together. */
  private readonly storing = new Batch<{ paymentId: string; prepayId: string }, true>(
    (items) => this.db.call<true[]>('store_prepays', [items]),
    { callsMax: 1, itemsMax: 32 },
  );

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /**
   * Asks WeChat for the first time. Null when it does not answer or refuses: the order stands all the same.
   */
  async openFirst(paymentId: string, prepayBody: string): Promise<CashierReply | null> {
    try {
      return await this.ask(paymentId, prepayBody);
    } catch (error) {
      if (error instanceof WechatUnavailable || error instanceof WechatRefused) {
        await this.db.query('update payment set prepay_error = $2 where id = $1 and prepay_id is null', [
          paymentId,
          error.message.slice(0, 500),
        ]);
        return null;
      }
      throw error;
    }
  }

  /**
   * The order of an earlier call with the same request id, once that call's prepay has answered, failed or
   * taken longer than it may.
   * @throws Refusal request.in_progress
   */
  async settledOrder(orderId: string): Promise<PayableOrder & { mayAsk: boolean }> {
    for (let waited = 0; ; waited += TWIN_POLL_MS) {
      const order = await this.read(orderId, null);
      if (order.payment.prepayId !== null || order.mayAsk || order.state !== 'unpaid') {
        return order;
      }
      if (waited >= TWIN_WAIT_MS) {
        throw new Refusal('request.in_progress');
      }
      await this.clock.sleep(TWIN_POLL_MS);
    }
  }

  /** Cashier parameters of a settled order; null when WeChat could not be asked. */
  async ofSettled(order: PayableOrder & { mayAsk: boolean }): Promise<CashierReply | null> {
    if (order.payment.prepayId !== null) {
      return this.pay.signCashier(order.payment.prepayId);
    }
    const claimed = order.state === 'unpaid' && this.hasTime(order) && (await this.claim(order.payment.id));
    return claimed ? this.openFirst(order.payment.id, order.payment.prepayBody) : null;
  }

  /**
   * Fresh parameters for somebody's own unpaid order. The stored prepay id is signed again without calling
   * WeChat; only where none is stored is the identical prepay repeated.
   * @throws Refusal not_found, order.already_paid, order.expired, request.in_progress, wechat.unavailable
   */
  async reopen(userId: string, orderId: string): Promise<CashierReply> {
    const order = await this.read(orderId, userId);
    if (order.state === 'cancelled') {
      throw new Refusal('order.expired');
    }
    if (order.state !== 'unpaid') {
      throw new Refusal('order.already_paid');
    }
    if (this.clock.now().getTime() >= Date.parse(order.heldUntil)) {
      throw new Refusal('order.expired');
    }
    if (order.payment.prepayId !== null) {
      return this.pay.signCashier(order.payment.prepayId);
    }
    if (!this.hasTime(order)) {
      throw new Refusal('order.expired');
    }
    if (!order.mayAsk || !(await this.claim(order.payment.id))) {
      throw new Refusal('request.in_progress');
    }
    const cashier = await this.openFirst(order.payment.id, order.payment.prepayBody);
    if (cashier === null) {
      throw new Refusal('wechat.unavailable');
    }
    return cashier;
  }

  private hasTime(order: PayableOrder): boolean {
    return addMs(this.clock.now(), PREPAY_TIME_LEFT_MS).getTime() <= Date.parse(order.heldUntil);
  }

  private async ask(paymentId: string, prepayBody: string): Promise<CashierReply> {
    const { prepayId } = await this.pay.prepayStored(prepayBody);
    await this.storing.add({ paymentId, prepayId });
    return this.pay.signCashier(prepayId);
  }

  /** Takes the right to ask WeChat again; of several callers one gets it. */
  private async claim(paymentId: string): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.db.query(
      `update payment set prepay_asked_at = $2, prepay_error = null
       where id = $1 and prepay_id is null and (prepay_error is not null or prepay_asked_at <= $3)
       returning id`,
      [paymentId, now, addMs(now, -PREPAY_PATIENCE_MS)],
    );
    return rows.length === 1;
  }

  private async read(orderId: string, userId: string | null): Promise<PayableOrder & { mayAsk: boolean }> {
    const longAgo = addMs(this.clock.now(), -PREPAY_PATIENCE_MS);
    const [order] = await this.db.query<PayableOrder & { mayAsk: boolean }>(payableSql, [
      orderId,
      userId,
      longAgo,
    ]);
    if (order === undefined) {
      throw new Refusal('not_found');
    }
    return order;
  }
}
