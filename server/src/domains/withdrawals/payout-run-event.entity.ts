import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a payout run. */
@Entity('payout_run_event')
export class PayoutRunEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'payout_run_id' })
  payoutRunId!: string;
}
