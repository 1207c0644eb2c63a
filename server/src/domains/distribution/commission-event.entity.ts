import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a commission line; `reason` is the line's reason code after it. */
@Entity('commission_event')
export class CommissionEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'commission_line_id' })
  commissionLineId!: string;
}
