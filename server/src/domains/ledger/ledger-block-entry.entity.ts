import { Column, Entity, PrimaryColumn } from 'typeorm';

/** In which block, and where in it, a transfer was sealed. Append-only. */
@Entity('ledger_block_entry')
export class LedgerBlockEntryEntity {
  @PrimaryColumn({ name: 'transfer_id', type: 'uuid' })
  transferId!: string;

  @Column({ name: 'block_id', type: 'bigint' })
  blockId!: number;

  @Column({ type: 'int' })
  position!: number;

  /** Hash of the transfer's content. */
  @Column({ type: 'text' })
  leaf!: string;
}
