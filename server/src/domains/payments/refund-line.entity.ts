import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** What a refund gives back of one order line. */
@Entity('refund_line')
export class RefundLineEntity {
  @PrimaryColumn({ name: 'refund_id', type: 'uuid' })
  refundId!: string;

  @PrimaryColumn({ name: 'order_line_id', type: 'uuid' })
  orderLineId!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Pieces given back; 0 where only the price was lowered. */
  @Column({ type: 'int' })
  quantity!: number;
}
