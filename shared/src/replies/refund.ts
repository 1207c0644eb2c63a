import type { ApprovalKind, ApprovalState, RefundReason, RefundState } from '../states.js';

/** What is given back of one order line. */
export interface RefundLineReply {
  orderLineId: string;
  title: string;
  skuName: string;
  quantity: number;
  amountFen: number;
}

/** Money on its way back, as operators see it. */
export interface ConsoleRefundReply {
  id: string;
  orderId: string;
  buyer: { id: string; nickname: string };
  amountFen: number;
  /** Part of the amount that is shipping. */
  shippingFen: number;
  /** Empty for money that was never taken up (`source` odd). */
  lines: RefundLineReply[];
  /** `order`: the order's own money; `odd`: money that was no order's payment. */
  source: 'order' | 'odd';
  reason: RefundReason;
  /** What the buyer is told besides the reason. */
  note: string;
  state: RefundState;
  /** Our number at WeChat, and which one it is: a new one is made only after WeChat closed the one before. */
  outRefundNo: string;
  attempt: number;
  requestedAt: string;
  sentAt: string | null;
  succeededAt: string | null;
  /** The buyer has the money by another way than WeChat. */
  settledOutside: boolean;
  /** What WeChat said when it could not be done; `CLOSED` asks for a new number. */
  lastError: string | null;
}

/** A money action that one operator asked for and another decides. */
export interface ApprovalReply {
  id: string;
  kind: ApprovalKind;
  /** What it is about: `order`, `refund`, `distributor`, `commission_rules` … and its id. */
  subjectKind: string;
  subjectId: string;
  /** What will be done, in the form of its kind; amounts in fen end in `Fen`. */
  payload: unknown;
  reason: string;
  state: ApprovalState;
  requestedBy: { id: string; name: string };
  requestedAt: string;
  decidedBy: { id: string; name: string } | null;
  decidedAt: string | null;
  decisionReason: string | null;
}
