import type { AfterSaleKind, AfterSaleReason, AfterSaleState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A buyer's request for money back, with or without the goods. */
@Entity('after_sale')
export class AfterSaleEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  /** The buyer. */
  @RefColumn({ name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  kind!: AfterSaleKind;

  @Column({ type: 'text' })
  state!: AfterSaleState;

  @Column({ type: 'text' })
  reason!: AfterSaleReason;

  /** In the buyer's own words. */
  @Column({ type: 'text', default: '' })
  words!: string;

  /** Evidence: paths of pictures in this shop. */
  @Column({ type: 'jsonb', default: [] })
  pictures!: string[];

  /** What the buyer asked for, shipping included. */
  @FenColumn({ name: 'asked_fen' })
  askedFen!: number;

  /** Part of it that is shipping. */
  @FenColumn({ name: 'shipping_fen' })
  shippingFen!: number;

  /** What was allowed; null until then. */
  @FenColumn({ name: 'refund_fen', nullable: true })
  refundFen!: number | null;

  /** What the shop said with its decision. */
  @Column({ type: 'text', default: '' })
  note!: string;

  @Column({ name: 'return_address', type: 'text', nullable: true })
  returnAddress!: string | null;

  /** How the goods come back. */
  @Column({ type: 'text', nullable: true })
  carrier!: string | null;

  @Column({ name: 'tracking_no', type: 'text', nullable: true })
  trackingNo!: string | null;

  /** Until when the present state should be left; null where nothing is waited for, or only for WeChat. */
  @TimeColumn({ name: 'due_at', nullable: true })
  dueAt!: Date | null;

  @RefColumn({ name: 'refund_id', nullable: true })
  refundId!: string | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
