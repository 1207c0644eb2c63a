import type { CampaignState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** An offer: groups of `size` people get this product at group prices. One live campaign per product. */
@Entity('campaign')
export class CampaignEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'product_id' })
  productId!: string;

  /** `timed`: a group fills within its window or fails. */
  @Column({ type: 'text' })
  kind!: 'timed';

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  state!: CampaignState;

  /** Members of a group, the opener included. */
  @Column({ type: 'int' })
  size!: number;

  /** Minutes from the opener's payment until a group must be full. */
  @Column({ name: 'window_minutes', type: 'int' })
  windowMinutes!: number;

  @TimeColumn({ name: 'starts_at' })
  startsAt!: Date;

  /** No group opens from here on; groups already open run to their own end. */
  @TimeColumn({ name: 'ends_at' })
  endsAt!: Date;

  /** Group orders one person may have in this campaign; null: any number. */
  @Column({ name: 'per_user_limit', type: 'int', nullable: true })
  perUserLimit!: number | null;

  /** Groups with a paid member succeed at their deadline, full or not; declared before they open. */
  @Column({ type: 'boolean', default: false })
  guaranteed!: boolean;

  /** Commission of group orders, basis points of the paid goods. */
  @Column({ name: 'commission_rate_bp', type: 'int' })
  commissionRateBp!: number;

  /** The same for buyers who never paid before, basis points; null: no other rate. */
  @Column({ name: 'new_buyer_rate_bp', type: 'int', nullable: true })
  newBuyerRateBp!: number | null;

  /** Raised by every edit and every move. */
  @Column({ type: 'int', default: 1 })
  version!: number;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
