import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Tax that was handed over to the authority. Append-only. */
@Entity('tax_handover')
export class TaxHandoverEntity {
  /** The id of the approval that allowed it. */
  @IdColumn()
  id!: string;

  /** The month in which it was withheld, in China: 2026-11. */
  @Column({ type: 'text' })
  month!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** Number of the receipt. */
  @Column({ type: 'text' })
  reference!: string;

  @RefColumn({ name: 'asked_by' })
  askedBy!: string;

  @RefColumn({ name: 'allowed_by' })
  allowedBy!: string;

  @TimeColumn()
  at!: Date;
}
