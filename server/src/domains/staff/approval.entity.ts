import type { ApprovalKind, ApprovalState } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** A money action that one operator asked for; the database itself refuses that the same one allows it. */
@Entity('approval')
export class ApprovalEntity {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  kind!: ApprovalKind;

  @Column({ name: 'subject_kind', type: 'text' })
  subjectKind!: string;

  @Column({ name: 'subject_id', type: 'text' })
  subjectId!: string;

  /** What will be done, in the form of its kind. */
  @Column({ type: 'jsonb' })
  payload!: object;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'text' })
  state!: ApprovalState;

  @RefColumn({ name: 'requested_by' })
  requestedBy!: string;

  /** The names are those of that moment. */
  @Column({ name: 'requested_name', type: 'text' })
  requestedName!: string;

  @TimeColumn({ name: 'requested_at' })
  requestedAt!: Date;

  @RefColumn({ name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_name', type: 'text', nullable: true })
  decidedName!: string | null;

  @TimeColumn({ name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decision_reason', type: 'text', nullable: true })
  decisionReason!: string | null;
}
