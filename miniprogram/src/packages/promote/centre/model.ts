import type {
  BalancesReply,
  CommissionRulesReply,
  DistributorReply,
  ShopCommissionRulesReply,
} from '@tuanlink/shared/replies';
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

/** One point of the rules, in the words of the language once filled with its values. */
export interface RulePoint {
  text: TextKey;
  values: Readonly<Record<string, string | number>>;
}

/** The rules a distributor agrees to, point by point, with the values of those in force. */
export function rulePoints({ current, availableAfterDays }: ShopCommissionRulesReply): RulePoint[] {
  const { defaultRateBp, newBuyerRateBp, visitWindowDays, bindingDays, protectionDays } = current;
  const rate = formatBp(defaultRateBp);
  const point = (text: TextKey, values: RulePoint['values'] = {}): RulePoint => ({ text, values });
  return [
    point('rules.oneLevel'),
    newBuyerRateBp === null
      ? point('rules.rate', { rate })
      : point('rules.newRate', { rate, newRate: formatBp(newBuyerRateBp) }),
    point('rules.lastVisit', { visit: visitWindowDays, binding: bindingDays }),
    ...(protectionDays > 0 ? [point('rules.protection', { protection: protectionDays })] : []),
    point('rules.own'),
    point('rules.due', { available: availableAfterDays }),
    point('rules.reversal'),
    point('rules.honest'),
  ];
}

/** A version of the rules and from when it is in force; a rate for new buyers stands behind the other. */
export function versionFacts(rules: CommissionRulesReply): Record<string, string | number> {
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
