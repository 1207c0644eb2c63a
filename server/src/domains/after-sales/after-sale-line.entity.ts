import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** Pieces of one order line in an after-sale. */
@Entity('after_sale_line')
export class AfterSaleLineEntity {
  @PrimaryColumn({ name: 'after_sale_id', type: 'uuid' })
  afterSaleId!: string;

  @PrimaryColumn({ name: 'order_line_id', type: 'uuid' })
  orderLineId!: string;

  @Column({ type: 'int' })
  quantity!: number;

  /** What was asked for these pieces. */
  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Follows the state of the after-sale: a line is in one open after-sale at most. */
  @Column({ name: 'is_open', type: 'boolean', default: true })
  isOpen!: boolean;
}
