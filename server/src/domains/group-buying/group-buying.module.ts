import { Module } from '@nestjs/common';
import { CampaignService } from './campaign.service.js';

/** Campaigns, and the groups that run in them. */
@Module({ providers: [CampaignService], exports: [CampaignService] })
export class GroupBuyingModule {}
