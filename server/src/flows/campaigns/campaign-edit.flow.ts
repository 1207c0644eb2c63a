import { Injectable } from '@nestjs/common';
import type { CampaignCommissionBody, CreateCampaignBody, PatchCampaignBody } from '@tuanlink/shared/dto';
import type { ConsoleCampaignReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import type { CampaignAction } from '../../domains/group-buying/campaign.rules.js';
import {
  CampaignService,
  type LockedCampaign,
  type SkuPrice,
} from '../../domains/group-buying/campaign.service.js';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { CampaignViews } from '../views/campaign.views.js';

/** A campaign as it was, without what its groups do to it. */
type Before = Omit<ConsoleCampaignReply, 'groupCounts'>;

/** What the SQL function `lock_campaign` answers. */
interface Locked {
  before: Before;
  skus: SkuPrice[];
}

/**
 * Operators make, change and move campaigns; each change leaves an audit entry. The product is locked
 * before the campaign, everywhere, so that its SKUs and a campaign's prices cannot drift apart.
 */
@Injectable()
export class CampaignEditFlow {
  constructor(
    private readonly db: Database,
    private readonly campaigns: CampaignService,
    private readonly views: CampaignViews,
    private readonly audit: AuditTrail,
  ) {}

  /** A draft. @throws Refusal `not_found` (product), `request.invalid` */
  async create(operator: Author, body: CreateCampaignBody): Promise<ConsoleCampaignReply> {
    return this.db.tx(async (tx) => {
      const skus = await lock<SkuPrice[]>(tx, 'lock_product_prices', body.productId);
      const id = await this.campaigns.create(tx, body, skus, operator.id);
      if ((body.commission.budgetFen ?? null) !== null) await setBudget(tx, id, body.commission);
      const made = await this.views.get(id, tx);
      await this.audit.record(tx, operator, 'campaign.create', 'campaign', id, null, withoutCounts(made));
      return made;
    });
  }

  /**
   * Changes the fields that are given.
   * @throws Refusal `not_found`, `version.conflict`, `state.conflict`, `request.invalid`,
   *   `budget.below_reserved` with `reservedFen`
   */
  async patch(operator: Author, id: string, body: PatchCampaignBody): Promise<ConsoleCampaignReply> {
    return this.db.tx(async (tx) => {
      const { before, skus } = await lock<Locked>(tx, 'lock_campaign', id);
      await this.campaigns.edit(tx, factsOf(before), body, skus);
      if (body.commission?.budgetFen !== undefined) await setBudget(tx, id, body.commission);
      return this.changed(tx, operator, 'campaign.update', before);
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
      const { before, skus } = await lock<Locked>(tx, 'lock_campaign', id);
      const by = { operatorId: operator.id, version };
      const moved = await this.campaigns.act(tx, factsOf(before), action, skus, by);
      return moved ? this.changed(tx, operator, `campaign.${action}`, before) : this.views.get(id, tx);
    });
  }

  private async changed(
    tx: EntityManager,
    operator: Author,
    action: string,
    before: Before,
  ): Promise<ConsoleCampaignReply> {
    const now = await this.views.get(before.id, tx);
    await this.audit.record(tx, operator, action, 'campaign', before.id, before, withoutCounts(now));
    return now;
  }
}

/** Calls one of the locking functions. @throws Refusal `not_found` when there is nothing to lock */
async function lock<T>(
  tx: EntityManager,
  name: 'lock_campaign' | 'lock_product_prices',
  id: string,
): Promise<T> {
  const rows: { value: T | null }[] = await tx.query(`select ${name}($1) as value`, [id]);
  const value = rows[0]?.value ?? null;
  if (value === null) throw new Refusal('not_found');
  return value;
}

/** Sets, moves or lifts the campaign's budget for commission. @throws Refusal `budget.below_reserved` */
async function setBudget(
  tx: EntityManager,
  id: string,
  { budgetFen }: CampaignCommissionBody,
): Promise<void> {
  const reservedFen = await callIn<number | null>(tx, 'set_budget', [id, budgetFen]);
  if (reservedFen !== null) throw new Refusal('budget.below_reserved', { reservedFen });
}

function factsOf(before: Before): LockedCampaign {
  const { id, productId, state, version, prices, startsAt, endsAt } = before;
  return { id, productId, state, version, prices, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
}

function withoutCounts({ groupCounts: _counts, ...campaign }: ConsoleCampaignReply): Before {
  return campaign;
}
