import type { GroupState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** One running instance of a campaign. "group" is a word of SQL, hence the table's name. */
@Entity('buy_group')
export class BuyGroupEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'campaign_id' })
  campaignId!: string;

  @RefColumn({ name: 'product_id' })
  productId!: string;

  @Column({ type: 'text' })
  state!: GroupState;

  @Column({ type: 'int' })
  size!: number;

  @Column({ name: 'window_minutes', type: 'int' })
  windowMinutes!: number;

  @RefColumn({ name: 'leader_user_id' })
  leaderUserId!: string;

  @RefColumn({ name: 'leader_order_id' })
  leaderOrderId!: string;

  /** The SKU the opener chose, proposed first to those who join. */
  @RefColumn({ name: 'leader_sku_id' })
  leaderSkuId!: string;

  /** What the campaign said when the group opened; it never changes. */
  @Column({ type: 'jsonb' })
  terms!: object;

  /** The opener's payment plus the window; null until then. */
  @TimeColumn({ name: 'closes_at', nullable: true })
  closesAt!: Date | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  /** When it succeeded or failed. */
  @TimeColumn({ name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
}
