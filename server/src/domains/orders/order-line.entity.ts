import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn } from '../../infra/database/columns.js';

/** One SKU of an order, with texts and price as they were when it was placed. */
@Entity('order_line')
export class OrderLineEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'order_id' })
  orderId!: string;

  /** Order of the lines, from 0. */
  @Column({ type: 'int' })
  position!: number;

  @RefColumn({ name: 'sku_id' })
  skuId!: string;

  @RefColumn({ name: 'product_id' })
  productId!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ name: 'sku_name', type: 'text' })
  skuName!: string;

  @Column({ type: 'text', nullable: true })
  image!: string | null;

  @Column({ type: 'int' })
  quantity!: number;

  @FenColumn({ name: 'unit_price_fen' })
  unitPriceFen!: number;

  /** What this line's goods really cost after discounts. */
  @FenColumn({ name: 'pay_fen' })
  payFen!: number;

  @FenColumn({ name: 'refunded_fen', default: 0 })
  refundedFen!: number;

  /** Pieces given back so far. */
  @Column({ name: 'refunded_quantity', type: 'int', default: 0 })
  refundedQuantity!: number;

  /** Those of them that stand on the shelf again, or never left it. */
  @Column({ name: 'restocked_quantity', type: 'int', default: 0 })
  restockedQuantity!: number;

  /** What was decided for each distributor this line touched, when the order was placed. */
  @Column({ type: 'jsonb' })
  commission!: object;
}
