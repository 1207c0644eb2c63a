import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../../infra/database/columns.js';

/**
 * A sealed run of transfers. Append-only; each block names the hash of the one before. The column
 * `through_xid` (how far transactions are sealed) is read by the sealer's SQL alone.
 */
@Entity('ledger_block')
export class LedgerBlockEntity {
  /** 1, 2, 3 … without gaps. */
  @PrimaryColumn({ type: 'bigint' })
  id!: number;

  @Column({ name: 'previous_hash', type: 'text' })
  previousHash!: string;

  /** Merkle root of the entries' leaves. */
  @Column({ type: 'text' })
  root!: string;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ name: 'entry_count', type: 'int' })
  entryCount!: number;

  @TimeColumn({ name: 'sealed_at' })
  sealedAt!: Date;
}
