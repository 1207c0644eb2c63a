import type { DifferenceFactsReply, ReconciliationFiguresReply } from '@tuanlink/shared/replies';
import type {
  BillKind,
  DifferenceKind,
  OrderState,
  RefundState,
  WithdrawalState,
} from '@tuanlink/shared/states';
import type { ReadBill } from './bill.rules.js';

/**
 * Compares three ways: what WeChat's bill says, what the shop's own rows say, and what the ledger says. Each
 * difference has a name and the facts that a person needs to act; nothing here changes anything.
 */

/** A difference that was found. The same kind and subject on the same day is the same difference. */
export interface FoundDifference {
  kind: DifferenceKind;
  subject: string;
  facts: DifferenceFactsReply;
}

/** One payment, by WeChat's number, as each side knows it. */
export interface PaymentFacts {
  transactionId: string;
  bill: { line: number; fen: number; at: string; outTradeNo: string } | null;
  /** `odd`: recorded as money that was no order's payment. */
  ours: { fen: number; at: string; odd: boolean; outTradeNo: string } | null;
  /** The order it belongs to, or that the bill's number names. */
  orderId: string | null;
  orderState: OrderState | null;
  ledgerFen: number | null;
}

/** One refund, by our number, as each side knows it. */
export interface RefundFacts {
  outRefundNo: string;
  bill: { line: number; fen: number; at: string; state: string; transactionId: string } | null;
  ours: {
    id: string;
    orderId: string;
    fen: number;
    state: RefundState;
    at: string;
    transactionId: string;
    /** False: a number that WeChat closed, after which the refund got another. */
    current: boolean;
    /** WeChat never took it, so that no bill has it. */
    refused: boolean;
    /** The buyer has the money by another way than WeChat. */
    settledOutside: boolean;
    /** WeChat carried it out all the same. */
    paidTwice: boolean;
  } | null;
  /** What the ledger says went back through WeChat. */
  ledgerFen: number | null;
  /** What the ledger says went back by another way. */
  outsideFen: number | null;
}

/** One transfer to a person, by our number, as each side knows it. */
export interface TransferFacts {
  outBillNo: string;
  /** On all bills so far: what left the account, and what of it has not come back. */
  bill: { line: number | null; outFen: number; netFen: number; at: string } | null;
  /** The withdrawal behind it; `fen` is what is paid out, without tax. */
  ours: { id: string; fen: number; state: WithdrawalState; at: string } | null;
  ledgerFen: number | null;
  /** This is the day it belongs to: on which the money left, or else on which its end was recorded. */
  begun: boolean;
  /** Its end is judged on this day. */
  ended: boolean;
}

/** A transfer to or from WeChat's account that no payment, refund or withdrawal explains. */
export interface UnexplainedTransfer {
  transferId: string;
  orderId: string | null;
  fen: number;
  at: string;
}

/** Facts without those that nobody knows. */
function known(facts: { [K in keyof DifferenceFactsReply]: DifferenceFactsReply[K] | null }) {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== null && value !== undefined),
  ) as DifferenceFactsReply;
}

/** Whether the ledger agrees with nobody. Where it agrees with WeChat, it is our row that is wrong. */
function isAlone(ledgerFen: number, ourFen: number, wechatFen: number | undefined): boolean {
  return ledgerFen !== ourFen && ledgerFen !== wechatFen;
}

export function paymentDifferences(payment: PaymentFacts): FoundDifference[] {
  const { transactionId, bill, ours, orderId, orderState, ledgerFen } = payment;
  const facts = known({
    transactionId,
    outTradeNo: bill?.outTradeNo ?? ours?.outTradeNo ?? null,
    orderId,
    wechatFen: bill?.fen ?? null,
    ourFen: ours?.fen ?? null,
    ledgerFen,
    at: bill?.at ?? ours?.at ?? null,
    ...(bill === null ? {} : { bill: 'trade' as const, line: bill.line }),
  });
  const found = (kind: DifferenceKind): FoundDifference => ({ kind, subject: transactionId, facts });
  if (ours === null) return bill === null ? [] : [found('payment.missing_here')];
  const kinds: DifferenceKind[] = [];
  if (bill === null) kinds.push('payment.missing_at_wechat');
  else if (bill.fen !== ours.fen) kinds.push('payment.amount_differs');
  if (ledgerFen === null) kinds.push('payment.missing_in_ledger');
  else if (isAlone(ledgerFen, ours.fen, bill?.fen)) kinds.push('ledger.amount_differs');
  if (!ours.odd && (orderState === 'unpaid' || orderState === 'cancelled')) {
    kinds.push('payment.not_fulfilled');
  }
  return kinds.map(found);
}

/**
 * Whether our state of a refund can be true while WeChat's bill says this. Bills are older than our state.
 */
function statesAgree(wechat: string, ours: NonNullable<RefundFacts['ours']>): boolean {
  if (!ours.current) return wechat !== 'SUCCESS';
  if (wechat === 'SUCCESS') return ours.state === 'succeeded' && !ours.settledOutside;
  if (wechat === 'PROCESSING') return ours.state !== 'requested';
  return ours.state === 'abnormal' || ours.state === 'succeeded';
}

