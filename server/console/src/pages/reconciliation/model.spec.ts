import type { ReconciliationDayReply } from '@tuanlink/shared/replies';
import { differenceKinds } from '@tuanlink/shared/states';
import { dictionaries } from '../../i18n/text';
import { differenceAdvice, differenceText, factsOf, isAmount, standOf } from './model';

const day: ReconciliationDayReply = {
  id: '2026-11-22',
  state: 'matched',
  asked: false,
  matchedAt: null,
  nextTryAt: null,
  tries: 1,
  lastError: null,
  bills: [],
  figures: null,
  openCount: 0,
  resolvedCount: 0,
};

it.each<[Partial<ReconciliationDayReply>, string]>([
  [{}, 'agrees'],
  [{ openCount: 1 }, 'differs'],
  [{ state: 'waiting' }, 'waiting'],
  [{ asked: true, openCount: 1 }, 'asked'],
])('a day with %j %s', (change, stand) => {
  expect(standOf({ ...day, ...change })).toBe(stand);
});

it.each(differenceKinds)('%s has a name and an advice', (kind) => {
  expect(dictionaries.en[differenceText(kind)]).toBeTruthy();
  expect(dictionaries.en[differenceAdvice(kind)]).toBeTruthy();
});

it('shows amounts first and numbers last, sums apart', () => {
  const facts = { transactionId: '42', wechatFen: 5, bill: 'trade' as const, orderId: 'o', sums: [] };
  expect(factsOf(facts).map(({ key, as }) => [key, as])).toEqual([
    ['wechatFen', 'amount'],
    ['bill', 'text'],
    ['orderId', 'order'],
    ['transactionId', 'id'],
  ]);
  expect([isAmount('fee_fen'), isAmount('row_count')]).toEqual([true, false]);
});
