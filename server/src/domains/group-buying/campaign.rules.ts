import type { RefusalCode } from '@tuanlink/shared/errors';
import { type CampaignState, campaignTransitions, canMove } from '@tuanlink/shared/states';
import { parseMoment } from '@tuanlink/shared/time';

/** What an operator does to a campaign besides editing it. */
export type CampaignAction = 'publish' | 'pause' | 'resume' | 'end';

/** What the rules know of a campaign. */
export interface CampaignFacts {
  state: CampaignState;
  startsAt: Date;
  endsAt: Date;
}

/** A "no", in the form of a refusal. */
interface No {
  ok: false;
  code: Extract<RefusalCode, 'state.conflict' | 'request.invalid'>;
  /** The field and the rule it breaks, for `request.invalid`. */
  path?: string;
  rule: string;
}

export type MoveDecision = { ok: true; to: CampaignState | null } | No;

const no = (rule: string): No => ({ ok: false, code: 'state.conflict', rule });
const invalid = (path: string, rule: string): No => ({ ok: false, code: 'request.invalid', path, rule });

/** The state a campaign is published into at a moment. */
export function publishedState(startsAt: Date, now: Date): 'scheduled' | 'running' {
  return startsAt <= now ? 'running' : 'scheduled';
}

/** States in which an action has been done already: asking for it again changes nothing and is no error. */
const DONE: Readonly<Record<CampaignAction, readonly CampaignState[]>> = {
  publish: ['scheduled', 'running'],
  pause: ['paused'],
  resume: ['running'],
  end: ['ended'],
};

/** Only a draft is published, only a paused campaign resumed, though both lead to `running`. */
const FROM: Readonly<Record<CampaignAction, readonly CampaignState[]>> = {
  publish: ['draft'],
  pause: ['scheduled', 'running'],
  resume: ['paused'],
  end: ['scheduled', 'running', 'paused'],
};

function targetOf(action: CampaignAction, { startsAt }: CampaignFacts, now: Date): CampaignState {
  switch (action) {
    case 'publish':
      return publishedState(startsAt, now);
    case 'pause':
      return 'paused';
    case 'resume':
      return 'running';
    case 'end':
      return 'ended';
  }
}

/** What an operator's action does; `to: null` when it was done before. */
export function decideMove(action: CampaignAction, campaign: CampaignFacts, now: Date): MoveDecision {
  if (DONE[action].includes(campaign.state)) return { ok: true, to: null };
  const to = targetOf(action, campaign, now);
  if (!FROM[action].includes(campaign.state) || !canMove(campaignTransitions, campaign.state, to)) {
    return no(`${action}From.${campaign.state}`);
  }
  const opens = action === 'publish' || action === 'resume';
  return opens && campaign.endsAt <= now ? no('endsInThePast') : { ok: true, to };
}

/** What the passing of time does: a scheduled campaign starts, a live one ends. Null: nothing. */
export function decideByTime(campaign: CampaignFacts, now: Date): CampaignState | null {
  const to = campaign.endsAt <= now ? 'ended' : campaign.startsAt <= now ? 'running' : null;
  const starts = to === 'running' && campaign.state === 'scheduled';
  const ends = to === 'ended' && canMove(campaignTransitions, campaign.state, to);
  return starts || ends ? to : null;
}

/** Fields an operator may edit. */
export interface CampaignEdit {
  startsAt?: Date;
  endsAt?: Date;
}

/**
 * Whether an edit is allowed: everything in a draft or scheduled campaign; once it has run, everything but
 * its start (later groups alone are affected); nothing after its end.
 */
export function decideEdit(campaign: CampaignFacts, edit: CampaignEdit, now: Date): { ok: true } | No {
  if (campaign.state === 'ended') return no('ended');
  const startsAt = edit.startsAt ?? campaign.startsAt;
  const endsAt = edit.endsAt ?? campaign.endsAt;
  const begun = campaign.state === 'running' || campaign.state === 'paused';
  if (begun && startsAt.getTime() !== campaign.startsAt.getTime()) return no('hasStarted');
  const moved = endsAt.getTime() !== campaign.endsAt.getTime();
  if (moved && campaign.state !== 'draft' && endsAt <= now) return invalid('endsAt', 'inTheFuture');
  return checkPeriod(startsAt, endsAt);
}

/** A campaign ends after it starts. */
export function checkPeriod(startsAt: Date, endsAt: Date): { ok: true } | No {
  return startsAt < endsAt ? { ok: true } : invalid('endsAt', 'afterStart');
}

/** Prices a campaign wants, against what the product's SKUs cost alone. */
export function checkPrices(
  prices: readonly { skuId: string; priceFen: number }[],
  skus: readonly { id: string; priceFen: number }[],
): { ok: true } | No {
  const alone = new Map(skus.map((sku) => [sku.id, sku.priceFen]));
  const seen = new Set<string>();
  for (const [index, { skuId, priceFen }] of prices.entries()) {
    const id = skuId.toLowerCase();
    const limit = alone.get(id);
    if (limit === undefined) return invalid(`prices.${index}.skuId`, 'ofThisProduct');
    if (seen.has(id)) return invalid(`prices.${index}.skuId`, 'unique');
    if (priceFen > limit) return invalid(`prices.${index}.priceFen`, 'atMostThePriceAlone');
    seen.add(id);
  }
  return { ok: true };
}

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Reads an ISO 8601 moment between 2000 and 2100, or null. */
export function readMoment(text: string): Date | null {
  const ms = parseMoment(text);
  return Number.isNaN(ms) || ms < EARLIEST || ms >= LATEST ? null : new Date(ms);
}
