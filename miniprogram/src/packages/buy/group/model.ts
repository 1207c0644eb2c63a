import type {
  CampaignReply,
  GroupReply,
  OpenGroupReply,
  ProductReply,
  SkuReply,
} from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import { orderTransitions, canMove } from '@tuanlink/shared/states';
import type { OrderState } from '@tuanlink/shared/states';
import { formatTime, shanghaiParts } from '@tuanlink/shared/time';
import type { Translate } from '../../../i18n';

/**
 * What the reader can do with a group: `join` it; wait in it (`member`) or still pay for their seat
 * (`unpaid`); see that it is `full`, over (`ended`) or not open yet (`opening`); or how it came out.
 */
export type GroupVariant =
  'join' | 'member' | 'unpaid' | 'full' | 'ended' | 'opening' | 'failed' | 'succeeded';

/** Which variant a group is for its reader at the server's time `nowMs`; `myOrder` is their order's state. */
export function groupVariant(
  group: Pick<GroupReply, 'state' | 'closesAt' | 'missing' | 'myOrderId'>,
  myOrder: OrderState | undefined,
  nowMs: number,
): GroupVariant {
  if (group.state === 'failed' || group.state === 'succeeded') {
    return group.state;
  }
  const inIt = group.myOrderId !== undefined && myOrder !== 'cancelled';
  if (inIt && myOrder === 'unpaid') {
    return 'unpaid';
  }
  if (group.state === 'opening') {
    return inIt ? 'unpaid' : 'opening';
  }
  if (group.closesAt !== null && Date.parse(group.closesAt) <= nowMs) {
    return 'ended';
  }
  if (inIt) {
    return 'member';
  }
  return group.missing === 0 ? 'full' : 'join';
}

/** Whether the reader may leave, with their money back: while the order waits for the group. */
export function canLeave(variant: GroupVariant, myOrder: OrderState | undefined): boolean {
  return (
    variant === 'member' && myOrder === 'waiting_group' && canMove(orderTransitions, myOrder, 'refunding')
  );
}

/** The SKU to propose: the opener's if it can be had, else the first that can. Null when all are sold out. */
export function joinSku(group: Pick<GroupReply, 'skus' | 'leaderSkuId'>): SkuReply | null {
  const buyable = group.skus.filter((sku) => sku.stock > 0 && sku.groupPriceFen !== null);
  return buyable.find(({ id }) => id === group.leaderSkuId) ?? buyable[0] ?? null;
}

/** The group price to show, fen: of the SKU that would be joined with, else of the opener's. */
export function shownPriceFen(group: Pick<GroupReply, 'skus' | 'leaderSkuId'>): number {
  const sku = joinSku(group) ?? group.skus.find(({ id }) => id === group.leaderSkuId) ?? group.skus[0];
  return sku?.groupPriceFen ?? sku?.priceFen ?? 0;
}

/** Other groups of the same product that can be joined instead, fullest first as the server gave them. */
export function siblings(
  product: ProductReply | undefined,
  groupId: string,
  nowMs: number,
): OpenGroupReply[] {
  return (product?.openGroups ?? [])
    .filter(({ id, missing, closesAt }) => id !== groupId && missing > 0 && Date.parse(closesAt) > nowMs)
    .slice(0, 3);
}

/** One line per member: who, and since when; nobody is named who did not agree to it. */
export function memberLines(group: Pick<GroupReply, 'members'>, t: Translate): string[] {
  return [...group.members]
    .sort((a, b) => a.seatNo - b.seatNo)
    .map(({ nickname, isLeader, joinedAt }) => {
      const { hour, minute, month, day } = shanghaiParts(joinedAt);
      const name = nickname ?? t('seats.anonymous');
      const at = t('time.short', { month, day, time: `${hour}:${String(minute).padStart(2, '0')}` });
      return isLeader ? t('group.leaderLine', { name, at }) : t('group.memberLine', { name, at });
    });
}

/** One line of what the members are told. */
export interface NoticeLine {
  key: string;
  at: string;
  text: string;
  /** The shop's own words; empty where it said nothing. */
  note: string;
}

/** Notices a group can have. Whatever else happened to it, its seats and its state tell. */
const TOLD = ['extended', 'leader_passed', 'dissolved', 'completed', 'promise_kept'] as const;

/** What the members are told beside the seats, newest first. */
export function noticeLines(group: Pick<GroupReply, 'notices'>, t: Translate): NoticeLine[] {
  return group.notices
    .flatMap((notice, index) => {
      const event = TOLD.find((told) => told === notice.event);
      const until = notice.closesAt === null ? '' : formatTime(notice.closesAt);
      if (event === undefined) {
        return [];
      }
      return [
        {
          key: `${notice.at}${index}`,
          at: formatTime(notice.at),
          text: t(`group.notice.${event}`, { until }),
          note: notice.note === '' ? '' : t('group.notice.note', { note: notice.note }),
        },
      ];
    })
    .reverse();
}

/** The title of a card that leads to this group. */
export function cardTitle(group: GroupReply, t: Translate): string {
  const price = formatFen(shownPriceFen(group));
  const title = group.product.title;
  return group.missing > 0
    ? t('group.cardTitle', { n: group.missing, price, title })
    : t('group.cardTitleFull', { price, title });
}

/** How long groups of a campaign run, in whole hours where that is possible. */
export function windowText({ windowMinutes }: Pick<CampaignReply, 'windowMinutes'>, t: Translate): string {
  return windowMinutes % 60 === 0
    ? t('time.hours', { n: windowMinutes / 60 })
    : t('time.minutes', { n: windowMinutes });
}
