import { routeQuery } from '@tuanlink/shared/routes';
import { canMove, withdrawalTransitions } from '@tuanlink/shared/states';
import type { WithdrawalState } from '@tuanlink/shared/states';

/** Tabs of the list: what waits for somebody stands first. */
export const withdrawalStates: readonly WithdrawalState[] = [
  'requested',
  'approved',
  'sending',
  'awaiting_confirmation',
  'paid',
  'lapsed',
  'failed',
  'rejected',
];

/** What an operator can do about a single withdrawal. */
export type WithdrawalAction = 'reject' | 'stop';

/** What the table of states allows, and whether it was asked for already. */
export function actionOf(withdrawal: {
  state: WithdrawalState;
  stopAskedAt: string | null;
}): WithdrawalAction | null {
  const { state, stopAskedAt } = withdrawal;
  if (canMove(withdrawalTransitions, state, 'rejected')) return 'reject';
  const open = canMove(withdrawalTransitions, state, 'failed') || state === 'approved';
  return open && stopAskedAt === null ? 'stop' : null;
}

/** Who did something to a withdrawal; the history has ids of people, and `wechat` or `system`. */
export function actorOf(actor: string, userId: string): 'distributor' | 'operator' | 'system' | 'wechat' {
  if (actor === 'system' || actor === 'wechat') return actor;
  return actor === userId ? 'distributor' : 'operator';
}

/** Where the files of the API lie; the session's cookie goes along by itself. */
export const fileUrl = {
  receipt: (id: string) => `/api/console/withdrawals/${id}/receipt.pdf`,
  run: (id: string) => `/api/console/payout-runs/${id}/items.csv`,
  statement: (distributorId: string, kind: 'pdf' | 'csv', month?: string) =>
    `/api/console/distributors/${distributorId}/statement.${kind}${routeQuery({ month })}`,
};
