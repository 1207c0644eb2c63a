import { Injectable } from '@nestjs/common';
import type { CreateProductBody, PatchProductBody } from '@tuanlink/shared/dto';
import type { ConsoleProductReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { blockedWithdrawals } from '../../domains/catalog/product.rules.js';
import { ProductsService } from '../../domains/catalog/products.service.js';
import { CampaignService } from '../../domains/group-buying/campaign.service.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';

/** Operators make and change products; each change leaves an audit entry. */
@Injectable()
export class ProductEditFlow {
  constructor(
    private readonly db: Database,
    private readonly products: ProductsService,
    private readonly campaigns: CampaignService,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws Refusal `request.invalid` */
  async create(operator: Author, body: CreateProductBody): Promise<ConsoleProductReply> {
    return this.db.tx(async (tx) => {
      const id = await this.products.create(tx, body);
      const made = await this.products.get(id, tx);
      await this.audit.record(tx, operator, 'product.create', 'product', id, null, made);
      return made;
    });
  }

  /**
   * Changes the fields that are given. SKUs left out of a new list are withdrawn.
   * @throws Refusal `not_found`, `version.conflict`, `request.invalid`, and `state.conflict` with the
   *   `skuIds` that a live campaign still sells
   */
  async patch(operator: Author, id: string, body: PatchProductBody): Promise<ConsoleProductReply> {
    return this.db.tx(async (tx) => {
      const before = await this.products.lock(tx, id, body.version);
      const plan = body.skus === undefined ? null : this.products.plan(before.skus, body.skus);
      if (plan !== null) await this.checkWithdrawals(tx, id, plan.withdrawIds);
      await this.products.change(tx, id, body, plan);
      const changed = await this.products.get(id, tx);
      await this.audit.record(tx, operator, 'product.update', 'product', id, before.reply, changed);
      return changed;
    });
  }

  private async checkWithdrawals(tx: EntityManager, id: string, withdrawIds: readonly string[]) {
    if (withdrawIds.length === 0) return;
    const skuIds = blockedWithdrawals(withdrawIds, await this.campaigns.liveSkuIds(tx, id));
    if (skuIds.length > 0) throw new Refusal('state.conflict', { rule: 'inLiveCampaign', skuIds });
  }
}
