import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../../infra/database/columns.js';

/** A job that was lost and put back, so that it is not put back again at once. */
@Entity('janitor_mark')
export class JanitorMarkEntity {
  /** One of `jobTopics`. */
  @PrimaryColumn({ type: 'text' })
  topic!: string;

  /** The thing the job is about. */
  @PrimaryColumn({ type: 'uuid' })
  subject!: string;

  /** How often it was put back. */
  @Column({ type: 'int' })
  tries!: number;

  /** Not again before this moment. */
  @TimeColumn({ name: 'next_at' })
  nextAt!: Date;
}
