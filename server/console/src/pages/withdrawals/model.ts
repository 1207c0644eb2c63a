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

/** Whether nothing more can happen to a withdrawal. */
export function isOver({ state }: { state: WithdrawalState }): boolean {
  return withdrawalTransitions[state].length === 0;
}

/** Who did something to a withdrawal; the history has ids of people, and `wechat` or `system`. */
export function actorOf(actor: string, userId: string): 'distributor' | 'operator' | 'system' | 'wechat' {
  if (actor === 'system' || actor === 'wechat') return actor;
  return actor === userId ? 'distributor' : 'operator';
}
