import type { AttributionCode, ReasonCode } from '@tuanlink/shared/states';
import { decideLine, rateFor } from '../../domains/distribution/commission.rules.js';
import { attribute } from '../../domains/sharing/attribution.rules.js';
import type { OrderFacts } from './order-facts.js';
import type { PricedLine } from './checkout.rules.js';

/**
 * What is decided for one distributor on one order line; becomes a commission line when money is taken up.
 */
export interface LineDecision {
  id: string;
  userId: string;
  attributionCode: AttributionCode;
  reasonCode: ReasonCode;
  /** Paid goods amount the rate is applied to, fen. */
  baseFen: number;
  rateBp: number;
  amountFen: number;
  /** The facts it was decided from, for the explanation. */
  evidence: object;
}

/** Who earns from the order as a whole; ties the buyer to them once it is paid. */
export interface OrderCredit {
  userId: string;
  code: AttributionCode;
  shareToken: string | null;
  bindingDays: number;
}

/**
 * Decides, at the moment an order is placed, who is credited for it and what each line earns them.
 * @param newId makes the ids of the commission lines to be
 */
export function decideCredit(
  buyerId: string,
  lines: readonly PricedLine[],
  facts: OrderFacts,
  now: Date,
  newId: () => string,
): { credit: OrderCredit | null; perLine: LineDecision[][] } {
  const { rules, binding } = facts;
  const { credits } = attribute({
    buyerId,
    now,
    visits: facts.visits.map((visit) => ({ ...visit, at: new Date(visit.at) })),
    binding:
      binding === null
        ? null
        : { ...binding, boundAt: new Date(binding.boundAt), expiresAt: new Date(binding.expiresAt) },
    bindingDistributorApproved: binding?.approved ?? false,
    rules,
  });
  const { defaultRateBp: _shopRate, newBuyerRateBp: _newBuyerRate, ...shownRules } = rules;
  const perLine = lines.map((line) =>
    decideLine({
      baseFen: line.payFen,
      credits: credits.map((credit) => ({
        ...credit,
        rate: rateFor(line.rates, ownRateOf(credit.userId, facts)),
      })),
    }).map(({ rateSource, ...decision }) => ({
      ...decision,
      id: newId(),
      evidence: {
        rule: shownRules,
        rateSource,
        buyer: line.rates.isNewBuyer ? 'new' : 'returning',
        visits: facts.visits
          .filter((visit) => visit.creditUserId !== null)
          .slice(0, 20)
          .map((visit) => ({
            shareToken: visit.token,
            at: visit.at,
            channel: visit.channel,
            mine: visit.creditUserId === decision.userId,
          })),
        binding:
          binding?.distributorUserId === decision.userId
            ? { boundAt: binding.boundAt, expiresAt: binding.expiresAt }
            : null,
      },
    })),
  );
  const winner = credits.find((credit) => credit.code.startsWith('EARNED'));
  const credit = winner === undefined ? null : { ...winner, bindingDays: rules.bindingDays };
  return { credit, perLine };
}

/** The rate an operator gave to this distributor, basis points, or null. */
function ownRateOf(userId: string, { visits, binding }: OrderFacts): number | null {
  const visit = visits.find(({ creditUserId }) => creditUserId === userId);
  if (visit !== undefined) return visit.creditRateBp;
  return binding?.distributorUserId === userId ? binding.rateBp : null;
}
