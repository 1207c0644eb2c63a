import type { Actor, GroupEventCode, GroupState, NoticeFault, NoticeKind, OrderState } from '../states.js';
import type { ConsoleGroupReply } from './console.js';

/** Something the members of a group are told. */
export interface GroupNoticeReply {
  at: string;
  event: GroupEventCode;
  /** The shop's reason in its own words; empty where there is none. */
  note: string;
  /** The deadline that was set with it. */
  closesAt: string | null;
}

/** One entry in the history of a group, as operators see it. */
export interface ConsoleGroupEventReply extends GroupNoticeReply {
  actor: Actor;
  /** The operator's name, where one did it. */
  operatorName: string | null;
  from: GroupState | null;
  to: GroupState;
}

/** An order that has or had a seat in a group. */
export interface ConsoleGroupOrderReply {
  id: string;
  state: OrderState;
  buyer: { id: string; nickname: string };
  /** Null unless the seat is paid for. */
  seatNo: number | null;
  isLeader: boolean;
  payFen: number;
  refundedFen: number;
  createdAt: string;
  paidAt: string | null;
  /** Paid after the order had been let go. */
  late: boolean;
  /** Money came for it that is not its payment. */
  odd: boolean;
}

/** A group with everything an operator needs to decide about it. */
export interface ConsoleGroupDetailReply extends ConsoleGroupReply {
  windowMinutes: number;
  /** When the opener's payment came; null until then. */
  openedAt: string | null;
  /** The latest deadline an operator may set; null unless the group is forming. */
  closesAtMax: string | null;
  decidedAt: string | null;
  /** What the group opened with; later edits of the campaign do not touch it. */
  terms: {
    campaignVersion: number;
    rateBp: number;
    perUserLimit: number | null;
    prices: { skuId: string; skuName: string; priceFen: number }[];
  };
  /** In the order they were placed, at most 500. */
  orders: ConsoleGroupOrderReply[];
  /** Oldest first. */
  events: ConsoleGroupEventReply[];
}

/** Money that came for an order without being its payment; it is given back. */
export interface OddMoneyReply {
  transactionId: string;
  amountFen: number;
  reason: 'odd_amount' | 'odd_payer' | 'paid_twice';
  /** Whether the buyer paid it. */
  byBuyer: boolean;
  at: string;
}

/** Notices that were refused for one reason within one minute. */
export interface NoticeRejectionReply {
  id: string;
  kind: NoticeKind;
  fault: NoticeFault;
  /** What was answered. */
  status: number;
  count: number;
  firstAt: string;
  lastAt: string;
  /** Of the first of them: where it came from, what it claimed, and what it carried. */
  remoteAddress: string;
  serial: string;
  bodyBytes: number;
  bodySha256: string;
}
