import type { OrderReply } from '@tuanlink/shared/replies';
import { cancelReasons, refundReasons } from '@tuanlink/shared/states';
import { translator } from '../../i18n';
import { cancelReason, lateOutcome, refundStory } from './money-story.shared';

const at = '2026-11-22T01:00:00.000Z';
type Entry = OrderReply['timeline'][number];
const entry = (event: Entry['event'], detail: Entry['detail'] = {}): Entry => ({
  at,
  event,
  actor: 'wechat',
  detail,
});

it.each([
  ['in time', [entry('paid')], 'g', null],
  ['alone', [entry('paid_late')], undefined, 'late.solo'],
  ['in its own group', [entry('paid_late')], 'g', 'late.kept'],
  ['in a sibling', [entry('paid_late'), entry('moved_group')], 'g', 'late.moved'],
  ['in a new group', [entry('paid_late'), entry('reopened_group')], 'g', 'late.reopened'],
  ['sent back', [entry('paid_late', { reason: 'paid_late_no_seat' })], 'g', null],
] as const)('money %s', (_name, timeline, groupId, key) => {
  expect(lateOutcome({ timeline: [...timeline], groupId })).toBe(key);
});

it.each(refundReasons)('tells of %s what happened, how much and when, in both languages', (reason) => {
  for (const language of ['zh-CN', 'en'] as const) {
    const told = refundStory({ reason, amountFen: 2990, requestedAt: at }, translator(language));
    expect(told).toContain('29.90');
    expect(told).toContain('2026-11-22 09:00');
  }
});

it.each(cancelReasons)('knows that an order was let go: %s', (reason) => {
  expect(cancelReason({ timeline: [entry('cancelled', { reason })] })).toBe(reason);
});

it('does not make up a reason', () => {
  expect(cancelReason({ timeline: [entry('cancelled')] })).toBeNull();
});
