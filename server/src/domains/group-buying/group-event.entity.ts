import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a group. */
@Entity('group_event')
export class GroupEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'group_id' })
  groupId!: string;
}
