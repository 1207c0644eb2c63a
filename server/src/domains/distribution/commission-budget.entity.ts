import { Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** What a campaign may spend on commission in all, and what is reserved of it. No cap, no row. */
@Entity('commission_budget')
export class CommissionBudgetEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'uuid' })
  campaignId!: string;

  /** Null: the cap was lifted. */
  @FenColumn({ name: 'cap_fen', nullable: true })
  capFen!: number | null;

  /** What unpaid orders would earn, and what live commission lines earn net of parts taken back. */
  @FenColumn({ name: 'reserved_fen', default: 0 })
  reservedFen!: number;
}
