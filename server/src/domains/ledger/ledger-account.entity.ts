import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn, RefColumn } from '../../infra/database/columns.js';

/**
 * One account of one person. The balance moves only through a trigger on `ledger_transfer`; the shop's own
 * accounts have no row, they are summed in the background.
 */
@Entity('ledger_account')
export class LedgerAccountEntity {
  /** `<kind>:<user id>` */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  kind!: 'held' | 'available' | 'paying' | 'debt';

  @RefColumn({ name: 'user_id' })
  userId!: string;

  /** Not negative, except `debt`, which is not positive. */
  @FenColumn({ name: 'balance_fen', default: 0 })
  balanceFen!: number;
}
