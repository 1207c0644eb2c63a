import type { OperatorRole } from '@tuanlink/shared/states';
import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../../infra/database/columns.js';

/** A person who runs the shop from the console. */
@Entity('operator')
export class OperatorEntity {
  @IdColumn()
  id!: string;

  /** What the person logs in with; unique, lower case. */
  @Column({ type: 'text' })
  username!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  role!: OperatorRole;

  /** argon2id, with its parameters. */
  @Column({ type: 'text', name: 'password_hash' })
  passwordHash!: string;

  /** Still has the published password of the demo shop. */
  @Column({ type: 'boolean' })
  demo!: boolean;

  /** Failed logins since the last success. */
  @Column({ type: 'integer', name: 'failed_count', default: 0 })
  failedCount!: number;

  @TimeColumn({ name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
