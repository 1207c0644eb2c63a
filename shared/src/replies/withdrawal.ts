import type {
  DistributorState,
  PayoutException,
  PayoutRunState,
  TaxRuleId,
  WithdrawalLimit,
  WithdrawalState,
} from '../states.js';
import type { LedgerTransferReply } from './shop.js';

/**
 * How much tax is withheld, step by step. All that a person is paid in a month counts as one payment:
 * `taxFen` = tax of the month with this withdrawal − what was withheld before.
 */
export interface TaxReply {
  rule: TaxRuleId;
  /** In which month it counts, in China: 2026-11. */
  month: string;
  /** Paid out before in that month, before tax, fen. */
  monthBeforeFen: number;
  /** The same with this withdrawal. */
  monthFen: number;
  /** What the rule leaves free, fen. */
  deductionFen: number;
  /** What is taxed, fen. */
  taxableFen: number;
  rateBp: number;
  quickDeductionFen: number;
  /** Tax of the month with this withdrawal, fen. */
  monthTaxFen: number;
  withheldBeforeFen: number;
  taxFen: number;
  netFen: number;
}

/** The rules and limits of withdrawals that apply in this shop. */
export interface WithdrawalRulesReply {
  minFen: number;
  maxFen: number;
  /** How many, and how much, a person may ask for in a day in China. */
  dayCount: number;
  dayFen: number;
  monthCount: number;
  monthFen: number;
  /** From this amount on the real name is needed. */
  realNameFromFen: number;
  taxRule: TaxRuleId;
  version: number;
}

/** The payee as it may be shown: `张**`. */
export interface PayeeReply {
  /** Null while none was given. */
  realNameMasked: string | null;
}

/** What somebody can withdraw now, and what it would come to. */
export interface WithdrawalPreviewReply extends PayeeReply {
  /** Only `approved` may withdraw. */
  distributorState: DistributorState | null;
  availableFen: number;
  minFen: number;
  /** The most that can be asked for now, by balance and all limits; 0 when nothing can. */
  maxFen: number;
  /** The limit that is used up first, when it is lower than the balance. */
  limit: WithdrawalLimit | null;
  realNameFromFen: number;
  /** Whether this amount needs a real name that is missing. */
  realNameMissing: boolean;
  /** Null without an amount. Fixed only when the money is sent. */
  tax: TaxReply | null;
}

/** What `wx.requestMerchantTransfer` takes. */
export interface TransferConfirmationReply {
  mchId: string;
  appId: string;
  package: string;
  /** WeChat gives the money back to the shop after this moment. */
  confirmBy: string;
}

export interface WithdrawalReply {
  id: string;
  /** Before tax, fen. */
  amountFen: number;
  state: WithdrawalState;
  /** As expected until the money is sent, then as it was withheld. */
  tax: TaxReply;
  /** Whether `tax` can still change. */
  taxFixed: boolean;
  /** Only while WeChat waits for the payee. */
  confirmation: TransferConfirmationReply | null;
  /** Why it was rejected or came to nothing: an operator's words, or a word of WeChat's. */
  reason: string | null;
  requestedAt: string;
  /** When it was paid, rejected, or came to nothing. */
  finishedAt: string | null;
}

export interface ConsoleWithdrawalReply extends PayeeReply {
  id: string;
  distributor: { id: string | null; userId: string; nickname: string; state: DistributorState | null };
  amountFen: number;
  taxFen: number;
  netFen: number;
  taxFixed: boolean;
  state: WithdrawalState;
  runId: string | null;
  outBillNo: string;
  transferBillNo: string | null;
  reason: string | null;
  /** What WeChat last answered when it did not do what was asked. */
  lastError: string | null;
  /** Set once an operator asked to stop it. */
  stopAskedAt: string | null;
  requestedAt: string;
  approvedAt: string | null;
  sentAt: string | null;
  confirmBy: string | null;
  finishedAt: string | null;
}

export interface WithdrawalEventReply {
  at: string;
  /** An operator's or user's id, or `wechat`, `system`. */
  actor: string;
  from: WithdrawalState | null;
  to: WithdrawalState;
  reason: string;
}

export interface ConsoleWithdrawalDetailReply extends ConsoleWithdrawalReply {
  tax: TaxReply;
  events: WithdrawalEventReply[];
  transfers: LedgerTransferReply[];
}

/** Sums over the withdrawals of a run, by their state. */
export interface PayoutRunProgressReply {
  state: WithdrawalState;
  count: number;
  amountFen: number;
}

export interface PayoutRunReply {
  id: string;
  state: PayoutRunState;
  count: number;
  /** Before tax, fen. */
  amountFen: number;
  /** As expected until each is sent. */
  taxFen: number;
  netFen: number;
  madeBy: { id: string; name: string };
  madeAt: string;
  decidedBy: { id: string; name: string } | null;
  decidedAt: string | null;
  progress: PayoutRunProgressReply[];
}

/** A requested withdrawal, and why it cannot be paid out now. */
export interface PayoutCandidateReply extends ConsoleWithdrawalReply {
  exceptions: PayoutException[];
}

/** What a new payout run would hold. */
export interface PayoutPreviewReply {
  /** Sums over those without exceptions. */
  count: number;
  amountFen: number;
  taxFen: number;
  netFen: number;
  /** The oldest first, at most 500. */
  candidates: PayoutCandidateReply[];
  /** Requested withdrawals beyond those listed. */
  moreCount: number;
}

/** Balances of a person's accounts at one moment, fen. */
export interface StatementBalancesReply {
  heldFen: number;
  availableFen: number;
  payingFen: number;
  /** As a positive number. */
  debtFen: number;
}

/** One movement of a person's accounts. Accounts that are not theirs are the shop's. */
export interface StatementEntryReply {
  transferId: string;
  at: string;
  reason: string;
  from: string;
  to: string;
  amountFen: number;
  orderId: string | null;
  withdrawalId: string | null;
}

/** A distributor's month, from the ledger alone. */
export interface StatementReply {
  /** 2026-11, in China. */
  month: string;
  userId: string;
  nickname: string;
  opening: StatementBalancesReply;
  closing: StatementBalancesReply;
  /** Commission and adjustments credited. */
  earnedFen: number;
  /** Commission taken back. */
  reversedFen: number;
  /** What arrived in the wallet. */
  paidFen: number;
  /** Tax withheld. */
  taxFen: number;
  entryCount: number;
  /** The newest first; at most 200 here, 1,000 in the PDF, 50,000 in the CSV. */
  entries: StatementEntryReply[];
}

/** Tax withheld in one month. */
export interface TaxMonthReply {
  month: string;
  /** People from whose payments something was withheld. */
  peopleCount: number;
  /** Paid out before tax, fen. */
  paidFen: number;
  withheldFen: number;
  handedOverFen: number;
  /** Still to be handed over. */
  dueFen: number;
  /** Withdrawals of this month whose end is not known yet. */
  openCount: number;
}

export interface TaxMonthsReply {
  /** The newest first, three years at most. */
  months: TaxMonthReply[];
}
