import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a refund. */
@Entity('refund_event')
export class RefundEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'refund_id' })
  refundId!: string;
}
