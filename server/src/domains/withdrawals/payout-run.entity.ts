import type { PayoutRunState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Withdrawals that one operator put together and another approves; the rows themselves name the run. */
@Entity('payout_run')
export class PayoutRunEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  state!: PayoutRunState;

  @RefColumn({ name: 'made_by' })
  madeBy!: string;

  /** As they were called then. */
  @Column({ name: 'made_name', type: 'text' })
  madeName!: string;

  @TimeColumn({ name: 'made_at' })
  madeAt!: Date;

  /** Never the one who made it, where it was approved. */
  @RefColumn({ name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_name', type: 'text', nullable: true })
  decidedName!: string | null;

  @TimeColumn({ name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
}
