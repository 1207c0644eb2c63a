import { REAL_NAME_MAX } from '@tuanlink/shared/limits';
import { fenToYuan, formatBp, formatFen, parseYuan } from '@tuanlink/shared/money';
import type { TaxReply, WithdrawalPreviewReply, WithdrawalReply } from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import type { TextKey, Translate } from '../../../i18n';

/** What is wrong with what was typed; absent: nothing. */
export interface Problem {
  key: TextKey;
  values?: Record<string, string>;
}

/** Characters of a real name that no name holds. */
const NO_NAME = /[\d<>=+@"|\\/]/;

/** The amount that was typed, fen; null when it is none. */
export function amountOf(text: string): number | null {
  const fen = parseYuan(text);
  return fen === null || fen === 0 ? null : fen;
}

/** Why an amount cannot be asked for, as the server would say it. */
export function amountProblem(text: string, terms: WithdrawalPreviewReply): Problem | null {
  const fen = amountOf(text);
  if (fen === null) return { key: 'withdraw.problem.amount' };
  if (fen < terms.minFen) return { key: 'withdraw.problem.min', values: { min: fenToYuan(terms.minFen) } };
  if (fen > terms.availableFen) return { key: 'withdraw.problem.balance' };
  if (fen > terms.maxFen) return { key: 'withdraw.problem.limit', values: { max: fenToYuan(terms.maxFen) } };
  return null;
}

/** Whether this is a name that may be sent. */
export function isName(text: string): boolean {
  const name = text.trim();
  return [...name].length >= 2 && name.length <= REAL_NAME_MAX && !NO_NAME.test(name);
}

/** Whether a name has to be typed before this amount can be asked for. */
export function needsName(terms: WithdrawalPreviewReply, amountFen: number): boolean {
  return terms.realNameMasked === null && amountFen >= terms.realNameFromFen;
}

export interface TaxRow {
  label: string;
  fen: number;
  sum?: boolean;
}

/** How the tax comes about, line by line; `fixed`: it was withheld so. */
export function taxRows(tax: TaxReply, fixed: boolean, t: Translate): TaxRow[] {
  const steps: TaxRow[] = [
    { label: t('withdraw.tax.monthBefore'), fen: tax.monthBeforeFen },
    { label: t('withdraw.tax.month'), fen: tax.monthFen },
    { label: t('withdraw.tax.deduction'), fen: tax.deductionFen },
    { label: t('withdraw.tax.taxable'), fen: tax.taxableFen },
    { label: t('withdraw.tax.monthTax', { rate: formatBp(tax.rateBp) }), fen: tax.monthTaxFen },
    { label: t('withdraw.tax.before'), fen: tax.withheldBeforeFen },
  ];
  const net = fixed ? 'withdraw.tax.netFixed' : 'withdraw.tax.net';
  return [
    ...(tax.taxableFen > 0 ? steps : []),
    { label: t('withdraw.tax.now'), fen: tax.taxFen },
    { label: t(net), fen: tax.netFen, sum: true },
  ];
}

/** Words of WeChat's that have a text of their own. */
const failTexts: ReadonlyMap<string, TextKey> = new Map([
  ['NAME_NOT_CORRECT', 'withdrawal.fail.NAME_NOT_CORRECT'],
  ['REAL_NAME_CHECK_FAIL', 'withdrawal.fail.REAL_NAME_CHECK_FAIL'],
  ['PAYEE_ACCOUNT_ABNORMAL', 'withdrawal.fail.PAYEE_ACCOUNT_ABNORMAL'],
  ['ACCOUNT_FROZEN', 'withdrawal.fail.ACCOUNT_FROZEN'],
  ['TRANSFER_QUOTA_EXCEED', 'withdrawal.fail.TRANSFER_QUOTA_EXCEED'],
  ['MCH_CANCEL', 'withdrawal.fail.MCH_CANCEL'],
]);

/** Why it came to nothing: an operator's own words, or WeChat's in plain ones. */
export function reasonText(reason: string | null, t: Translate): string {
  const key = failTexts.get(reason ?? '');
  // Goes on inside a sentence that ends by itself.
  return key === undefined ? (reason ?? '—').replace(/[。.]+$/, '') : t(key);
}

/** What happens next, or what the person has to do. */
export function nextText(withdrawal: WithdrawalReply, t: Translate): string {
  const { state, confirmation, reason } = withdrawal;
  const time = confirmation === null ? '' : formatTime(confirmation.confirmBy);
  return t(`withdraw.next.${state}`, { time, reason: reasonText(reason, t) });
}

/** The most that can be asked for, when a limit is in the way. */
export function limitText(terms: WithdrawalPreviewReply, t: Translate): string | null {
  const { limit, maxFen } = terms;
  return limit === null
    ? null
    : t('withdraw.most', { max: formatFen(maxFen), limit: t(`withdraw.limit.${limit}`) });
}
