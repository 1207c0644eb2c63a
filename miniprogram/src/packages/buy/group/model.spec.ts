import type { GroupReply, ProductReply, SkuReply } from '@tuanlink/shared/replies';
import { translator } from '../../../i18n';
import {
  canLeave,
  cardTitle,
  groupVariant,
  joinSku,
  memberLines,
  noticeLines,
  shownPriceFen,
  siblings,
  windowText,
} from './model';
import type { GroupVariant } from './model';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const LATER = '2026-11-22T12:00:01.000Z';
const t = translator('zh-CN');

type Facts = Parameters<typeof groupVariant>[0];
const forming: Facts = { state: 'forming', closesAt: LATER, missing: 1 };
const mine = { ...forming, myOrderId: 'o' };

it.each<[string, Facts, Parameters<typeof groupVariant>[1], GroupVariant]>([
  ['a stranger, with a seat left', forming, undefined, 'join'],
  ['a stranger, all seats taken or held', { ...forming, missing: 0 }, undefined, 'full'],
  ['at the deadline', { ...forming, closesAt: '2026-11-22T12:00:00.000Z' }, undefined, 'ended'],
  ['a member', mine, 'waiting_group', 'member'],
  ['a member whose order is not read yet', mine, undefined, 'member'],
  ['a member who has not paid', mine, 'unpaid', 'unpaid'],
  [
    'a member after the deadline',
    { ...mine, closesAt: '2026-11-22T11:00:00.000Z' },
    'waiting_group',
    'ended',
  ],
  ['one who cancelled', mine, 'cancelled', 'join'],
  [
    'a stranger before the opener has paid',
    { ...forming, state: 'opening', closesAt: null },
    undefined,
    'opening',
  ],
  ['the opener before paying', { ...mine, state: 'opening', closesAt: null }, 'unpaid', 'unpaid'],
  ['failed', { ...mine, state: 'failed' }, 'refunding', 'failed'],
  ['succeeded', { ...mine, state: 'succeeded' }, 'to_ship', 'succeeded'],
])('%s', (_name, group, order, variant) => {
  expect(groupVariant(group, order, NOW)).toBe(variant);
});

it('lets only a waiting member leave', () => {
  expect(canLeave('member', 'waiting_group')).toBe(true);
  expect(canLeave('member', undefined)).toBe(false);
  expect(canLeave('unpaid', 'unpaid')).toBe(false);
  expect(canLeave('ended', 'waiting_group')).toBe(false);
  expect(canLeave('succeeded', 'to_ship')).toBe(false);
});

const sku = (id: string, part: Partial<SkuReply> = {}): SkuReply => ({
  id,
  name: id,
  priceFen: 3990,
  groupPriceFen: 2990,
  stock: 5,
  ...part,
});

it.each<[string, SkuReply[], string | null, string | null, number]>([
  ["the opener's", [sku('a'), sku('b', { groupPriceFen: 5000 })], 'b', 'b', 5000],
  ["another when the opener's is sold out", [sku('a'), sku('b', { stock: 0 })], 'b', 'a', 2990],
  ['none when all are sold out', [sku('a', { stock: 0 })], 'a', null, 2990],
  ['none without a group price', [sku('a', { groupPriceFen: null })], null, null, 3990],
])('proposes %s', (_name, skus, leaderSkuId, id, priceFen) => {
  expect(joinSku({ skus, leaderSkuId })?.id ?? null).toBe(id);
  expect(shownPriceFen({ skus, leaderSkuId })).toBe(priceFen);
});

it('names nobody who did not agree', () => {
  const member = { avatarUrl: null, joinedAt: '2026-11-22T02:05:00.000Z' };
  const members = [
    { ...member, seatNo: 2, nickname: null, isLeader: false },
    { ...member, seatNo: 1, nickname: '李女士', isLeader: true },
  ];
  expect(memberLines({ members }, t)).toEqual([
    '团长 李女士 · 11月22日 10:05 开团',
    '匿名用户 · 11月22日 10:05 参团',
  ]);
});

it('tells the members what the shop decided, newest first', () => {
  const notice = { note: '', closesAt: null };
  const notices: GroupReply['notices'] = [
    { ...notice, at: '2026-11-22T01:00:00.000Z', event: 'leader_passed' },
    {
      at: '2026-11-22T02:00:00.000Z',
      event: 'extended',
      note: '等等大家',
      closesAt: '2026-11-22T03:00:00.000Z',
    },
    { ...notice, at: '2026-11-22T04:00:00.000Z', event: 'full' },
  ];
  expect(noticeLines({ notices }, t).map(({ text, note }) => [text, note])).toEqual([
    ['成团时间延长到 2026-11-22 11:00', '商家说明：等等大家'],
    ['团长已退出，由下一位成员接任', ''],
  ]);
});

it('offers at most three other groups that can be joined', () => {
  const open = { size: 3, takenCount: 1, heldCount: 0, leaderNickname: null, leaderAvatarUrl: null };
  const ids = ['this', 'a', 'b', 'c', 'd'];
  const openGroups = [
    { ...open, id: 'full', missing: 0, closesAt: LATER },
    ...ids.map((id) => ({ ...open, id, missing: 1, closesAt: LATER })),
  ];
  const found = siblings({ openGroups } as unknown as ProductReply, 'this', NOW);
  expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(siblings(undefined, 'this', NOW)).toEqual([]);
});

it('says on the card what is missing and what it costs', () => {
  const group = {
    missing: 1,
    skus: [sku('a')],
    leaderSkuId: 'a',
    product: { id: 'p', title: '脐橙', images: [], priceFen: 3990 },
  } as unknown as GroupReply;
  expect(cardTitle(group, t)).toBe('还差1人 ¥29.90 脐橙');
  expect(cardTitle({ ...group, missing: 0 }, t)).toBe('¥29.90 脐橙');
});

it.each([
  [1440, '24 小时'],
  [60, '1 小时'],
  [90, '90 分钟'],
  [5, '5 分钟'],
])('%i minutes are %s', (windowMinutes, text) => {
  expect(windowText({ windowMinutes }, t)).toBe(text);
});
