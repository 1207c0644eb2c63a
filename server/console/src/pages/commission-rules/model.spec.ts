import type { CommissionRulesReply } from '@tuanlink/shared/replies';
import { bodyOf, fieldsOf, ratesText } from './model';

const rules: CommissionRulesReply = {
  id: '1',
  version: 1,
  state: 'in_force',
  effectiveAt: '2020-01-01T00:00:00.000Z',
  announcedAt: null,
  defaultRateBp: 1_000,
  newBuyerRateBp: null,
  visitWindowDays: 7,
  bindingDays: 30,
  protectionDays: 0,
  touchedDays: 30,
};

it('a proposal begins with the rules there are', () => {
  expect(bodyOf({ ...fieldsOf(rules), reason: ' 旺季 ' })).toEqual({
    defaultRateBp: 1_000,
    newBuyerRateBp: null,
    visitWindowDays: 7,
    bindingDays: 30,
    protectionDays: 0,
    reason: '旺季',
  });
});

it('a day is read as Shanghai’s', () => {
  const fields = { ...fieldsOf({ ...rules, newBuyerRateBp: 1_550 }), effectiveAt: '2026-12-01 00:00' };
  expect(bodyOf(fields)).toMatchObject({ newBuyerRateBp: 1_550, effectiveAt: '2026-11-30T16:00:00.000Z' });
});

it.each([
  [null, '10%'],
  [1_500, '10% / 15%'],
  [0, '10% / 0%'],
])('rates with %p for new buyers', (newBuyerRateBp, text) => {
  expect(ratesText({ ...rules, newBuyerRateBp })).toBe(text);
});
