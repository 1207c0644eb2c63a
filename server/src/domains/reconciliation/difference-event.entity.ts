import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** When a difference was found, resolved, and found again. */
@Entity('reconciliation_difference_event')
export class DifferenceEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'difference_id' })
  differenceId!: string;
}
