/**
 * States of every thing that has some, listed once, with the moves allowed between them.
 * Each table is data: rules ask it before a move, tests hold against it every move that was written down,
 * and screens show a button only where the move exists. Source: design, part "States".
 */
export * from './permissions.js';

export * from './happenings.js';

/** Which states may follow each state; a state with an empty list is final. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Tells whether a thing in state `from` may move to state `to`. */
export function canMove<S extends string>(table: Transitions<S>, from: S, to: S): boolean {
  return table[from].includes(to);
}

/** The states of a table, in the order they are listed. */
export function statesOf<S extends string>(table: Transitions<S>): S[] {
  return Object.keys(table) as S[];
}

export type ProductStatus = 'draft' | 'on_sale' | 'off_sale';
export const productTransitions: Transitions<ProductStatus> = {
  draft: ['on_sale', 'off_sale'],
  on_sale: ['off_sale', 'draft'],
  off_sale: ['on_sale', 'draft'],
};

export type CampaignState = 'draft' | 'scheduled' | 'running' | 'paused' | 'ended';
export const campaignTransitions: Transitions<CampaignState> = {
  draft: ['scheduled', 'running'],
  scheduled: ['running', 'paused', 'ended'],
  running: ['paused', 'ended'],
  paused: ['running', 'ended'],
  ended: [],
};

export type GroupState = 'opening' | 'forming' | 'succeeded' | 'failed';
export const groupTransitions: Transitions<GroupState> = {
  opening: ['forming', 'failed'],
  forming: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
};

export type OrderState =
  | 'unpaid'
  | 'waiting_group'
  | 'to_ship'
  | 'shipped'
  | 'received'
  | 'completed'
  | 'cancelled'
  | 'refunding'
  | 'refunded';
export const orderTransitions: Transitions<OrderState> = {
  unpaid: ['waiting_group', 'to_ship', 'cancelled'],
  cancelled: ['waiting_group', 'to_ship', 'refunding'],
  waiting_group: ['to_ship', 'refunding'],
  to_ship: ['shipped', 'refunding'],
  shipped: ['received', 'refunding'],
  received: ['completed', 'refunding'],
  completed: ['refunding'],
  refunding: ['refunded'],
  refunded: [],
};

export type PaymentState = 'open' | 'closing' | 'paid' | 'closed';
export const paymentTransitions: Transitions<PaymentState> = {
  open: ['paid', 'closing'],
  closing: ['paid', 'closed'],
  closed: ['paid'],
  paid: [],
};

export type RefundState = 'requested' | 'accepted' | 'succeeded' | 'abnormal';
export const refundTransitions: Transitions<RefundState> = {
  requested: ['accepted', 'succeeded', 'abnormal'],
  accepted: ['succeeded', 'abnormal'],
  abnormal: ['requested', 'succeeded'],
  succeeded: [],
};

export type DistributorState = 'applied' | 'approved' | 'rejected' | 'suspended';
export const distributorTransitions: Transitions<DistributorState> = {
  applied: ['approved', 'rejected'],
  rejected: ['applied'],
  approved: ['suspended'],
  suspended: ['approved'],
};

export type CommissionState = 'estimated' | 'held' | 'available' | 'reversed' | 'none';
export const commissionTransitions: Transitions<CommissionState> = {
  estimated: ['held', 'reversed'],
  held: ['available', 'reversed'],
  available: ['reversed'],
  reversed: [],
  none: [],
};
/** States in which a commission line may be created; `available` only for a part that is taken back later. */
export const commissionStartStates: readonly CommissionState[] = ['estimated', 'held', 'available', 'none'];

/** A buyer's request for money back, with or without the goods. */
export type AfterSaleState =
  'applied' | 'approved' | 'rejected' | 'withdrawn' | 'returning' | 'returned' | 'refunding' | 'done';
export const afterSaleTransitions: Transitions<AfterSaleState> = {
  applied: ['approved', 'rejected', 'withdrawn'],
  approved: ['returning', 'refunding'],
  returning: ['returned', 'withdrawn'],
  returned: ['refunding', 'rejected'],
  refunding: ['done'],
  done: [],
  rejected: [],
  withdrawn: [],
};
/** States in which an after-sale still waits for somebody; an order is not completed meanwhile. */
export const openAfterSaleStates: readonly AfterSaleState[] = [
  'applied',
  'approved',
  'returning',
  'returned',
  'refunding',
];

/** Money alone, or money for goods that come back. */
export const afterSaleKinds = ['refund_only', 'return_and_refund'] as const;
export type AfterSaleKind = (typeof afterSaleKinds)[number];

/** States of an order in which its buyer may ask, by what is asked for; a forming group is left instead. */
export const afterSaleOrderStates: Readonly<Record<AfterSaleKind, readonly OrderState[]>> = {
  refund_only: ['to_ship', 'shipped', 'received'],
  return_and_refund: ['shipped', 'received'],
};

