import type { DistributorState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A user who asked to earn commission. Never approved without a person's decision. */
@Entity('distributor')
export class DistributorEntity {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  state!: DistributorState;

  /** What the applicant says about themselves. */
  @Column({ type: 'text', default: '' })
  intro!: string;

  /** Why an application was rejected or a distributor suspended. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** Version of the commission rules that were agreed to. */
  @Column({ name: 'rules_version', type: 'int' })
  rulesVersion!: number;

  /** Used alone instead of the product's or the shop's rate, basis points; null: no rate of their own. */
  @Column({ name: 'rate_bp', type: 'int', nullable: true })
  rateBp!: number | null;

  @TimeColumn({ name: 'applied_at' })
  appliedAt!: Date;

  @TimeColumn({ name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** Raised by every move, and by every change of the rate. */
  @Column({ type: 'int', default: 1 })
  version!: number;
}
