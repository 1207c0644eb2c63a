import { Injectable } from '@nestjs/common';
import type { CreateCampaignBody, PatchCampaignBody } from '@tuanlink/shared/dto';
import type { CampaignState } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { invalidField } from '../../infra/invalid-field.js';
import { Outbox, type OutboxJob } from '../../infra/outbox/outbox.js';
import { Refusal } from '../../infra/refusal.js';
import {
  type CampaignAction,
  type MoveDecision,
  checkPeriod,
  checkPrices,
  decideByTime,
  decideEdit,
  decideMove,
  readMoment,
} from './campaign.rules.js';

/** A SKU that a campaign may have a price for, with what it costs alone. */
export interface SkuPrice {
  id: string;
  priceFen: number;
}

/** A campaign that is locked against other changes. */
export interface LockedCampaign {
  id: string;
  productId: string;
  state: CampaignState;
  startsAt: Date;
  endsAt: Date;
  version: number;
  prices: { skuId: string; priceFen: number }[];
}

/** Who moves a campaign: an operator's id, or `system` when time does. */
type MovedBy = string;

/** Throws what the rules refused; gives back what they allowed. */
function allowed<T extends { ok: true }>(decision: T | Exclude<MoveDecision, { ok: true }>): T {
  if (decision.ok) return decision;
  if (decision.path !== undefined) throw invalidField(decision.path, decision.rule);
  throw new Refusal(decision.code, { rule: decision.rule });
}

function checkVersion(campaign: LockedCampaign, seen: number | undefined): void {
  if (seen !== undefined && seen !== campaign.version) {
    throw new Refusal('version.conflict', { version: campaign.version });
  }
}

function moment(text: string, path: string): Date {
  const at = readMoment(text);
  if (at === null) throw invalidField(path, 'moment');
  return at;
}

const momentOrAbsent = (text: string | undefined, path: string) =>
  text === undefined ? undefined : moment(text, path);

