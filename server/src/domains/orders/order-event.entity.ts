import { Column, Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { StateEventEntity } from '../../infra/database/state-event.js';

/** The timeline of an order: every move, and what happened without one. */
@Entity('order_event')
export class OrderEventEntity extends StateEventEntity {
  @RefColumn({ name: 'order_id' })
  orderId!: string;

  /** One of `orderEvents` in shared/states. */
  @Column({ type: 'text' })
  event!: string;

  /** Facts a screen may name: amounts in fen, the carrier, a reason code. */
  @Column({ type: 'jsonb', default: {} })
  detail!: object;
}
