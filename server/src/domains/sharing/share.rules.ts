import type { ShareTargetKind } from '@tuanlink/shared/states';
import { MINUTE_MS } from '@tuanlink/shared/time';

/** Opening the same share again within this time is the same visit, unless another was opened in between. */
export const SAME_VISIT_MS = MINUTE_MS;

/** The latest visit of somebody. */
export interface LastVisit {
  token: string;
  at: Date;
}

/** Whether seeing this share now only goes on with the visit before. */
export function isSameVisit(last: LastVisit | undefined, token: string, now: Date): boolean {
  return last?.token === token && now.getTime() - last.at.getTime() < SAME_VISIT_MS;
}

/** People a share's chain may hold, the sharer included. */
export const CHAIN_MAX = 20;

/** The sharer first, then whoever shared to them, nearest first; nobody twice, at most 20. */
export function chainOf(sharerUserId: string, parentChain: readonly string[]): string[] {
  return [...new Set([sharerUserId, ...parentChain])].slice(0, CHAIN_MAX);
}

/**
 * Page and query of a share's target within the mini program, with leading slash.
 * @param productId the product to show for a campaign, which has no page of its own
 */
export function sharePath(
  target: { kind: ShareTargetKind; id: string },
  token: string,
  productId: string | null,
): string {
  switch (target.kind) {
    case 'group':
      return `/packages/buy/group/index?id=${target.id}&share=${token}`;
    case 'product':
    case 'campaign':
      return `/packages/buy/product/index?id=${productId ?? target.id}&share=${token}`;
    case 'shop':
    case 'post':
      return `/pages/home/index?share=${token}`;
  }
}
