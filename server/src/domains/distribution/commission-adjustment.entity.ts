import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** What two people gave to a distributor, or took from them, without an order line. Rows are only added. */
@Entity('commission_adjustment')
export class CommissionAdjustmentEntity {
  @IdColumn()
  id!: string;

  /** The distributor's shop user. */
  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** The order it is about, where there is one. */
  @RefColumn({ name: 'order_id', nullable: true })
  orderId!: string | null;

  /** Never 0; negative takes. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Why, as the distributor reads it. */
  @Column({ type: 'text' })
  note!: string;

  @RefColumn({ name: 'approval_id' })
  approvalId!: string;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
