import { Column, PrimaryGeneratedColumn } from 'typeorm';
import { TimeColumn } from './columns.js';

/**
 * One move of a thing from one state to another: who, why, from, to. Rows are only added. Each thing with
 * states has such a table of its own, with the thing's id besides these columns.
 */
export abstract class StateEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @TimeColumn()
  at!: Date;

  /** An operator's id, a shop user's id, or `system`, `wechat`. */
  @Column({ type: 'text' })
  actor!: string;

  /** Null when the thing was made. */
  @Column({ name: 'from_state', type: 'text', nullable: true })
  fromState!: string | null;

  @Column({ name: 'to_state', type: 'text' })
  toState!: string;
}

/** A move with a free reason: given by a person, or a word for what made it. */
export abstract class ReasonedEventEntity extends StateEventEntity {
  @Column({ type: 'text', default: '' })
  reason!: string;
}
