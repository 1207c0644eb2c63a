import type { ReconciliationFiguresReply } from '@tuanlink/shared/replies';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../../infra/database/columns.js';

/** One day in China that is compared with WeChat's bills. */
@Entity('reconciliation_day')
export class ReconciliationDayEntity {
  @PrimaryColumn({ type: 'date' })
  day!: string;

  /** `waiting` until both bills are there. */
  @Column({ type: 'text' })
  state!: 'waiting' | 'matched';

  /** When WeChat has made its bills. */
  @TimeColumn({ name: 'due_at' })
  dueAt!: Date;

  /** How often WeChat was asked for its bills. */
  @Column({ type: 'int', default: 0 })
  tries!: number;

  /** When they are asked for next; null when none is missing. */
  @TimeColumn({ name: 'next_try_at', nullable: true })
  nextTryAt!: Date | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  /** When an operator asked for it to be done again; null once it was. */
  @TimeColumn({ name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  @TimeColumn({ name: 'matched_at', nullable: true })
  matchedAt!: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  figures!: ReconciliationFiguresReply | null;
}
