import { Body, Query } from '@nestjs/common';
import { CampaignsQuery, CreateCampaignBody, PatchCampaignBody, VersionBody } from '@tuanlink/shared/dto';
import { CampaignEditFlow } from '../../flows/campaigns/campaign-edit.flow.js';
import { CampaignViews } from '../../flows/views/campaign.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { CampaignSubject } from '../subjects.js';

/** Offers, from their draft to their end. */
@Api()
export class ConsoleCampaignsController {
  constructor(
    private readonly campaigns: CampaignViews,
    private readonly edits: CampaignEditFlow,
  ) {}

  @Bind('console.campaigns')
  list(@Query() query: CampaignsQuery) {
    return this.campaigns.list(query);
  }

  @Bind('console.campaign.create')
  create(@Staff() operator: OperatorIdentity, @Body() body: CreateCampaignBody) {
    return this.edits.create(operator, body);
  }

  @Bind('console.campaign')
  read(@Id() id: string) {
    return this.campaigns.get(id);
  }

  @Bind('console.campaign.patch')
  @Subject(CampaignSubject)
  patch(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: PatchCampaignBody) {
    return this.edits.patch(operator, id, body);
  }

  @Bind('console.campaign.publish')
  @Subject(CampaignSubject)
  publish(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { version }: VersionBody) {
    return this.edits.act(operator, id, 'publish', version);
  }

  @Bind('console.campaign.pause')
  @Subject(CampaignSubject)
  pause(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { version }: VersionBody) {
    return this.edits.act(operator, id, 'pause', version);
  }

  @Bind('console.campaign.resume')
  @Subject(CampaignSubject)
  resume(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { version }: VersionBody) {
    return this.edits.act(operator, id, 'resume', version);
  }

  @Bind('console.campaign.end')
  @Subject(CampaignSubject)
  end(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { version }: VersionBody) {
    return this.edits.act(operator, id, 'end', version);
  }
}
