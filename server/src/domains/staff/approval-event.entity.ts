import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of an approval. */
@Entity('approval_event')
export class ApprovalEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'approval_id' })
  approvalId!: string;
}
