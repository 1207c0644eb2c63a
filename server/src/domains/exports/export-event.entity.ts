import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of an export. */
@Entity('export_event')
export class ExportEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'export_id' })
  exportId!: string;
}
