import type { DifferenceFactsReply, WechatAnswerReply } from '@tuanlink/shared/replies';
import type { DifferenceKind, DifferenceState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** Something on which WeChat, the shop's rows and the ledger do not agree. One per day, kind and subject. */
@Entity('reconciliation_difference')
export class DifferenceEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'text' })
  kind!: DifferenceKind;

  /** What differs: a number at WeChat, a transfer of the ledger, a line of a bill. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'jsonb' })
  facts!: DifferenceFactsReply;

  @Column({ type: 'text' })
  state!: DifferenceState;

  @TimeColumn({ name: 'first_seen_at' })
  firstSeenAt!: Date;

  @TimeColumn({ name: 'last_seen_at' })
  lastSeenAt!: Date;

  @TimeColumn({ name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  /** The operator who resolved it; null while it is open, and when it vanished by itself. */
  @RefColumn({ name: 'resolved_by', nullable: true })
  resolvedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  note!: string | null;

  /** What WeChat said when it was asked last. */
  @Column({ type: 'jsonb', nullable: true })
  answer!: WechatAnswerReply | null;
}