/** Offers, from their draft to their end. */
@Injectable()
export class CampaignService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly outbox: Outbox,
  ) {}

  /** Whether there is such a campaign. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from campaign where id = $1', [id])).length > 0;
  }

  /** SKUs of a product that a live campaign has a price for. */
  async liveSkuIds(tx: EntityManager, productId: string): Promise<string[]> {
    const rows: { sku_id: string }[] = await tx.query(
      `select p.sku_id from campaign c join campaign_price p on p.campaign_id = c.id
       where c.product_id = $1 and c.state in ('scheduled', 'running', 'paused')`,
      [productId],
    );
    return rows.map((row) => row.sku_id);
  }

  /**
   * Makes a draft; its id.
   * @param skus what the product sells at this moment
   * @throws Refusal `request.invalid` for a period or prices that cannot be
   */
  async create(
    tx: EntityManager,
    body: CreateCampaignBody,
    skus: readonly SkuPrice[],
    by: MovedBy,
  ): Promise<string> {
    const startsAt = moment(body.startsAt, 'startsAt');
    const endsAt = moment(body.endsAt, 'endsAt');
    allowed(checkPeriod(startsAt, endsAt));
    allowed(checkPrices(body.prices, skus));
    const id = this.ids.uuid();
    await tx.query(
      `with made as (
         insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
           per_user_limit, commission_rate_bp, created_at, updated_at, guaranteed, new_buyer_rate_bp)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $11, $14, $15)
       ), noted as (
         insert into campaign_event (campaign_id, at, actor, to_state) values ($1, $11, $12, 'draft')
       )
       insert into campaign_price (campaign_id, sku_id, price_fen)
       select $1, "skuId", "priceFen"
       from jsonb_to_recordset($13::jsonb) as p ("skuId" uuid, "priceFen" bigint)`,
      [
        id,
        body.productId,
        body.kind,
        body.title,
        body.size,
        body.windowMinutes,
        startsAt,
        endsAt,
        body.perUserLimit ?? null,
        body.commission.rateBp,
        this.clock.now(),
        by,
        JSON.stringify(body.prices),
        body.guaranteed ?? false,
        body.commission.newBuyerRateBp ?? null,
      ],
    );
    return id;
  }

  /**
   * Changes the fields that are given. Groups that are open keep the terms they opened with.
   * @throws Refusal `version.conflict`, `state.conflict` for what may no longer change, `request.invalid`
   */
  async edit(
    tx: EntityManager,
    campaign: LockedCampaign,
    body: PatchCampaignBody,
    skus: readonly SkuPrice[],
  ): Promise<void> {
    checkVersion(campaign, body.version);
    const now = this.clock.now();
    const startsAt = momentOrAbsent(body.startsAt, 'startsAt');
    const endsAt = momentOrAbsent(body.endsAt, 'endsAt');
    allowed(decideEdit(campaign, { startsAt, endsAt }, now));
    if (body.prices !== undefined) allowed(checkPrices(body.prices, skus));
    await tx.query(
      `with wanted as (
         select * from jsonb_to_recordset($11::jsonb) as p ("skuId" uuid, "priceFen" bigint)
       ), dropped as (
         delete from campaign_price
         where campaign_id = $1 and $11::jsonb is not null and sku_id not in (select "skuId" from wanted)
       ), priced as (
         insert into campaign_price (campaign_id, sku_id, price_fen)
         select $1, "skuId", "priceFen" from wanted
         on conflict (campaign_id, sku_id) do update set price_fen = excluded.price_fen
       )
       update campaign set title = coalesce($2, title), size = coalesce($3, size),
         window_minutes = coalesce($4, window_minutes), starts_at = coalesce($5, starts_at),
         ends_at = coalesce($6, ends_at), commission_rate_bp = coalesce($7, commission_rate_bp),
         per_user_limit = case when $8 then $9 else per_user_limit end,
         guaranteed = coalesce($12, guaranteed),
         new_buyer_rate_bp = case when $13 then $14 else new_buyer_rate_bp end,
         version = version + 1, updated_at = $10
       where id = $1`,
      [
        campaign.id,
        body.title ?? null,
        body.size ?? null,
        body.windowMinutes ?? null,
        startsAt ?? null,
        endsAt ?? null,
        body.commission?.rateBp ?? null,
        body.perUserLimit !== undefined,
        body.perUserLimit ?? null,
        now,
        body.prices === undefined ? null : JSON.stringify(body.prices),
        body.guaranteed ?? null,
        body.commission?.newBuyerRateBp !== undefined,
        body.commission?.newBuyerRateBp ?? null,
      ],
    );
    if (campaign.state !== 'draft' && (startsAt !== undefined || endsAt !== undefined)) {
      const changed = {
        ...campaign,
        startsAt: startsAt ?? campaign.startsAt,
        endsAt: endsAt ?? campaign.endsAt,
        version: campaign.version + 1,
      };
      await this.outbox.put(tx, jobsOf(changed));
    }
  }

  /**
   * Does an operator's action. Doing again what is done already changes nothing.
   * @param skus what the product sells at this moment; looked at when the campaign is published
   * @param by the operator, and the version they saw, when they say so
   * @returns whether anything changed
   * @throws Refusal `version.conflict`, `state.conflict`, `campaign.product_taken`
   */
  async act(
    tx: EntityManager,
    campaign: LockedCampaign,
    action: CampaignAction,
    skus: readonly SkuPrice[],
    by: { operatorId: MovedBy; version?: number },
  ): Promise<boolean> {
    const { to } = allowed(decideMove(action, campaign, this.clock.now()));
    if (to === null) return false;
    checkVersion(campaign, by.version);
    if (action === 'publish') allowed(checkPrices(campaign.prices, skus));
    const published = { ...campaign, state: to, version: campaign.version + 1 };
    try {
      await this.move(tx, campaign, to, by.operatorId, action === 'publish' ? jobsOf(published) : []);
    } catch (error) {
      throw takesProduct(error) ? new Refusal('campaign.product_taken') : error;
    }
    return true;
  }

  /** Starts a scheduled campaign whose time has come; anything else is left alone. */
  async startDue(campaignId: string): Promise<void> {
    await this.moveByTime(campaignId);
  }

  /** Ends a live campaign whose time is over; anything else is left alone. */
  async endDue(campaignId: string): Promise<void> {
    await this.moveByTime(campaignId);
  }

  private async moveByTime(campaignId: string): Promise<void> {
    await this.db.tx(async (tx) => {
      const rows: Omit<LockedCampaign, 'prices'>[] = await tx.query(
        `select id, product_id as "productId", state, starts_at as "startsAt", ends_at as "endsAt", version
         from campaign where id = $1 for no key update`,
        [campaignId],
      );
      const [campaign] = rows;
      if (campaign === undefined) throw new Error(`campaign ${campaignId} is gone`);
      const to = decideByTime(campaign, this.clock.now());
      if (to !== null) await this.move(tx, campaign, to, 'system', []);
    });
  }

  private async move(
    tx: EntityManager,
    campaign: Pick<LockedCampaign, 'id' | 'state'>,
    to: CampaignState,
    by: MovedBy,
    jobs: readonly OutboxJob[],
  ): Promise<void> {
    const enqueue = this.outbox.clause(jobs, 6);
    await tx.query(
      `with noted as (
         insert into campaign_event (campaign_id, at, actor, from_state, to_state)
         values ($1, $4, $5, $2, $3)
       ), enqueued as (${enqueue.sql})
       update campaign set state = $3, version = version + 1, updated_at = $4 where id = $1 and state = $2`,
      [campaign.id, campaign.state, to, this.clock.now(), by, ...enqueue.params],
    );
  }
}

/** What time does to a live campaign. Keys carry the version, so that a new time makes a new job. */
function jobsOf({ id, version, startsAt, endsAt, state }: LockedCampaign): OutboxJob[] {
  const job = (topic: 'campaign.start' | 'campaign.end', dueAt: Date) => ({
    topic,
    payload: { campaignId: id },
    dedupeKey: `${topic}:${id}:${version}`,
    dueAt,
  });
  const start = state === 'scheduled' ? [job('campaign.start', startsAt)] : [];
  return [...start, job('campaign.end', endsAt)];
}

/** Whether a statement failed because the product has another live campaign. */
function takesProduct(error: unknown): boolean {
  const { driverError } = Object(error) as { driverError?: { constraint?: unknown } };
  return driverError?.constraint === 'campaign_live';
}