export function refundDifferences(refund: RefundFacts): FoundDifference[] {
  const { outRefundNo, bill, ours, ledgerFen, outsideFen } = refund;
  const inLedger = ours?.settledOutside === true ? outsideFen : ledgerFen;
  const facts = known({
    outRefundNo,
    transactionId: bill?.transactionId ?? ours?.transactionId ?? null,
    orderId: ours?.orderId ?? null,
    refundId: ours?.id ?? null,
    wechatFen: bill?.fen ?? null,
    ourFen: ours?.fen ?? null,
    ledgerFen: inLedger,
    wechatState: bill?.state ?? null,
    ourState: ours?.state ?? null,
    at: bill?.at ?? ours?.at ?? null,
    ...(bill === null ? {} : { bill: 'trade' as const, line: bill.line }),
  });
  const found = (kind: DifferenceKind): FoundDifference => ({ kind, subject: outRefundNo, facts });
  if (ours === null) return bill === null ? [] : [found('refund.missing_here')];
  const kinds: DifferenceKind[] = [];
  if (bill === null && !ours.settledOutside && !ours.refused) kinds.push('refund.missing_at_wechat');
  if (bill !== null && bill.fen !== ours.fen) kinds.push('refund.amount_differs');
  const wrongWay = ours.state !== 'succeeded' && ledgerFen !== null;
  if (wrongWay || ours.paidTwice || (bill !== null && !statesAgree(bill.state, ours))) {
    kinds.push('refund.state_differs');
  }
  if (ours.state === 'succeeded' && ours.current) {
    if (inLedger === null) kinds.push('refund.missing_in_ledger');
    else if (isAlone(inLedger, ours.fen, bill?.fen)) kinds.push('ledger.amount_differs');
  }
  return kinds.map(found);
}

export function transferDifferences(transfer: TransferFacts): FoundDifference[] {
  const { outBillNo, bill, ours, ledgerFen, begun, ended } = transfer;
  const facts = known({
    outBillNo,
    withdrawalId: ours?.id ?? null,
    wechatFen: bill?.outFen ?? null,
    ourFen: ours?.fen ?? null,
    ledgerFen,
    ourState: ours?.state ?? null,
    at: bill?.at ?? ours?.at ?? null,
    ...(bill === null ? {} : { bill: 'fund_flow' as const, line: bill.line }),
  });
  const found = (kind: DifferenceKind): FoundDifference => ({ kind, subject: outBillNo, facts });
  if (ours === null) return bill !== null && begun ? [found('transfer.missing_here')] : [];
  const kinds: DifferenceKind[] = [];
  if (begun && bill !== null && bill.outFen !== ours.fen) kinds.push('transfer.amount_differs');
  if (ended && ours.state === 'paid') {
    if (bill === null) kinds.push('transfer.missing_at_wechat');
    else if (bill.netFen === 0) kinds.push('transfer.state_differs');
    if (ledgerFen === null) kinds.push('transfer.missing_in_ledger');
    else if (isAlone(ledgerFen, ours.fen, bill?.outFen)) kinds.push('ledger.amount_differs');
  } else if (ended && ((bill !== null && bill.netFen !== 0) || ledgerFen !== null)) {
    // It failed or lapsed: whatever left the account has come back, and the ledger never let it go.
    kinds.push('transfer.state_differs');
  }
  return kinds.map(found);
}

export function unexplainedDifference({
  transferId,
  orderId,
  fen,
  at,
}: UnexplainedTransfer): FoundDifference {
  const facts = known({ transferId, orderId, ledgerFen: fen, at });
  return { kind: 'ledger.unexplained', subject: transferId, facts };
}

/**
 * Leaves out what a bill only seems to lack: the line that names it is there, and cannot be read. That line
 * is a difference already.
 */
export function withoutHidden(found: readonly FoundDifference[], unreadable: readonly string[]) {
  const isNamed = (number: string | undefined) =>
    number !== undefined && unreadable.some((text) => text.includes(number));
  return found.filter(
    ({ kind, subject, facts }) =>
      !kind.endsWith('.missing_at_wechat') || !(isNamed(subject) || isNamed(facts.outTradeNo)),
  );
}

/** What is wrong with a bill itself. */
export function billDifferences(
  kind: BillKind,
  bill: Pick<ReadBill, 'unreadable' | 'summaryFault' | 'sums'>,
): FoundDifference[] {
  const lines = bill.unreadable.map(({ line, fault, text }): FoundDifference => {
    const facts = { bill: kind, line, fault, text };
    return { kind: 'bill.line_unreadable', subject: `${kind}:${line}`, facts };
  });
  if (bill.summaryFault === null && bill.sums.length === 0) return lines;
  const facts = {
    bill: kind,
    ...(bill.summaryFault === null ? { sums: bill.sums } : { fault: bill.summaryFault }),
  };
  return [...lines, { kind: 'bill.summary_differs', subject: kind, facts }];
}

/** A figure of nothing. */
const none = () => ({ count: 0, fen: 0 });
const threeOfNone = () => ({ wechat: none(), ours: none(), ledger: none() });

/** The figures of a day before anything is added. */
export function noFigures(): ReconciliationFiguresReply {
  return {
    payments: threeOfNone(),
    refunds: threeOfNone(),
    transfers: threeOfNone(),
    feeFen: 0,
    unlistedCount: 0,
  };
}

/** Adds what the three sides know of one thing; a side that does not know it adds nothing. */
export function addFigures(
  figures: ReconciliationFiguresReply['payments'],
  sides: { wechat: number | null | undefined; ours: number | null | undefined; ledger: number | null },
): void {
  for (const side of ['wechat', 'ours', 'ledger'] as const) {
    const fen = sides[side];
    if (fen === null || fen === undefined) continue;
    figures[side].count += 1;
    figures[side].fen += fen;
  }
}
