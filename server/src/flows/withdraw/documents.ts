import type { Language } from '@tuanlink/shared/errors';
import { fenToDecimal, formatBp, formatFen } from '@tuanlink/shared/money';
import type {
  ConsoleWithdrawalDetailReply,
  StatementBalancesReply,
  StatementEntryReply,
  StatementReply,
} from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import { type CsvValue, writeCsv } from '../../infra/csv.js';
import type { Paper } from '../../infra/pdf/paper.js';
import { type DocumentTexts, documentTexts, fillText } from './documents.texts.js';

/** The part of an id that tells two of them apart at a glance. */
const shortId = (id: string) => id.slice(-8);

/**
 * A statement as CSV, the oldest entry first. Columns: `at` (Beijing time), `reason` (a word of the ledger),
 * `from`, `to` (the person's accounts held, available, paying, debt; others are the shop's), `amount_yuan`,
 * `order_id`, `withdrawal_id`, `transfer_id` (the ledger's id, for a proof).
 */
export function statementCsv({ entries }: StatementReply): string {
  const header = [
    'at',
    'reason',
    'from',
    'to',
    'amount_yuan',
    'order_id',
    'withdrawal_id',
    'transfer_id',
  ] as const;
  const rows = [...entries]
    .reverse()
    .map((entry) => [
      formatTime(entry.at),
      entry.reason,
      entry.from,
      entry.to,
      fenToDecimal(entry.amountFen),
      entry.orderId,
      entry.withdrawalId,
      entry.transferId,
    ]);
  return writeCsv(header, rows);
}

/**
 * The withdrawals of a payout run as CSV. Columns: `withdrawal_id`, `requested_at` (Beijing time), `user_id`,
 * `nickname`, `real_name_masked`, `state`, `amount_yuan` (before tax), `tax_yuan`, `net_yuan`, `out_bill_no`
 * (our number at WeChat), `transfer_bill_no` (WeChat's), `finished_at`, `reason`.
 */
export function payoutRunCsv(withdrawals: readonly ConsoleWithdrawalRow[]): string {
  const header = [
    'withdrawal_id',
    'requested_at',
    'user_id',
    'nickname',
    'real_name_masked',
    'state',
    'amount_yuan',
    'tax_yuan',
    'net_yuan',
    'out_bill_no',
    'transfer_bill_no',
    'finished_at',
    'reason',
  ] as const;
  const rows = withdrawals.map((row) => [
    row.id,
    formatTime(row.requestedAt),
    row.distributor.userId,
    row.distributor.nickname,
    row.realNameMasked,
    row.state,
    fenToDecimal(row.amountFen),
    fenToDecimal(row.taxFen),
    fenToDecimal(row.netFen),
    row.outBillNo,
    row.transferBillNo,
    row.finishedAt === null ? null : formatTime(row.finishedAt),
    row.reason,
  ]);
  return writeCsv(header, rows);
}

type ConsoleWithdrawalRow = Omit<ConsoleWithdrawalDetailReply, 'tax' | 'events' | 'transfers'>;

/** A statement for people. */
export function statementPaper(statement: StatementReply, madeAt: Date, language: Language): Paper {
  const texts = documentTexts[language];
  const { month, nickname, userId, opening, closing, entries, entryCount } = statement;
  const missing = entryCount - entries.length;
  return {
    title: texts.statement,
    subtitle: fillText(texts.statementOf, { name: nickname || '—', month, id: userId }),
    facts: [
      { label: texts.opening, value: balancesText(opening, texts) },
      { label: texts.earned, value: formatFen(statement.earnedFen) },
      { label: texts.reversed, value: formatFen(-statement.reversedFen) },
      { label: texts.paid, value: formatFen(-statement.paidFen) },
      { label: texts.tax, value: formatFen(-statement.taxFen) },
      { label: texts.closing, value: balancesText(closing, texts), strong: true },
    ],
    table: {
      columns: [
        { title: texts.at, share: 16 },
        { title: texts.what, share: 18 },
        { title: texts.from, share: 15 },
        { title: texts.to, share: 15 },
        { title: texts.amount, share: 14, align: 'right' },
        { title: texts.reference, share: 22, align: 'right' },
      ],
      rows: [...entries].reverse().map((entry) => entryRow(entry, texts)),
    },
    notes: [texts.statementNote, ...(missing > 0 ? [fillText(texts.more, { count: missing })] : [])],
    footer: footerOf(texts, madeAt),
  };
}

function balancesText(balances: StatementBalancesReply, texts: DocumentTexts): string {
  return fillText(texts.balances, {
    held: formatFen(balances.heldFen),
    available: formatFen(balances.availableFen),
    paying: formatFen(balances.payingFen),
    debt: formatFen(balances.debtFen),
  });
}

