import { statesOf } from '@tuanlink/shared/states';
import {
  afterSaleKinds,
  afterSaleReasons,
  afterSaleTransitions,
  attributionCodes,
  cancelReasons,
  commissionTransitions,
  groupTransitions,
  orderEvents,
  orderTransitions,
  reasonCodes,
  refundReasons,
  refundTransitions,
} from '@tuanlink/shared/states';
import { en } from './en';
import { fill } from './format';
import { translator } from './index';
import { zhCn } from './zh-cn';

/** Names of the places that are filled in. */
const places = (text: string) => new Set([...text.matchAll(/\{(\w+)[^}]*\}/g)].map((match) => match[1]));

it('has the same texts in both languages', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zhCn).sort());
});

it.each(Object.keys(zhCn) as (keyof typeof zhCn)[])('%s is complete in both', (key) => {
  expect(en[key].trim()).not.toBe('');
  expect(zhCn[key].trim()).not.toBe('');
  expect(places(en[key])).toEqual(places(zhCn[key]));
});

it('is English in English', () => {
  const chinese = Object.entries(en).filter(([key, text]) => /[一-鿿]/.test(text) && key !== 'settings.zh');
  expect(chinese).toEqual([]);
});

it.each([
  ['order.state', statesOf(orderTransitions)],
  ['order.hint', statesOf(orderTransitions)],
  ['group.state', statesOf(groupTransitions)],
  ['refund.state', statesOf(refundTransitions)],
  ['commission.state', statesOf(commissionTransitions)],
  ['afterSale.state', statesOf(afterSaleTransitions)],
  ['afterSale.next', statesOf(afterSaleTransitions)],
  ['afterSale.event', statesOf(afterSaleTransitions)],
  ['afterSale.kind', afterSaleKinds],
  ['afterSale.reason', afterSaleReasons],
  ['timeline', orderEvents],
  ['refund.reason', refundReasons],
  ['refund.why', refundReasons],
  ['cancel.reason', cancelReasons],
  ['reason', reasonCodes],
  ['attribution', attributionCodes],
])('has a text for every %s the API may send', (prefix, codes) => {
  const missing = codes.filter((code) => !(`${prefix}.${code}` in zhCn));
  expect(missing).toEqual([]);
});

it.each([
  ['{n} {n|group|groups}', { n: 1 }, '1 group'],
  ['{n} {n|group|groups}', { n: 2 }, '2 groups'],
  ['{a}{b}', { a: 'x' }, 'x{b}'],
  ['plain', {}, 'plain'],
])('fills %s', (template, values, text) => {
  expect(fill(template, values)).toBe(text);
});

it('speaks the language it is asked for', () => {
  expect(translator('zh-CN')('group.missing', { n: 1 })).toBe('还差 1 人');
  expect(translator('en')('group.missing', { n: 1 })).toBe('1 more needed');
});
