import { Column, Entity } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** What an operator changed. Append-only: the application's role may neither update nor delete. */
@Entity('audit_entry')
export class AuditEntryEntity {
  @IdColumn()
  id!: string;

  @TimeColumn()
  at!: Date;

  @RefColumn({ name: 'operator_id' })
  operatorId!: string;

  /** The name at that moment. */
  @Column({ type: 'text', name: 'operator_name' })
  operatorName!: string;

  /** `thing.verb`, as `product.update`. */
  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', name: 'subject_kind' })
  subjectKind!: string;

  @Column({ type: 'text', name: 'subject_id' })
  subjectId!: string;

  @Column({ type: 'jsonb', nullable: true })
  before!: unknown;

  @Column({ type: 'jsonb', nullable: true })
  after!: unknown;
}
