import { Injectable } from '@nestjs/common';
import type { AfterSaleSettingsReply } from '@tuanlink/shared/replies';
import type { AfterSaleState, OrderState } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { type AfterSaleFacts, assertMove, dueOf } from '../../domains/after-sales/after-sale.rules.js';
import { Clock } from '../../infra/clock.js';
import { callIn } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { refuse, type RequestedRefund } from '../refund/operator-refund.flow.js';
import type { RefundableLine, RefundPart } from '../refund/refund.rules.js';
import { givenBack } from './after-sale-amounts.rules.js';

/** An order as far as after-sales are concerned. */
export interface LockedOrder {
  state: OrderState;
  lines: RefundableLine[];
  /** What was given back of the order before, with shipping, fen. */
  refundedFen: number;
  /** Shipping that was paid and not yet given back, fen. */
  shippingLeftFen: number;
  settings: AfterSaleSettingsReply;
}

/** A locked after-sale with its locked order. */
export interface LockedAfterSale extends AfterSaleFacts {
  id: string;
  orderId: string;
  askedFen: number;
  shippingFen: number;
  refundFen: number | null;
  note: string;
  carrier: string | null;
  trackingNo: string | null;
  dueAt: string | null;
  lines: RefundPart[];
  order: LockedOrder;
}

/** A move, and what changes with it. */
export interface AfterSaleMove {
  to: AfterSaleState;
  actor: 'buyer' | 'operator' | 'system';
  /** What a person said, or a word for what made it. */
  reason?: string;
  refundId?: string;
  refundFen?: number;
  note?: string;
  returnAddress?: string;
  carrier?: string;
  trackingNo?: string;
}

/** Locks after-sales and moves them, for everybody who does: group → order → after-sale, then the money. */
@Injectable()
export class AfterSaleMoves {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Locks an order of this user. @throws Refusal `not_found` */
  async lockOrder(tx: EntityManager, orderId: string, userId: string): Promise<LockedOrder> {
    const order = await callIn<LockedOrder | null>(tx, 'lock_order_for_after_sale', [orderId, userId]);
    if (order === null) throw new Refusal('not_found');
    return order;
  }

  /** Locks an after-sale with its order, of this user where one is given. @throws Refusal `not_found` */
  async lock(tx: EntityManager, id: string, userId: string | null = null): Promise<LockedAfterSale> {
    const afterSale = await callIn<LockedAfterSale | null>(tx, 'lock_after_sale', [id, userId]);
    if (afterSale === null) throw new Refusal('not_found');
    return afterSale;
  }

  /** Moves a locked after-sale, with its event and its next clock; answers it as it is then. */
  async move(tx: EntityManager, afterSale: LockedAfterSale, move: AfterSaleMove): Promise<LockedAfterSale> {
    if (afterSale.state !== move.to) assertMove(afterSale.state, move.to);
    const now = this.clock.now();
    const tracked = afterSale.tracked || move.trackingNo !== undefined;
    const dueAt = dueOf({ state: move.to, tracked }, afterSale.order.settings, now);
    await callIn(tx, 'move_after_sale', [afterSale.id, { ...move, dueAt }, now]);
    const { to: state, note = afterSale.note, refundFen = afterSale.refundFen } = move;
    return { ...afterSale, state, note, refundFen, tracked };
  }

  /** Whether so much cannot be given back now; nothing is written. */
  async isBlocked(tx: EntityManager, afterSale: LockedAfterSale): Promise<boolean> {
    const rows: { refusal: RequestedRefund | null }[] = await tx.query(
      'select refund_refusal(o, $2::jsonb, $3) as refusal from shop_order o where o.id = $1',
      [afterSale.orderId, JSON.stringify(this.plan(afterSale)), agreedFen(afterSale)],
    );
    return rows[0]?.refusal !== null;
  }

  /**
   * Has what was agreed, or asked for, given back and moves the after-sale to `refunding`.
   * @throws Refusal `refund.above_paid`, `refund.too_many`, `state.conflict`
   */
  async refund(
    tx: EntityManager,
    afterSale: LockedAfterSale,
    move: Omit<AfterSaleMove, 'to'>,
  ): Promise<void> {
    const refundId = this.ids.uuid();
    const refundFen = move.refundFen ?? agreedFen(afterSale);
    const now = await this.move(tx, afterSale, { ...move, to: 'refunding', refundId, refundFen });
    const plan = { ...this.plan(now), refundId, actor: move.actor };
    refuse(await callIn<RequestedRefund>(tx, 'request_refund', [plan, this.clock.now()]));
  }

  /** What `request_refund` wants to know. */
  private plan(afterSale: LockedAfterSale) {
    const { orderId, note } = afterSale;
    const parts = givenBack(afterSale, afterSale.order.lines, agreedFen(afterSale));
    return { ...parts, orderId, note, reason: 'after_sale' };
  }
}

/** What was allowed, or what was asked for as long as nobody has decided; fen. */
export function agreedFen({ refundFen, askedFen }: LockedAfterSale): number {
  return refundFen ?? askedFen;
}
