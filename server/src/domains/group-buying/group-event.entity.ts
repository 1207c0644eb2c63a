import { Column, Entity } from 'typeorm';
import { RefColumn, TimeColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a group, and what happened to it without moving it. */
@Entity('group_event')
export class GroupEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'group_id' })
  groupId!: string;

  /** What an operator tells the members; empty where nobody does. */
  @Column({ type: 'text', default: '' })
  note!: string;

  /** The deadline that was set with the event. */
  @TimeColumn({ name: 'closes_at', nullable: true })
  closesAt!: Date | null;
}
