import { Injectable } from '@nestjs/common';
import type { OperatorRefundBody, RefundsQuery, SettleRefundBody } from '@tuanlink/shared/dto';
import type { RefusalCode } from '@tuanlink/shared/errors';
import type { Page } from '@tuanlink/shared/paging';
import type { ApprovalReply, ConsoleRefundReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Approvals } from '../../domains/staff/approvals.service.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { RefundViews } from '../views/refund.views.js';
import type { ApprovedAction } from '../approvals/approved-action.js';
import { refundParts, type RefundableLine, type RefundPart } from './refund.rules.js';

/** What stands in an approval of the kind `order.refund`. */
interface RefundPlan {
  refundId: string;
  /** With what was given back of each line when it was asked for. */
  lines: (RefundPart & { before?: { refundedFen: number; refundedQuantity: number } })[];
  shippingFen: number;
  amountFen: number;
}

/** What the SQL function `request_refund` answers. */
export type RequestedRefund =
  { ok: true; amountFen: number } | { ok: false; code: RefusalCode; detail: object };

/** What operators do about refunds: ask for one, and deal with those that WeChat could not carry out. */
@Injectable()
export class OperatorRefundFlow {
  /** Gives back what was asked for, once a second person has allowed it. */
  readonly refunding: ApprovedAction = {
    kind: 'order.refund',
    apply: async (tx, approval) => {
      const { refundId, lines, shippingFen, amountFen } = approval.payload as RefundPlan;
      await this.expectUnchanged(tx, approval.subjectId, approval.payload as RefundPlan);
      await this.request(tx, {
        orderId: approval.subjectId,
        refundId,
        lines,
        shippingFen,
        reason: 'operator_refund',
        note: approval.reason,
        actor: 'operator',
      });
      return { refundId, amountFen };
    },
  };

  /** Ends a refund whose money reached the buyer by another way, once a second person has allowed it. */
  readonly settling: ApprovedAction = {
    kind: 'refund.settle',
    apply: async (tx, approval) => {
      const { reference } = approval.payload as { reference: string };
      const state = await callIn<string>(tx, 'settle_refund', [
        approval.subjectId,
        reference,
        'operator',
        this.clock.now(),
      ]);
      if (state !== 'succeeded') throw new Refusal('state.conflict', { state });
      return this.views.get(approval.subjectId, tx);
    },
  };

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly approvals: Approvals,
    private readonly audit: AuditTrail,
    private readonly views: RefundViews,
  ) {}

  list(query: RefundsQuery): Promise<Page<ConsoleRefundReply>> {
    return this.views.list(query);
  }

  /**
   * Asks for a refund that the buyer did not ask for. Nothing moves before another operator allows it.
   * @throws Refusal `not_found`, `state.conflict`, `refund.above_paid`, `refund.too_many`, `approval.pending`
   */
  ask(operator: Author, orderId: string, body: OperatorRefundBody): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const shippingFen = body.shippingFen ?? 0;
      const known = await this.linesOf(tx, orderId);
      const lines = refundParts(known, body.lines, shippingFen).map((part) => {
        const { refundedFen = 0, refundedQuantity = 0 } =
          known.find(({ id }) => id === part.orderLineId) ?? {};
        return { ...part, before: { refundedFen, refundedQuantity } };
      });
      const amountFen = lines.reduce((sum, line) => sum + line.amountFen, shippingFen);
      await this.expectPossible(tx, orderId, { lines, shippingFen, amountFen });
      const plan: RefundPlan = { refundId: this.ids.uuid(), lines, shippingFen, amountFen };
      const subject = { subjectKind: 'order', subjectId: orderId };
      const { reason } = body;
      return this.approvals.ask(tx, operator, { kind: 'order.refund', ...subject, payload: plan, reason });
    });
  }

  /**
   * Has an abnormal refund asked for once more; one that is under way again is answered as it is.
   * @throws Refusal `not_found`, `state.conflict` when it has arrived, `refund.too_many`
   */
  retry(operator: Author, refundId: string): Promise<ConsoleRefundReply> {
    return this.db.tx(async (tx) => {
      const before = await this.views.get(refundId, tx);
      const state = await callIn<string>(tx, 'retry_refund', [refundId, 'operator', this.clock.now()]);
      if (state === 'succeeded') throw new Refusal('state.conflict', { state });
      if (state === 'too_many') throw new Refusal('refund.too_many');
      const now = await this.views.get(refundId, tx);
      if (before.state === 'abnormal') {
        await this.audit.record(tx, operator, 'refund.retry', 'refund', refundId, before, now);
      }
      return now;
    });
  }

  /**
   * Asks to end an abnormal refund because the buyer has the money by another way.
   * @throws Refusal `not_found`, `state.conflict`, `approval.pending`
   */
  askToSettle(operator: Author, refundId: string, body: SettleRefundBody): Promise<ApprovalReply> {
    return this.db.tx(async (tx) => {
      const { state, amountFen, orderId } = await this.views.get(refundId, tx);
      if (state !== 'abnormal') throw new Refusal('state.conflict', { state });
      return this.approvals.ask(tx, operator, {
        kind: 'refund.settle',
        subjectKind: 'refund',
        subjectId: refundId,
        payload: { reference: body.reference, amountFen, orderId },
        reason: body.reason,
      });
    });
  }

  /**
   * Whoever allows a refund allows what it was when it was asked for: nothing else of its lines was given
   * back since.
   * @throws Refusal `version.conflict`, or what refuses the refund altogether
   */
  private async expectUnchanged(tx: EntityManager, orderId: string, plan: RefundPlan): Promise<void> {
    await tx.query('select 1 from shop_order where id = $1 for update', [orderId]);
    const known = await this.linesOf(tx, orderId);
    const isOther = plan.lines.some(({ orderLineId, before }) => {
      const line = known.find(({ id }) => id === orderLineId);
      return (
        before !== undefined &&
        (line?.refundedFen !== before.refundedFen || line.refundedQuantity !== before.refundedQuantity)
      );
    });
    if (!isOther) return;
    await this.expectPossible(tx, orderId, plan);
    throw new Refusal('version.conflict');
  }

  /** @throws Refusal with the code of `request_refund` */
  private async expectPossible(
    tx: EntityManager,
    orderId: string,
    { lines, shippingFen, amountFen }: Omit<RefundPlan, 'refundId'>,
  ): Promise<void> {
    const [row] = (await tx.query(
      'select refund_refusal(o, $2::jsonb, $3) as refusal from shop_order o where o.id = $1',
      [orderId, JSON.stringify({ lines, shippingFen }), amountFen],
    )) as { refusal: RequestedRefund | null }[];
    refuse(row?.refusal ?? null);
  }

  /** @throws Refusal with the code of `request_refund` */
  private async request(tx: EntityManager, plan: object): Promise<void> {
    refuse(await callIn<RequestedRefund>(tx, 'request_refund', [plan, this.clock.now()]));
  }

  private async linesOf(tx: EntityManager, orderId: string): Promise<RefundableLine[]> {
    const lines: RefundableLine[] = await tx.query(
      `select id, quantity, pay_fen as "payFen", refunded_fen as "refundedFen",
         refunded_quantity as "refundedQuantity"
       from order_line where order_id = $1 order by position`,
      [orderId],
    );
    if (lines.length === 0) throw new Refusal('not_found');
    return lines;
  }
}

/** @throws Refusal with the code of a refused `request_refund`; nothing otherwise */
export function refuse(result: RequestedRefund | null): void {
  if (result !== null && !result.ok) throw new Refusal(result.code, result.detail);
}
