import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A variant of a product that has its own price and stock. Rows stay for the orders that name them. */
@Entity('sku')
export class SkuEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'product_id' })
  productId!: string;

  @Column({ type: 'text' })
  name!: string;

  /** Price when bought alone. */
  @FenColumn({ name: 'price_fen' })
  priceFen!: number;

  /** What the shop pays for one piece, when it says so. */
  @FenColumn({ name: 'cost_fen', nullable: true })
  costFen!: number | null;

  /** The shop's own article number, or empty. */
  @Column({ type: 'text', default: '' })
  code!: string;

  /** Order on the product's page, from 0. */
  @Column({ type: 'int' })
  position!: number;

  /** When an operator took it out of the product; null while it is sold. */
  @TimeColumn({ name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}
