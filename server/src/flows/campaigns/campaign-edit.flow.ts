import { Injectable } from '@nestjs/common';
import type { CreateCampaignBody, PatchCampaignBody } from '@tuanlink/shared/dto';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import { ProductsService } from '../../domains/catalog/products.service.js';
import type { CampaignAction } from '../../domains/group-buying/campaign.rules.js';
import { CampaignService } from '../../domains/group-buying/campaign.service.js';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { CampaignViews } from '../views/campaign.views.js';

/** The operator who does it. */
interface Author {
  id: string;
  name: string;
}

/**
 * Operators make, change and move campaigns; each change leaves an audit entry. The product is locked
 * before the campaign, everywhere, so that its SKUs and a campaign's prices cannot drift apart.
 */
@Injectable()
export class CampaignEditFlow {
  constructor(
    private readonly db: Database,
    private readonly products: ProductsService,
    private readonly campaigns: CampaignService,
    private readonly views: CampaignViews,
    private readonly audit: AuditTrail,
  ) {}

  /** A draft. @throws Refusal `not_found` (product), `request.invalid` */
  async create(operator: Author, body: CreateCampaignBody): Promise<ConsoleCampaignReply> {
    return this.db.tx(async (tx) => {
      const skus = await this.products.lockPrices(tx, body.productId);
      const id = await this.campaigns.create(tx, body, skus, operator.id);
      const made = await this.views.get(id, tx);
      await this.audit.record(tx, operator, 'campaign.create', 'campaign', id, null, made);
      return made;
    });
  }

  /**
   * Changes the fields that are given.
   * @throws Refusal `not_found`, `version.conflict`, `state.conflict`, `request.invalid`
   */
  async patch(operator: Author, id: string, body: PatchCampaignBody): Promise<ConsoleCampaignReply> {
    return this.db.tx(async (tx) => {
      const before = await this.views.get(id, tx);
      const skus = body.prices === undefined ? [] : await this.products.lockPrices(tx, before.productId);
      const campaign = await this.campaigns.lock(tx, id);
      await this.campaigns.edit(tx, campaign, body, skus);
      const changed = await this.views.get(id, tx);
      await this.audit.record(tx, operator, 'campaign.update', 'campaign', id, before, changed);
      return changed;
    });
  }

  /**
   * Publishes, pauses, resumes or ends. What is done already is answered as it is.
   * @param version what the operator saw, when they say so
   * @throws Refusal `not_found`, `version.conflict`, `state.conflict`, `campaign.product_taken`
   */
  async act(
    operator: Author,
    id: string,
    action: CampaignAction,
    version: number | undefined,
  ): Promise<ConsoleCampaignReply> {
    return this.db.tx(async (tx) => {
      const before = await this.views.get(id, tx);
      const skus = action === 'publish' ? await this.products.lockPrices(tx, before.productId) : [];
      const campaign = await this.campaigns.lock(tx, id);
      const by = { operatorId: operator.id, version };
      if (!(await this.campaigns.act(tx, campaign, action, skus, by))) return before;
      const changed = await this.views.get(id, tx);
      await this.audit.record(tx, operator, `campaign.${action}`, 'campaign', id, before, changed);
      return changed;
    });
  }
}
