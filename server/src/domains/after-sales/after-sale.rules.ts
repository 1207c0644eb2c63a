import {
  afterSaleOrderStates,
  afterSaleTransitions,
  canMove,
  type AfterSaleKind,
  type AfterSaleState,
  type OrderState,
} from '@tuanlink/shared/states';
import { addMs, DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import { Refusal } from '../../infra/refusal.js';

/** What people do about an after-sale. */
export type AfterSaleAction = 'approve' | 'reject' | 'receive' | 'withdraw' | 'track';

/** An after-sale as far as its moves are concerned. */
export interface AfterSaleFacts {
  kind: AfterSaleKind;
  state: AfterSaleState;
  /** Whether the goods are on their way back. */
  tracked: boolean;
}

/** How long each state may last. */
export interface AfterSaleClocks {
  decideHours: number;
  returnDays: number;
  receiveDays: number;
}

/**
 * Whether the buyer of an order in this state may ask for this.
 * @throws Refusal `state.conflict`; its detail names the way out of a forming group
 */
export function checkApplicable(kind: AfterSaleKind, orderState: OrderState): void {
  if (afterSaleOrderStates[kind].includes(orderState)) return;
  const hint = orderState === 'waiting_group' ? { hint: 'cancel' } : {};
  throw new Refusal('state.conflict', { state: orderState, ...hint });
}

/** Where each action leads; an approval is a stop on the way to the money or to the parcel. */
const TARGETS: Readonly<Record<AfterSaleAction, Partial<Record<AfterSaleState, AfterSaleState>>>> = {
  approve: { applied: 'approved', returned: 'refunding' },
  reject: { applied: 'rejected', returned: 'rejected' },
  receive: { returning: 'returned' },
  withdraw: { applied: 'withdrawn', returning: 'withdrawn' },
  track: { returning: 'returning' },
};

/** States that say that the action was taken before. */
const DONE: Readonly<Record<AfterSaleAction, readonly AfterSaleState[]>> = {
  approve: ['returning', 'refunding', 'done'],
  reject: ['rejected'],
  receive: ['returned'],
  withdraw: ['withdrawn'],
  track: [],
};

/**
 * Which state an action leads to; null: it was taken before, and nothing changes. Goods that are on their way
 * back are waited for: the buyer can no longer withdraw.
 * @throws Refusal `state.conflict`
 */
export function decideAfterSale(facts: AfterSaleFacts, action: AfterSaleAction): AfterSaleState | null {
  const { state } = facts;
  if (DONE[action].includes(state)) return null;
  const to = TARGETS[action][state];
  if (to === undefined || (action === 'withdraw' && facts.tracked)) {
    throw new Refusal('state.conflict', { state });
  }
  return to;
}

/** What follows an approval: the money at once, or the goods first. */
export function afterApproval(kind: AfterSaleKind): AfterSaleState {
  return kind === 'refund_only' ? 'refunding' : 'returning';
}

/**
 * What happens by itself when a state has lasted too long; null: a person is waited for. Goods that are not
 * sent close the request. Goods that nobody says have arrived count as arrived, and returned goods that
 * nobody looks at are paid for: the buyer has done everything they can by then.
 */
export function afterDue(facts: AfterSaleFacts, approveOverdue: boolean): AfterSaleState | null {
  if (facts.state === 'applied') {
    return approveOverdue && facts.kind === 'refund_only' ? 'approved' : null;
  }
  if (facts.state === 'returning') return facts.tracked ? 'returned' : 'withdrawn';
  return facts.state === 'returned' ? 'refunding' : null;
}

/** Until when a state should be left; null where nothing is waited for, or only for WeChat. */
export function dueOf(facts: Omit<AfterSaleFacts, 'kind'>, clocks: AfterSaleClocks, now: Date): Date | null {
  if (facts.state === 'applied' || facts.state === 'returned') {
    return addMs(now, clocks.decideHours * HOUR_MS);
  }
  if (facts.state !== 'returning') return null;
  return addMs(now, (facts.tracked ? clocks.receiveDays : clocks.returnDays) * DAY_MS);
}

/**
 * Whether a request is approved the moment it comes: small money for goods that are still on the shelf. The
 * limit is the order's: what was given back of it before counts, whoever asked for it.
 */
export function isAutoApproved(
  asked: { kind: AfterSaleKind; orderState: OrderState; askedFen: number; refundedFen: number },
  autoApproveFen: number,
): boolean {
  const { kind, orderState, askedFen, refundedFen } = asked;
  return kind === 'refund_only' && orderState === 'to_ship' && refundedFen + askedFen <= autoApproveFen;
}

/** Asserts a move that this program decides by itself. */
export function assertMove(from: AfterSaleState, to: AfterSaleState): void {
  if (!canMove(afterSaleTransitions, from, to)) throw new Error(`an after-sale cannot go ${from} → ${to}`);
}