function entryRow(entry: StatementEntryReply, texts: DocumentTexts): string[] {
  const { withdrawalId, orderId } = entry;
  const reference =
    withdrawalId !== null
      ? fillText(texts.withdrawal, { id: shortId(withdrawalId) })
      : orderId === null
        ? ''
        : fillText(texts.order, { id: shortId(orderId) });
  return [
    formatTime(entry.at),
    texts.entries[entry.reason] ?? entry.reason,
    texts.accounts[entry.from] ?? entry.from,
    texts.accounts[entry.to] ?? entry.to,
    formatFen(entry.amountFen),
    reference,
  ];
}

/**
 * A receipt as CSV, one row. Columns: `withdrawal_id`, `out_bill_no` (our number at WeChat),
 * `transfer_bill_no` (WeChat's), `nickname`, `real_name_masked`, `requested_at` and `paid_at` (Beijing time),
 * `tax_month`, `tax_rule`, `amount_yuan` (before tax), then every step of the tax: `month_before_yuan`,
 * `month_yuan`, `deduction_yuan`, `taxable_yuan`, `rate_bp` (basis points), `quick_deduction_yuan`,
 * `month_tax_yuan`, `withheld_before_yuan`, `tax_yuan`, and `net_yuan` (what arrived).
 */
export function receiptCsv(withdrawal: ConsoleWithdrawalDetailReply): string {
  const { tax, distributor, finishedAt } = withdrawal;
  const columns: Readonly<Record<string, CsvValue>> = {
    withdrawal_id: withdrawal.id,
    out_bill_no: withdrawal.outBillNo,
    transfer_bill_no: withdrawal.transferBillNo,
    nickname: distributor.nickname,
    real_name_masked: withdrawal.realNameMasked,
    requested_at: formatTime(withdrawal.requestedAt),
    paid_at: finishedAt === null ? null : formatTime(finishedAt),
    tax_month: tax.month,
    tax_rule: tax.rule,
    amount_yuan: fenToDecimal(withdrawal.amountFen),
    month_before_yuan: fenToDecimal(tax.monthBeforeFen),
    month_yuan: fenToDecimal(tax.monthFen),
    deduction_yuan: fenToDecimal(tax.deductionFen),
    taxable_yuan: fenToDecimal(tax.taxableFen),
    rate_bp: tax.rateBp,
    quick_deduction_yuan: fenToDecimal(tax.quickDeductionFen),
    month_tax_yuan: fenToDecimal(tax.monthTaxFen),
    withheld_before_yuan: fenToDecimal(tax.withheldBeforeFen),
    tax_yuan: fenToDecimal(tax.taxFen),
    net_yuan: fenToDecimal(tax.netFen),
  };
  return writeCsv(Object.keys(columns), [Object.values(columns)]);
}

/** Proof of one paid withdrawal, with every step of its tax. The real name stands there masked. */
export function receiptPaper(
  withdrawal: ConsoleWithdrawalDetailReply,
  madeAt: Date,
  language: Language,
): Paper {
  const texts = documentTexts[language];
  const { tax, distributor, realNameMasked, outBillNo, transferBillNo, requestedAt, finishedAt } = withdrawal;
  const amounts: [string, number, boolean?][] = [
    [texts.gross, withdrawal.amountFen],
    [texts.monthBefore, tax.monthBeforeFen],
    [texts.monthTotal, tax.monthFen],
    [texts.deduction, tax.deductionFen],
    [texts.taxable, tax.taxableFen],
  ];
  const taxes: [string, number, boolean?][] = [
    [texts.quickDeduction, tax.quickDeductionFen],
    [texts.monthTax, tax.monthTaxFen],
    [texts.withheldBefore, tax.withheldBeforeFen],
    [texts.tax, tax.taxFen, true],
    [texts.net, tax.netFen, true],
  ];
  const money = ([label, fen, strong = false]: [string, number, boolean?]) => ({
    label,
    value: formatFen(fen),
    strong,
  });
  return {
    title: texts.receipt,
    subtitle: fillText(texts.receiptOf, { name: distributor.nickname || '—', id: withdrawal.id }),
    facts: [
      { label: texts.number, value: outBillNo },
      { label: texts.wechatNumber, value: transferBillNo ?? '—' },
      { label: texts.payee, value: realNameMasked ?? texts.noName },
      { label: texts.requestedAt, value: formatTime(requestedAt) },
      { label: texts.paidAt, value: finishedAt === null ? '—' : formatTime(finishedAt) },
      { label: texts.month, value: `${tax.month} · ${texts.taxRules[tax.rule] ?? tax.rule}` },
      ...amounts.map(money),
      { label: texts.rate, value: formatBp(tax.rateBp) },
      ...taxes.map(money),
    ],
    notes: [texts.receiptNote],
    footer: footerOf(texts, madeAt),
  };
}

function footerOf(texts: DocumentTexts, madeAt: Date): string {
  return `${texts.shop} · ${fillText(texts.madeAt, { at: formatTime(madeAt) })}`;
}
