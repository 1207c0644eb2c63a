import { formatBp, formatFen } from '@tuanlink/shared/money';
import { commissionTransitions, statesOf } from '@tuanlink/shared/states';
import type { CommissionExplanationReply } from '@tuanlink/shared/replies';

/** Tabs of the list. */
export const commissionStates = statesOf(commissionTransitions);

/** The formula with its numbers: "¥29.90 × 10% = ¥2.99". */
export function formulaText({ baseFen, rateBp, amountFen }: CommissionExplanationReply['formula']): string {
  return `${formatFen(baseFen)} × ${formatBp(rateBp)} = ${formatFen(amountFen)}`;
}

/** What is left of a line after reversals, fen. */
export function remainingFen({ amountFen, reversedFen }: CommissionExplanationReply['formula']): number {
  return amountFen - reversedFen;
}
