import type { AfterSaleEventReply } from '@tuanlink/shared/replies';
import { afterSaleTransitions, statesOf } from '@tuanlink/shared/states';
import { translator } from '../../../i18n';
import { causes, eventLines, mayTrack, mayWithdraw, nextText, parcelProblems, tidiedParcel } from './model';

const t = translator('zh-CN');
const states = statesOf(afterSaleTransitions);
const event: AfterSaleEventReply = {
  at: '2026-11-22T01:00:00.000Z',
  actor: 'buyer',
  from: null,
  to: 'applied',
  reason: 'damaged',
};

it('can be withdrawn until somebody decided, or the goods are on their way', () => {
  const may = (trackingNo: string | null) => states.filter((state) => mayWithdraw({ state, trackingNo }));
  expect(may(null)).toEqual(['applied', 'returning']);
  expect(may('SF1234')).toEqual([]);
});

it('takes a number only while the goods are waited for', () => {
  expect(states.filter((state) => mayTrack({ state }))).toEqual(['returning']);
});

it.each(states.map((state) => [state] as const))('says what comes after %s', (state) => {
  expect(nextText({ state, trackingNo: null }, t)).not.toMatch(/[{}]/);
});

it('says something else once the goods are on their way', () => {
  const texts = [null, 'SF1234'].map((trackingNo) => nextText({ state: 'returning', trackingNo }, t));
  expect(texts[0]).not.toBe(texts[1]);
});

it('tells the history, newest first, with reasons in words', () => {
  const events: AfterSaleEventReply[] = [
    event,
    { ...event, actor: 'operator', from: 'applied', to: 'approved', reason: '请寄回' },
    { ...event, actor: 'operator', from: 'approved', to: 'returning', reason: '' },
    { ...event, from: 'returning', to: 'returning', reason: '顺丰 SF1234' },
    { ...event, actor: 'system', from: 'returning', to: 'returned', reason: 'receipt_overdue' },
  ];
  expect(eventLines({ events }, t).map(({ text, actor }) => [text, actor])).toEqual([
    ['商家收到退货（超时视为已收到退货）', '系统自动'],
    ['商品已寄出（顺丰 SF1234）', '我'],
    ['等待寄回商品', '商家'],
    ['申请已同意（请寄回）', '商家'],
    ['提交申请（商品破损）', '我'],
  ]);
  expect(eventLines({ events }, t)[0]?.at).toBe('2026-11-22 09:00');
});

it.each(causes.map((cause) => [cause] as const))('has words for %s', (reason) => {
  const events = [{ ...event, actor: 'system' as const, from: 'applied' as const, reason }];
  expect(eventLines({ events }, t)[0]?.text).not.toContain('_');
});

it('leaves what a person said as it is', () => {
  const events = [
    { ...event, actor: 'operator' as const, from: 'applied' as const, reason: 'order_refunded' },
  ];
  expect(eventLines({ events }, t)[0]?.text).toContain('order_refunded');
});

it.each([
  [{ carrier: '顺丰', trackingNo: 'SF 1234' }, []],
  [{ carrier: ' ', trackingNo: 'SF1234' }, ['carrier']],
  [{ carrier: 'a,b', trackingNo: '12' }, ['carrier', 'trackingNo']],
])('%j lacks %j', (parcel, fields) => {
  expect(Object.keys(parcelProblems(parcel))).toEqual(fields);
});

it('takes spaces off', () => {
  expect(tidiedParcel({ carrier: ' 顺丰 ', trackingNo: ' SF 12 34 ' })).toEqual({
    carrier: '顺丰',
    trackingNo: 'SF1234',
  });
});
