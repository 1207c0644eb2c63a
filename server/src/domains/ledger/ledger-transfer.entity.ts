import { Column, Entity } from 'typeorm';
import { FenColumn, IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/**
 * Fen that moved from one account to another. Append-only: a trigger refuses UPDATE and DELETE. The column
 * `xid` (the transaction that wrote the row) is read by the sealer's SQL alone and has no property here.
 */
@Entity('ledger_transfer')
export class LedgerTransferEntity {
  @IdColumn()
  id!: string;

  /** Order of writing; gaps are possible. */
  @Column({ type: 'bigint', generatedIdentity: 'ALWAYS', insert: false, update: false })
  seq!: number;

  /** Its balance falls. */
  @Column({ name: 'from_account', type: 'text' })
  fromAccount!: string;

  /** Its balance rises. */
  @Column({ name: 'to_account', type: 'text' })
  toAccount!: string;

  @FenColumn({ name: 'amount_fen' })
  amountFen!: number;

  /** What happened, in a word. */
  @Column({ type: 'text' })
  reason!: string;

  @RefColumn({ name: 'order_id', nullable: true })
  orderId!: string | null;

  @RefColumn({ name: 'commission_line_id', nullable: true })
  commissionLineId!: string | null;

  @TimeColumn()
  at!: Date;
}
