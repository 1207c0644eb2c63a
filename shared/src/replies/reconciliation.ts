import type { BillKind, DifferenceKind, DifferenceState, ExceptionKind } from '../states.js';

/** One of WeChat's bills of a day, as it was taken in last. */
export interface BillReply {
  kind: BillKind;
  /** `download` by the shop itself, `import` by an operator. */
  source: 'download' | 'import';
  at: string;
  /** SHA-256 of the text, hex. */
  sha256: string;
  /** Rows that were read; 0 also when WeChat says that there is no bill. */
  rowCount: number;
  /** Lines that could not be read; each is a difference of its own. */
  unreadableCount: number;
}

/** How many, and how much. */
export interface FigureReply {
  count: number;
  fen: number;
}

/** The same money as WeChat, the shop's own rows and the ledger know it. */
export interface ThreeFiguresReply {
  wechat: FigureReply;
  ours: FigureReply;
  ledger: FigureReply;
}

export interface ReconciliationFiguresReply {
  payments: ThreeFiguresReply;
  refunds: ThreeFiguresReply;
  transfers: ThreeFiguresReply;
  /** What WeChat keeps for its service, net of what it gives back for refunds. */
  feeFen: number;
  /** Differences beyond those that are listed; 0 unless two sides have nothing in common. */
  unlistedCount: number;
}

/** One day in China, compared three ways. */
export interface ReconciliationDayReply {
  /** The day itself, `YYYY-MM-DD`. */
  id: string;
  /** `waiting` until both bills are there. */
  state: 'waiting' | 'matched';
  /** An operator asked for it to be done again, and it has not been done yet. */
  asked: boolean;
  /** When it was compared last. */
  matchedAt: string | null;
  /** When the missing bills are asked for next; null when none is missing. */
  nextTryAt: string | null;
  /** How often WeChat was asked for its bills. */
  tries: number;
  /** Why a bill is missing: WeChat's words, or `no_bill`, `header_unreadable`. */
  lastError: string | null;
  bills: BillReply[];
  figures: ReconciliationFiguresReply | null;
  openCount: number;
  resolvedCount: number;
}

/** What is known about a difference; which fields are there depends on its kind. Amounts in fen. */
export interface DifferenceFactsReply {
  outTradeNo?: string;
  transactionId?: string;
  outRefundNo?: string;
  outBillNo?: string;
  orderId?: string;
  refundId?: string;
  withdrawalId?: string;
  transferId?: string;
  wechatFen?: number;
  ourFen?: number;
  ledgerFen?: number;
  wechatState?: string;
  ourState?: string;
  /** When WeChat, or else the shop, dates it. */
  at?: string;
  bill?: BillKind;
  /** Line of the bill, the header being 1. */
  line?: number;
  /** What is wrong with the line or the header, in a word. */
  fault?: string;
  /** The beginning of the line. */
  text?: string;
  /** Sums that the bill states and its rows do not have. */
  sums?: { name: string; stated: number; counted: number }[];
}

/** What WeChat said when it was asked about a difference. */
export interface WechatAnswerReply {
  at: string;
  /** WeChat's word for the state; `unknown`: it knows no such thing. */
  state: string;
  fen: number | null;
  /**
   * What the shop did with it: `recorded`, `repeat` (known already), `foreign` (not of this shop), `none`.
   */
  outcome: 'recorded' | 'repeat' | 'foreign' | 'none';
}

export interface DifferenceReply {
  id: string;
  day: string;
  kind: DifferenceKind;
  /** What differs: a number at WeChat, a transfer of the ledger, a line of a bill. */
  subject: string;
  facts: DifferenceFactsReply;
  state: DifferenceState;
  firstSeenAt: string;
  lastSeenAt: string;
  resolvedAt: string | null;
  /** Null while it is open, and when it vanished by itself. */
  resolvedBy: { id: string; name: string } | null;
  note: string | null;
  answer: WechatAnswerReply | null;
}

/** Something that must not be left lying. */
export interface ExceptionReply {
  id: string;
  kind: ExceptionKind;
  /** The thing to look at. */
  subjectKind: 'order' | 'group' | 'refund' | 'difference' | 'job' | 'day' | 'withdrawal';
  subjectId: string;
  orderId: string | null;
  amountFen: number | null;
  /** Since when it is so. */
  since: string;
  /** More about it: an error, a topic, a kind of difference. */
  detail: string | null;
}

export interface ExceptionCountsReply {
  /** How many there are in all. */
  total: number;
  kinds: { kind: ExceptionKind; count: number }[];
}
