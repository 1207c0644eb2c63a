import { resultVariant } from './model';

it.each([
  ['unpaid', undefined, 'unpaid'],
  ['cancelled', undefined, 'cancelled'],
  ['to_ship', undefined, 'paid'],
  ['waiting_group', 'g', 'forming'],
  ['to_ship', 'g', 'succeeded'],
  ['shipped', 'g', 'succeeded'],
  ['refunding', 'g', 'refund'],
  ['refunded', undefined, 'refund'],
] as const)('%s (%s) is %s', (state, groupId, variant) => {
  expect(resultVariant({ state, groupId })).toBe(variant);
});
