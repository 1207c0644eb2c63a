import { Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** Balance of one of the platform's accounts up to the last sealed block. Written by the sealer alone. */
@Entity('ledger_platform_sum')
export class LedgerPlatformSumEntity {
  @PrimaryColumn({ type: 'text' })
  account!: string;

  @FenColumn({ name: 'balance_fen' })
  balanceFen!: number;
}
