import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../database/columns.js';

/** Work that must follow a commit; the worker hands due rows to the job queue and removes them. */
@Entity('outbox')
export class OutboxEntity {
  @PrimaryColumn({ type: 'uuid', default: () => 'gen_random_uuid()' })
  id!: string;

  /** Order of writing: what is due at the same moment runs in it. */
  @Column({ type: 'bigint', generatedIdentity: 'ALWAYS', insert: false, update: false })
  seq!: number;

  /** One of `jobTopics`. */
  @Column({ type: 'text' })
  topic!: string;

  @Column({ type: 'jsonb' })
  payload!: object;

  /** The same key never makes a second job while the first still waits. */
  @Column({ name: 'dedupe_key', type: 'text' })
  dedupeKey!: string;

  /** Not before this moment, by `Clock`. */
  @TimeColumn({ name: 'due_at' })
  dueAt!: Date;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
