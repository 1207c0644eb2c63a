import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a withdrawal. */
@Entity('withdrawal_event')
export class WithdrawalEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'withdrawal_id' })
  withdrawalId!: string;
}
