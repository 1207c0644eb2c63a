import type { BillKind } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../../infra/database/columns.js';
import type { DifferingSum, UnreadableLine } from './bill.rules.js';

/** A bill as it came from WeChat, kept as evidence; a later one of the same day and kind takes its place. */
@Entity('wechat_bill')
export class WechatBillEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'text' })
  kind!: BillKind;

  @Column({ type: 'text' })
  source!: 'download' | 'import';

  /** An operator's id, or `system`. */
  @Column({ type: 'text' })
  actor!: string;

  @TimeColumn()
  at!: Date;

  /** The file as it came; empty when WeChat says that there is none. */
  @Column({ type: 'text' })
  content!: string;

  /** SHA-256 of the content, hex. */
  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'row_count', type: 'int' })
  rowCount!: number;

  /** Why nothing of it could be used; such a bill is never the current one. */
  @Column({ type: 'text', nullable: true })
  fault!: string | null;

  /** Lines that could not be read, the first thousand of them. */
  @Column({ type: 'jsonb' })
  unreadable!: UnreadableLine[];

  @Column({ name: 'unreadable_count', type: 'int' })
  unreadableCount!: number;

  @Column({ name: 'summary_fault', type: 'text', nullable: true })
  summaryFault!: string | null;

  @Column({ type: 'jsonb' })
  sums!: DifferingSum[];

  /** The one that is compared; its rows alone stand in `wechat_bill_row`. */
  @Column({ name: 'is_current', type: 'boolean' })
  isCurrent!: boolean;
}
