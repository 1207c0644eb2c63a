import { canMove, groupTransitions, statesOf } from '@tuanlink/shared/states';
import type { ConsoleGroupDetailReply, ConsoleGroupReply } from '@tuanlink/shared/replies';

/** What an operator may decide about a group. */
export type GroupDecision = 'extend' | 'complete' | 'dissolve';

/** The decisions a group's state allows now; the server judges them again. */
export function decisionsFor(
  group: Pick<ConsoleGroupDetailReply, 'state' | 'closesAt' | 'closesAtMax' | 'guaranteed' | 'takenCount'>,
  now: Date,
): GroupDecision[] {
  const { state, closesAt, closesAtMax, guaranteed, takenCount } = group;
  const extendable = closesAt !== null && closesAtMax !== null && closesAt < closesAtMax;
  const decisions: GroupDecision[] = [];
  if (state === 'forming' && extendable && new Date(closesAt) > now) decisions.push('extend');
  if (state === 'forming' && guaranteed && takenCount > 0) decisions.push('complete');
  if (canMove(groupTransitions, state, 'failed')) decisions.push('dissolve');
  return decisions;
}

/** Tabs of the list. */
export const groupStates = statesOf(groupTransitions);

/** How full a group is. Held seats belong to orders that are not paid yet. */
export interface FillLevel {
  takenPercent: number;
  /** Taken and held together. */
  reservedPercent: number;
  missing: number;
}

/** Whole per cent, rounded down, so that only a full group shows 100. */
export function fillLevel(group: Pick<ConsoleGroupReply, 'size' | 'takenCount' | 'heldCount'>): FillLevel {
  const { size, takenCount, heldCount } = group;
  return {
    takenPercent: Math.floor((takenCount * 100) / size),
    reservedPercent: Math.floor(((takenCount + heldCount) * 100) / size),
    missing: size - takenCount - heldCount,
  };
}

/** Milliseconds a forming group has left; null where no deadline runs. */
export function leftMs(group: Pick<ConsoleGroupReply, 'state' | 'closesAt'>, now: Date): number | null {
  if (group.state !== 'forming' || group.closesAt === null) return null;
  return Math.max(0, new Date(group.closesAt).getTime() - now.getTime());
}
