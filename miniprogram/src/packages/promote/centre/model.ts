import type { BalancesReply, CommissionRulesReply, DistributorReply } from '@tuanlink/shared/replies';
import { formatBp } from '@tuanlink/shared/money';
import { canMove, distributorTransitions } from '@tuanlink/shared/states';
import type { CommissionState } from '@tuanlink/shared/states';
import { formatTime } from '@tuanlink/shared/time';
import type { TextKey } from '../../../i18n';

/** What the centre shows: the form to apply, the wait, or the money. */
export type CentreVariant = 'apply' | 'applied' | 'active' | 'suspended';

/** Which part of the centre a person sees; whoever was rejected may apply again. */
export function centreVariant(state: DistributorReply['state']): CentreVariant {
  if (state === null || canMove(distributorTransitions, state, 'applied')) {
    return 'apply';
  }
  return state === 'approved' ? 'active' : state === 'suspended' ? 'suspended' : 'applied';
}

export interface BalanceTile {
  label: TextKey;
  hint: TextKey;
  amountFen: number;
  /** The lines behind the number; undefined shows all. */
  state: CommissionState | undefined;
}

/** The four numbers, each with what it means and the lines it is made of. */
export function balanceTiles(balances: BalancesReply): BalanceTile[] {
  return [
    {
      label: 'balance.available',
      hint: 'balance.available.hint',
      amountFen: balances.availableFen,
      state: 'available',
    },
    { label: 'balance.held', hint: 'balance.held.hint', amountFen: balances.heldFen, state: 'held' },
    {
      label: 'balance.estimated',
      hint: 'balance.estimated.hint',
      amountFen: balances.estimatedFen,
      state: 'estimated',
    },
    { label: 'balance.paid', hint: 'balance.paid.hint', amountFen: balances.paidFen, state: undefined },
  ];
}

/** The rules a distributor agrees to, point by point. */
export const RULE_POINTS: readonly TextKey[] = [
  'rules.oneLevel',
  'rules.lastVisit',
  'rules.own',
  'rules.due',
  'rules.reversal',
  'rules.honest',
];

/** What will be in force, and from when; where new buyers have a rate, it stands behind the other. */
export function announcedFacts(rules: CommissionRulesReply): Record<string, string | number> {
  const { defaultRateBp, newBuyerRateBp } = rules;
  const rate = formatBp(defaultRateBp);
  return {
    version: rules.version,
    date: formatTime(rules.effectiveAt),
    rate: newBuyerRateBp === null ? rate : `${rate} / ${formatBp(newBuyerRateBp)}`,
    visit: rules.visitWindowDays,
    binding: rules.bindingDays,
    protection: rules.protectionDays,
  };
}
