import type { RefusalCode } from '@tuanlink/shared/errors';
import { canMove, type GroupState, groupTransitions } from '@tuanlink/shared/states';
import { addMs, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';

/** The longest a group may stay open in all, from the opener's payment. */
const OPEN_MAX_MS = 72 * HOUR_MS;
/** How many times the promised time a group may stay open: members agreed to wait that time once. */
const PROMISE_TIMES_MAX = 2;

/** What the rules know of a group. */
export interface GroupFacts {
  state: GroupState;
  /** When the opener's payment came; null until then. */
  openedAt: Date | null;
  closesAt: Date | null;
  windowMinutes: number;
  /** Declared before it opened. */
  guaranteed: boolean;
  takenCount: number;
}

/** What an operator decides about a group. `changes` false: it is so already. */
export type GroupDecision =
  | { ok: true; changes: boolean }
  | {
      ok: false;
      code: Extract<RefusalCode, 'state.conflict' | 'group.not_guaranteed' | 'request.invalid'>;
      detail: object;
    };

const conflict = (detail: object): GroupDecision => ({ ok: false, code: 'state.conflict', detail });

/**
 * The latest deadline an operator may give a group: 72 hours after it opened and no more than twice the time
 * its members were promised. Null where no deadline runs.
 */
export function closesAtMax(group: Pick<GroupFacts, 'state' | 'openedAt' | 'windowMinutes'>): Date | null {
  const { state, openedAt, windowMinutes } = group;
  if (state !== 'forming' || openedAt === null) return null;
  return addMs(openedAt, Math.min(OPEN_MAX_MS, PROMISE_TIMES_MAX * windowMinutes * MINUTE_MS));
}

/** Whether a group may be ended with everybody's money given back. */
export function decideDissolve({ state }: GroupFacts): GroupDecision {
  if (state === 'failed') return { ok: true, changes: false };
  return canMove(groupTransitions, state, 'failed') ? { ok: true, changes: true } : conflict({ state });
}

/** Whether a group may succeed before it is full: only if that was promised, and not without members. */
export function decideComplete({ state, guaranteed, takenCount }: GroupFacts): GroupDecision {
  if (state === 'succeeded') return { ok: true, changes: false };
  if (!canMove(groupTransitions, state, 'succeeded')) return conflict({ state });
  if (!guaranteed) return { ok: false, code: 'group.not_guaranteed', detail: { state } };
  return takenCount > 0 ? { ok: true, changes: true } : conflict({ state, takenCount });
}

/** Whether a group may get more time: before its deadline has passed, to a later one within the limits. */
export function decideExtend(group: GroupFacts, closesAt: Date, now: Date): GroupDecision {
  const { state } = group;
  const latest = closesAtMax(group);
  if (latest === null || group.closesAt === null || group.closesAt <= now) {
    return conflict({ state, closesAt: group.closesAt?.toISOString() ?? null });
  }
  if (closesAt.getTime() === group.closesAt.getTime()) return { ok: true, changes: false };
  const rule = closesAt < group.closesAt ? 'laterThanNow' : closesAt > latest ? 'atMost' : null;
  if (rule === null) return { ok: true, changes: true };
  const errors = [{ path: 'closesAt', rule, max: latest.toISOString() }];
  return { ok: false, code: 'request.invalid', detail: { errors } };
}
