import { Entity, PrimaryColumn } from 'typeorm';
import { RefColumn, TimeColumn } from '../../infra/database/columns.js';

/** One login of an operator. The cookie's value itself is never stored. */
@Entity('operator_session')
export class OperatorSessionEntity {
  /** SHA-256 of the cookie's value, hex. */
  @PrimaryColumn({ type: 'text', name: 'token_hash' })
  tokenHash!: string;

  @RefColumn({ name: 'operator_id' })
  operatorId!: string;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'expires_at' })
  expiresAt!: Date;

  @TimeColumn({ name: 'last_seen_at' })
  lastSeenAt!: Date;
}
