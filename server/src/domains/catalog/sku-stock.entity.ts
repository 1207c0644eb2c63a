import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Pieces of one SKU. A counter that many transactions touch, so nothing references it. What can still be
 * sold is `onHand - held`; all writes are relative statements.
 */
@Entity('sku_stock')
export class SkuStockEntity {
  @PrimaryColumn({ name: 'sku_id', type: 'uuid' })
  skuId!: string;

  /** Pieces in the house, those in unpaid orders included. */
  @Column({ name: 'on_hand', type: 'int' })
  onHand!: number;

  /** Pieces in unpaid orders. */
  @Column({ type: 'int', default: 0 })
  held!: number;

  /** Pieces paid for and not given back, all time. */
  @Column({ type: 'int', default: 0 })
  sold!: number;
}
