import type { TaxRuleId } from '@tuanlink/shared/states';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** What the shop allows to be withdrawn, and how it is taxed: one row, with id 1. */
@Entity('withdrawal_rule')
export class WithdrawalRuleEntity {
  @PrimaryColumn({ type: 'int', default: 1 })
  id!: number;

  /** The smallest withdrawal; never below 30, where WeChat checks no name and gives no receipt. */
  @FenColumn({ name: 'min_fen', default: 100 })
  minFen!: number;

  /** The largest single withdrawal. */
  @FenColumn({ name: 'max_fen', default: 2_000_000 })
  maxFen!: number;

  /** Withdrawals of one person in a day in China; those that came to nothing do not count. */
  @Column({ name: 'day_count', type: 'int', default: 10 })
  dayCount!: number;

  @FenColumn({ name: 'day_fen', default: 2_000_000 })
  dayFen!: number;

  @Column({ name: 'month_count', type: 'int', default: 50 })
  monthCount!: number;

  @FenColumn({ name: 'month_fen', default: 10_000_000 })
  monthFen!: number;

  /** From this amount on the real name is needed; WeChat itself wants it from 200,000 on. */
  @FenColumn({ name: 'real_name_from_fen', default: 200_000 })
  realNameFromFen!: number;

  @Column({ name: 'tax_rule', type: 'text', default: 'labour-cn-1' })
  taxRule!: TaxRuleId;

  /** Raised by every change. */
  @Column({ type: 'int', default: 1 })
  version!: number;
}
