import type {
  Actor,
  AfterSaleKind,
  AfterSaleReason,
  AfterSaleState,
  OrderState,
  RefundState,
} from '../states.js';

/** Pieces of one order line in an after-sale. */
export interface AfterSaleLineReply {
  orderLineId: string;
  title: string;
  skuName: string;
  image: string | null;
  quantity: number;
  /** What was asked for these pieces, fen. */
  amountFen: number;
}

/** A request for money back on a list. */
export interface AfterSaleCardReply {
  id: string;
  orderId: string;
  kind: AfterSaleKind;
  state: AfterSaleState;
  reason: AfterSaleReason;
  lines: AfterSaleLineReply[];
  /** What the buyer asked for, shipping included, fen. */
  askedFen: number;
  /** Part of it that is shipping. */
  shippingFen: number;
  /** What was allowed; null until then. */
  refundFen: number | null;
  /** Until when the present state should be left, by whoever it waits for. */
  dueAt: string | null;
  createdAt: string;
}

/** One move of an after-sale, or news within a state. */
export interface AfterSaleEventReply {
  at: string;
  actor: Actor;
  from: AfterSaleState | null;
  to: AfterSaleState;
  /** What a person said, or a word for what made it: `on_time`, `return_overdue`, `receipt_overdue` … */
  reason: string;
}

/** A buyer's request for money back, with all that happened to it. */
export interface AfterSaleReply extends AfterSaleCardReply {
  /** In the buyer's own words. */
  words: string;
  pictures: string[];
  /** What the shop said with its decision. */
  note: string;
  /** Where the goods go; null where none come back. */
  returnAddress: string | null;
  /** How the goods come back, once they are on their way. */
  carrier: string | null;
  trackingNo: string | null;
  refund: { id: string; amountFen: number; state: RefundState; succeededAt: string | null } | null;
  events: AfterSaleEventReply[];
  serverTime: string;
}

/** An after-sale on an operator's list. */
export interface ConsoleAfterSaleCardReply extends AfterSaleCardReply {
  buyer: { id: string; nickname: string };
  overdue: boolean;
}

/** An after-sale as operators see it. */
export interface ConsoleAfterSaleReply extends AfterSaleReply {
  buyer: { id: string; nickname: string };
  overdue: boolean;
  orderState: OrderState;
  /** What can still be given back of the order, fen. */
  leftFen: number;
}

/** How the shop deals with after-sales by itself. */
export interface AfterSaleSettingsReply {
  /** Hours within which an operator should decide. */
  decideHours: number;
  /** Days within which goods that come back must be on their way. */
  returnDays: number;
  /** Days after which goods on their way back count as received. */
  receiveDays: number;
  /** Fen of one order, in all, up to which whole pieces are paid back at once, before shipping; 0: never. */
  autoApproveFen: number;
  /** Whether money alone is approved when nobody decides in time; before shipping only for whole pieces. */
  approveOverdue: boolean;
  /** Where the last returns went. */
  returnAddress: string | null;
}
