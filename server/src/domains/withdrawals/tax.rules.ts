import { roundedProportionFen } from '@tuanlink/shared/money';
import type { TaxReply } from '@tuanlink/shared/replies';
import type { TaxRuleId } from '@tuanlink/shared/states';

/** The tax of everything a person is paid in one month, and how it comes about. */
export interface MonthTax {
  deductionFen: number;
  taxableFen: number;
  rateBp: number;
  quickDeductionFen: number;
  taxFen: number;
}

/**
 * A rule of taxation: from what a person is paid in a month to the tax on it. More pay is never less tax, and
 * the tax is never more than the pay.
 */
export type TaxRule = (monthFen: number) => MonthTax;

/** What is known of a person's month when another amount is to be paid out, fen. */
export interface TaxFacts {
  amountFen: number;
  /** Paid out before in this month, before tax. */
  monthBeforeFen: number;
  withheldBeforeFen: number;
}

/** WeChat pays out no less, fen; so much of a withdrawal is never withheld. */
export const NET_FEN_MIN = 10;

const SMALL_PAY_FEN = 400_000;
const FREE_FEN = 80_000;
/** Of larger pay four fifths are taxed. */
const TAXED_PART_BP = 8_000;
const WHOLE_BP = 10_000;

/** Up to which taxable amount which rate applies; the last has no end. */
const LABOUR_BRACKETS = [
  { upToFen: 2_000_000, rateBp: 2_000, quickDeductionFen: 0 },
  { upToFen: 5_000_000, rateBp: 3_000, quickDeductionFen: 200_000 },
  { upToFen: Infinity, rateBp: 4_000, quickDeductionFen: 700_000 },
] as const;

/**
 * Remuneration for labour of residents, withheld in advance (Individual Income Tax Law art. 9, Implementing
 * Regulations art. 6 and 14; SAT notice 2018-61): a month's continuous income from one payer is one payment.
 * ¥800 are free up to ¥4,000, one fifth above; 20 %, 30 % and 40 % with quick deductions.
 */
export const labourTax: TaxRule = (monthFen) => {
  const small = monthFen <= SMALL_PAY_FEN;
  // Basis points of a fen, so that four fifths stay exact.
  const taxableBp = small ? Math.max(0, monthFen - FREE_FEN) * WHOLE_BP : monthFen * TAXED_PART_BP;
  const bracket =
    LABOUR_BRACKETS.find(({ upToFen }) => taxableBp <= upToFen * WHOLE_BP) ?? LABOUR_BRACKETS[2];
  const { rateBp, quickDeductionFen } = bracket;
  const taxableFen = roundedProportionFen(taxableBp, 1, WHOLE_BP);
  return {
    deductionFen: monthFen - taxableFen,
    taxableFen,
    rateBp,
    quickDeductionFen,
    taxFen: roundedProportionFen(taxableBp, rateBp, WHOLE_BP * WHOLE_BP) - quickDeductionFen,
  };
};

/** Nothing is withheld: for shops whose distributors invoice them. */
export const noTax: TaxRule = (monthFen) => ({
  deductionFen: monthFen,
  taxableFen: 0,
  rateBp: 0,
  quickDeductionFen: 0,
  taxFen: 0,
});

/** Every rule there is; a shop chooses one by its name. */
export const taxRules: Readonly<Record<TaxRuleId, TaxRule>> = { 'labour-cn-1': labourTax, 'none-1': noTax };

/**
 * What is withheld from one more payment: the tax of the month with it, less what was withheld before. Never
 * less than nothing, and never so much that nothing is left to send; the next payment of the month makes up.
 */
export function withhold(rule: TaxRuleId, month: string, facts: TaxFacts): TaxReply {
  const { amountFen, monthBeforeFen, withheldBeforeFen } = facts;
  const monthFen = monthBeforeFen + amountFen;
  const { taxFen: monthTaxFen, ...steps } = taxRules[rule](monthFen);
  const most = Math.max(0, amountFen - NET_FEN_MIN);
  const taxFen = Math.min(Math.max(0, monthTaxFen - withheldBeforeFen), most);
  return {
    rule,
    month,
    monthBeforeFen,
    monthFen,
    ...steps,
    monthTaxFen,
    withheldBeforeFen,
    taxFen,
    netFen: amountFen - taxFen,
  };
}

/** A person's month with the withdrawals whose end is not known yet, fen. */
export interface OpenMonth {
  paidFen: number;
  withheldFen: number;
  /** Asked for, or on their way, before tax. */
  openFen: number;
}

/** What would be withheld if everything that is open were paid out before, in the same month. */
export function expectedTax(rule: TaxRuleId, month: string, amountFen: number, facts: OpenMonth): TaxReply {
  const monthBeforeFen = facts.paidFen + facts.openFen;
  const withheldBeforeFen = Math.max(facts.withheldFen, taxRules[rule](monthBeforeFen).taxFen);
  return withhold(rule, month, { amountFen, monthBeforeFen, withheldBeforeFen });
}

/**
 * What is withheld from a withdrawal that is to be sent now; null: it has to wait, because what is withheld
 * depends on whether another one that is on its way will arrive. Where even all of them together leave the
 * month's tax as it is, nobody waits.
 */
export function taxToSend(
  rule: TaxRuleId,
  month: string,
  amountFen: number,
  { paidFen, withheldFen, openFen }: OpenMonth,
): TaxReply | null {
  const taxOf = taxRules[rule];
  const most = taxOf(paidFen + openFen + amountFen).taxFen;
  if (openFen > 0 && most > withheldFen) return null;
  return withhold(rule, month, { amountFen, monthBeforeFen: paidFen, withheldBeforeFen: withheldFen });
}
