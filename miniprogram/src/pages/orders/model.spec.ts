import { orderTransitions, statesOf } from '@tuanlink/shared/states';
import { orderFilters } from './model';

it('can narrow the list to every state an order can be in, and to none', () => {
  const narrowed = orderFilters.map(({ state }) => state);
  expect(narrowed[0]).toBeUndefined();
  expect(new Set(narrowed.slice(1))).toEqual(new Set(statesOf(orderTransitions)));
});
