import { Entity } from 'typeorm';
import { RefColumn } from '../../infra/database/columns.js';
import { ReasonedEventEntity } from '../../infra/database/state-event.js';

/** Every move of a campaign. */
@Entity('campaign_event')
export class CampaignEventEntity extends ReasonedEventEntity {
  @RefColumn({ name: 'campaign_id' })
  campaignId!: string;
}
