import type { RefundState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Money on its way back to a payer. */
@Entity('refund')
export class RefundEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  /** WeChat's number of the money that goes back. */
  @Column({ name: 'transaction_id', type: 'text' })
  transactionId!: string;

  /** Our number at WeChat, made once and kept through every retry; 32 hex characters. */
  @Column({ name: 'out_refund_no', type: 'text' })
  outRefundNo!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** What the transaction was in all, as WeChat wants to be told. */
  @FenColumn({ name: 'total_fen' })
  totalFen!: number;

  /** Part of the amount that is shipping. */
  @FenColumn({ name: 'shipping_fen', default: 0 })
  shippingFen!: number;

  /** Which number at WeChat this is: a new one is made only after WeChat closed the one before. */
  @Column({ type: 'int', default: 1 })
  attempt!: number;

  /** What the buyer is told besides the reason. */
  @Column({ type: 'text', default: '' })
  note!: string;

  /** The buyer has the money by another way than WeChat. */
  @Column({ name: 'settled_outside', type: 'boolean', default: false })
  settledOutside!: boolean;

  /** `order`: the order's own money; `odd`: money that was never taken up. */
  @Column({ type: 'text' })
  source!: 'order' | 'odd';

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'text' })
  state!: RefundState;

  @TimeColumn({ name: 'requested_at' })
  requestedAt!: Date;

  @TimeColumn({ name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @TimeColumn({ name: 'succeeded_at', nullable: true })
  succeededAt!: Date | null;

  @Column({ name: 'wechat_refund_id', type: 'text', nullable: true })
  wechatRefundId!: string | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;
}
