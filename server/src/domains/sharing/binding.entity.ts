import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Which distributor a buyer's paid orders have tied them to; one row per buyer. */
@Entity('binding')
export class BindingEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @RefColumn({ name: 'distributor_user_id' })
  distributorUserId!: string;

  @Column({ name: 'share_token', type: 'text', nullable: true })
  shareToken!: string | null;

  /** The order that bound them last. */
  @RefColumn({ name: 'order_id' })
  orderId!: string;

  @TimeColumn({ name: 'bound_at' })
  boundAt!: Date;

  @TimeColumn({ name: 'expires_at' })
  expiresAt!: Date;
}
