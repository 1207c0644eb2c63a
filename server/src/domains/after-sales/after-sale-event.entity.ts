import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of an after-sale, and news within a state, such as another tracking number. */
@Entity('after_sale_event')
export class AfterSaleEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'after_sale_id' })
  afterSaleId!: string;
}