/** Why a buyer wants money back; screens show their own text by this code. */
export const afterSaleReasons = [
  'not_wanted',
  'damaged',
  'wrong_item',
  'missing',
  'quality',
  'late',
  'other',
] as const;
export type AfterSaleReason = (typeof afterSaleReasons)[number];

/** Pictures a buyer may show as evidence. */
export const EVIDENCE_MAX = 6;

/** A distributor's request to be paid; a payout run approves and sends it. */
export type WithdrawalState =
  'requested' | 'approved' | 'rejected' | 'sending' | 'awaiting_confirmation' | 'paid' | 'lapsed' | 'failed';
export const withdrawalTransitions: Transitions<WithdrawalState> = {
  requested: ['approved', 'rejected'],
  approved: ['sending'],
  sending: ['awaiting_confirmation', 'paid', 'lapsed', 'failed'],
  awaiting_confirmation: ['paid', 'lapsed', 'failed'],
  paid: [],
  rejected: [],
  lapsed: [],
  failed: [],
};
/** A money action that one operator asked for and another must allow. */
export type ApprovalState = 'pending' | 'approved' | 'rejected' | 'withdrawn';
export const approvalTransitions: Transitions<ApprovalState> = {
  pending: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
};

/** What needs a second person before it happens. */
export const approvalKinds = [
  'order.refund',
  'refund.settle',
  'commission.adjust',
  'commission.void',
  'commission.rules',
  'tax.handover',
  'withdrawal.rules',
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

export * from './commission-codes.js';

export const shareTargetKinds = ['product', 'group', 'campaign', 'shop', 'post'] as const;
export type ShareTargetKind = (typeof shareTargetKinds)[number];
export const shareChannels = ['chat', 'timeline', 'poster', 'link'] as const;
export type ShareChannel = (typeof shareChannels)[number];

/** Events of an order's timeline. Screens show their own text by this code. */
export const orderEvents = [
  'placed',
  'paid',
  'paid_late',
  'odd_money',
  'group_succeeded',
  'group_failed',
  'group_extended',
  'group_completed',
  'group_dissolved',
  'moved_group',
  'reopened_group',
  'shipped',
  'received',
  'completed',
  'cancelled',
  'left_group',
  'refund_requested',
  'refund_accepted',
  'refund_abnormal',
  'refunded',
] as const;
export type OrderEventCode = (typeof orderEvents)[number];

/** Why money goes back to the payer; shown to the buyer by code. */
export const refundReasons = [
  'group_failed',
  'group_dissolved',
  'left_group',
  'paid_after_cancel',
  'paid_late_no_seat',
  'paid_late_sold_out',
  'odd_amount',
  'odd_payer',
  'paid_twice',
  'operator_refund',
  'after_sale',
] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Who did a thing: the buyer, an operator, or the shop by itself. */
export type Actor = 'buyer' | 'operator' | 'system' | 'wechat';

/** WeChat's bills of one day: payments and refunds, and movements of the merchant's account. */
export const billKinds = ['trade', 'fund_flow'] as const;
export type BillKind = (typeof billKinds)[number];

/**
 * How WeChat's bill, the shop's own rows and the ledger can differ; each has a text and a way out on
 * screen.
 */
export const differenceKinds = [
  'payment.missing_here',
  'payment.missing_at_wechat',
  'payment.amount_differs',
  'payment.missing_in_ledger',
  'payment.not_fulfilled',
  'refund.missing_here',
  'refund.missing_at_wechat',
  'refund.amount_differs',
  'refund.state_differs',
  'refund.missing_in_ledger',
  'transfer.missing_here',
  'transfer.missing_at_wechat',
  'transfer.amount_differs',
  'transfer.state_differs',
  'transfer.missing_in_ledger',
  'ledger.amount_differs',
  'ledger.unexplained',
  'bill.line_unreadable',
  'bill.header_unreadable',
  'bill.summary_differs',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export type DifferenceState = 'open' | 'resolved';
export const differenceTransitions: Transitions<DifferenceState> = {
  open: ['resolved'],
  resolved: ['open'],
};

/**
 * Differences of which WeChat knows more than the bill says: it can be asked, and what it says is recorded.
 */
export function canAskWechat(kind: DifferenceKind): boolean {
  return /^(payment|refund|transfer)\./.test(kind);
}

/** What a shop must not leave lying: lists that are normally empty. */
export const exceptionKinds = [
  'paid_not_fulfilled',
  'group_not_refunded',
  'group_not_decided',
  'payment_unknown',
  'refund_unsent',
  'refund_abnormal',
  'refund_slow',
  'withdrawal_unknown',
  'late_to_ship',
  'shipment_untold',
  'difference_open',
  'day_not_matched',
  'job_failed',
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

export * from './payout-states.js';
