import { Entity, PrimaryColumn } from 'typeorm';
import { FenColumn } from '../../infra/database/columns.js';

/** What one SKU costs in a campaign's groups. SKUs without a row are sold alone only. */
@Entity('campaign_price')
export class CampaignPriceEntity {
  @PrimaryColumn({ name: 'campaign_id', type: 'uuid' })
  campaignId!: string;

  @PrimaryColumn({ name: 'sku_id', type: 'uuid' })
  skuId!: string;

  @FenColumn({ name: 'price_fen' })
  priceFen!: number;
}
