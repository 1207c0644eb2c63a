import { orderTransitions, statesOf } from '@tuanlink/shared/states';
import { translator } from '../../../i18n';
import { deadlineText, orderActions, progressSteps, timelineLines } from './model';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const HELD = '2026-11-22T12:05:00.000Z';
const t = translator('zh-CN');

it.each([
  ['unpaid', HELD, undefined, ['cancel', 'pay']],
  ['unpaid', '2026-11-22T12:00:00.000Z', undefined, ['cancel']],
  ['waiting_group', null, 'g', ['leave', 'invite']],
  ['to_ship', null, 'g', ['again']],
  ['shipped', null, 'g', ['receive']],
  ['received', null, undefined, ['again']],
  ['completed', null, undefined, ['again']],
  ['cancelled', null, undefined, ['again']],
  ['refunding', null, 'g', ['again']],
  ['refunded', null, 'g', ['again']],
] as const)('a %s order (held until %s, group %s) offers %j', (state, heldUntil, groupId, actions) => {
  expect(orderActions({ state, heldUntil, groupId }, NOW)).toEqual(actions);
});

it('offers something in every state', () => {
  for (const state of statesOf(orderTransitions)) {
    expect(orderActions({ state, heldUntil: null }, NOW).length).toBeGreaterThan(0);
  }
});

it.each([
  ['to_ship', 'g', ['unpaid', 'waiting_group', 'to_ship', 'shipped', 'received', 'completed'], 2],
  ['to_ship', undefined, ['unpaid', 'to_ship', 'shipped', 'received', 'completed'], 1],
] as const)('a %s order (group %s) is on its way', (state, groupId, steps, at) => {
  expect(progressSteps({ state, groupId })).toEqual({ steps, at });
});

it.each(['cancelled', 'refunding', 'refunded'] as const)('a %s order has left the straight way', (state) => {
  expect(progressSteps({ state })).toBeNull();
});

it('keeps the order of what happened in one moment', () => {
  const at = '2026-11-22T01:00:00.000Z';
  const timeline = (['paid', 'group_succeeded'] as const).map((event) => ({
    at,
    event,
    actor: 'wechat' as const,
  }));
  expect(timelineLines({ timeline }, t).map(({ text }) => text)).toEqual(['拼团成功', '支付成功']);
});

it('tells the history, newest first, with its facts', () => {
  const timeline = [
    { at: '2026-11-22T01:00:00.000Z', event: 'placed', actor: 'buyer' },
    { at: '2026-11-22T01:01:00.000Z', event: 'paid', actor: 'wechat', detail: { amountFen: 2990 } },
    {
      at: '2026-11-23T01:00:00.000Z',
      event: 'shipped',
      actor: 'operator',
      detail: { carrier: 'SF', trackingNo: 'SF1' },
    },
  ] as const;
  expect(
    timelineLines({ timeline: [...timeline] }, t).map(({ at, text, actor }) => [at, text, actor]),
  ).toEqual([
    ['2026-11-23 09:00', '已发货（SF SF1）', '商家'],
    ['2026-11-22 09:01', '支付成功（¥29.90）', '微信'],
    ['2026-11-22 09:00', '提交订单', '我'],
  ]);
});

it.each([
  ['2026-12-02T12:00:00.000Z', null, '2026-12-02 20:00 自动确认收货'],
  [null, '2026-11-29T12:00:00.000Z', '售后期至 2026-11-29 20:00'],
  [null, null, null],
  ['2026-11-22T12:00:00.000Z', null, null],
  [null, '2026-11-22T11:59:59.000Z', null],
])('received by itself at %s, after-sales until %s: tells %s', (autoReceiveAt, afterSaleUntil, text) => {
  expect(deadlineText({ autoReceiveAt, afterSaleUntil }, NOW, t)).toBe(text);
});

it('tells deadlines in English too', () => {
  const at = '2026-12-02T12:00:00.000Z';
  const told = [
    { autoReceiveAt: at, afterSaleUntil: null },
    { autoReceiveAt: null, afterSaleUntil: at },
  ].map((order) => deadlineText(order, NOW, translator('en')));
  expect(told).toEqual([
    'Counts as received by itself on 2026-12-02 20:00',
    'After-sales until 2026-12-02 20:00',
  ]);
});
