import type { ProductStatus } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../../infra/database/columns.js';

/** Something the shop sells, in one or more variants (SKUs). */
@Entity('product')
export class ProductEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  description!: string;

  /** Paths of this shop's pictures, the first one stands on cards. */
  @Column({ type: 'jsonb' })
  images!: string[];

  @Column({ type: 'text' })
  status!: ProductStatus;

  /** Commission of a solo purchase, basis points; null: the shop's own rate. */
  @Column({ name: 'commission_rate_bp', type: 'int', nullable: true })
  commissionRateBp!: number | null;

  /** Raised by every edit, so that two operators cannot overwrite each other unseen. */
  @Column({ type: 'int', default: 1 })
  version!: number;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
