import type { AttributionCode } from '@tuanlink/shared/states';
import { DAY_MS } from '@tuanlink/shared/time';

/** Somebody opened a share, as attribution sees it. */
export interface VisitFact {
  /** The share's token. */
  token: string;
  at: Date;
  channel: string;
  sharerUserId: string;
  /** The nearest approved distributor up the share's chain; null: this visit can credit nobody. */
  creditUserId: string | null;
}

/** Whom the buyer's paid orders have tied them to. */
export interface BindingFact {
  distributorUserId: string;
  shareToken: string | null;
  boundAt: Date;
  expiresAt: Date;
}

/** The version of the rules that is effective at the order's placement; all in days. */
export interface AttributionRules {
  visitWindowDays: number;
  bindingDays: number;
  protectionDays: number;
  touchedDays: number;
}

export interface AttributionFacts {
  buyerId: string;
  /** When the order is placed. */
  now: Date;
  /** Newest first. */
  visits: readonly VisitFact[];
  binding: BindingFact | null;
  /** Whether the bound distributor is approved at this moment. */
  bindingDistributorApproved: boolean;
  rules: AttributionRules;
}

/** What one distributor gets out of an order, and why. */
export interface Credit {
  userId: string;
  code: AttributionCode;
  /** The share it came through, where there is one. */
  shareToken: string | null;
}

/** Whether a moment lies at most `days` before now; exactly so long ago still counts. */
function within(at: Date, days: number, now: Date): boolean {
  const age = now.getTime() - at.getTime();
  return age >= 0 && age <= days * DAY_MS;
}

/** The binding, when it can still count: its distributor is approved and it was made before now. */
function usableBinding(facts: AttributionFacts): BindingFact | null {
  const { binding, bindingDistributorApproved, now } = facts;
  return binding !== null && bindingDistributorApproved && binding.boundAt <= now ? binding : null;
}

const isUnexpired = (binding: BindingFact | null, now: Date): binding is BindingFact =>
  binding !== null && binding.expiresAt > now;

/** Who is credited, before anybody asks whether they bought from themselves. */
function winnerOf(facts: AttributionFacts, guarded: BindingFact | null): Credit | null {
  const { now, rules } = facts;
  const binding = usableBinding(facts);
  const last = facts.visits.find(
    (visit) => visit.creditUserId !== null && within(visit.at, rules.visitWindowDays, now),
  );
  const lastCredit = last?.creditUserId ?? null;
  const lastCounts = guarded === null || guarded.distributorUserId === lastCredit;
  if (last !== undefined && lastCredit !== null && lastCounts) {
    return { userId: lastCredit, code: 'EARNED_LAST_VISIT', shareToken: last.token };
  }
  if (isUnexpired(binding, now)) {
    return { userId: binding.distributorUserId, code: 'EARNED_BOUND', shareToken: binding.shareToken };
  }
  return null;
}

/** Everybody the buyer touched within `touchedDays`, latest visit first, the bound one last. */
function touched(facts: AttributionFacts): Map<string, VisitFact | null> {
  const { now, rules } = facts;
  const people = new Map<string, VisitFact | null>();
  for (const visit of facts.visits) {
    const { creditUserId } = visit;
    if (creditUserId !== null && !people.has(creditUserId) && within(visit.at, rules.touchedDays, now)) {
      people.set(creditUserId, visit);
    }
  }
  const binding = usableBinding(facts);
  const recent = binding !== null && within(binding.boundAt, rules.touchedDays, now);
  if (binding !== null && (recent || isUnexpired(binding, now)) && !people.has(binding.distributorUserId)) {
    people.set(binding.distributorUserId, null);
  }
  return people;
}

/** Why somebody who touched the buyer is not the one credited. */
function lossOf(
  userId: string,
  visit: VisitFact | null,
  facts: AttributionFacts,
  guarded: boolean,
): AttributionCode {
  const binding = usableBinding(facts);
  const visitCounts = visit !== null && within(visit.at, facts.rules.visitWindowDays, facts.now);
  const bound = isUnexpired(binding, facts.now) && binding.distributorUserId === userId;
  if (!visitCounts && !bound) return 'NONE_WINDOW_ENDED';
  return guarded ? 'NONE_PROTECTED' : 'NONE_LATER_VISIT_WON';
}

/**
 * Decides once, when an order is placed, who is credited for it. The last valid visit within the window
 * wins, else the unexpired binding; within the protection after binding only the bound one can win. Whoever
 * would be credited for their own purchase gets `NONE_SELF_PURCHASE`, and nobody else takes their place.
 * Every other distributor the buyer touched gets the reason why not. One credit per distributor, the
 * winner first. A visit exactly as old as the window counts; a binding ends at `expiresAt`, its protection
 * `protectionDays` after `boundAt`, both to the millisecond.
 */
export function attribute(facts: AttributionFacts): { credits: Credit[] } {
  const binding = usableBinding(facts);
  const protectedUntil =
    binding === null ? 0 : binding.boundAt.getTime() + facts.rules.protectionDays * DAY_MS;
  const guarded = isUnexpired(binding, facts.now) && facts.now.getTime() < protectedUntil ? binding : null;
  const winner = winnerOf(facts, guarded);
  const credits: Credit[] = [];
  if (winner !== null) {
    credits.push(winner.userId === facts.buyerId ? { ...winner, code: 'NONE_SELF_PURCHASE' } : winner);
  }
  for (const [userId, visit] of touched(facts)) {
    if (userId !== winner?.userId) {
      const shareToken = visit?.token ?? binding?.shareToken ?? null;
      credits.push({ userId, code: lossOf(userId, visit, facts, guarded !== null), shareToken });
    }
  }
  return { credits };
}
