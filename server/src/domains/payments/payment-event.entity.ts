import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a payment. */
@Entity('payment_event')
export class PaymentEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'payment_id' })
  paymentId!: string;
}
