import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a distributor. */
@Entity('distributor_event')
export class DistributorEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'distributor_id' })
  distributorId!: string;
}
