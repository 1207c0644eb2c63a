import type { GroupCardReply } from '@tuanlink/shared/replies';

/** Those still running first, then the finished ones, each in the order they came. */
export function mineInOrder(groups: readonly GroupCardReply[]): GroupCardReply[] {
  const running = (group: GroupCardReply) => group.state === 'forming' || group.state === 'opening';
  return [...groups.filter(running), ...groups.filter((group) => !running(group))];
}

/** Groups the reader can still join: open by the server's clock, with a seat, and not their own. */
export function joinable(
  groups: readonly GroupCardReply[],
  mine: readonly GroupCardReply[],
  nowMs: number,
): GroupCardReply[] {
  const own = new Set(mine.map(({ id }) => id));
  return groups.filter(
    ({ id, missing, closesAt, myOrderId }) =>
      !own.has(id) &&
      myOrderId === undefined &&
      missing > 0 &&
      (closesAt === null || Date.parse(closesAt) > nowMs),
  );
}
