import { statesOf, withdrawalTransitions } from '@tuanlink/shared/states';
import { actionOf, actorOf, fileUrl, withdrawalStates } from './model';

it('has a tab for each state', () => {
  expect([...withdrawalStates].sort()).toEqual(statesOf(withdrawalTransitions).sort());
});

it.each([
  ['requested', null, 'reject'],
  ['approved', null, 'stop'],
  ['sending', null, 'stop'],
  ['awaiting_confirmation', null, 'stop'],
  ['awaiting_confirmation', '2026-11-22T05:05:09.000Z', null],
  ['paid', null, null],
  ['rejected', null, null],
  ['lapsed', null, null],
  ['failed', null, null],
] as const)('%s, stop asked for at %s: %s', (state, stopAskedAt, action) => {
  expect(actionOf({ state, stopAskedAt })).toBe(action);
});

it('knows where the files are', () => {
  expect(fileUrl.statement('d', 'csv', '2026-11')).toBe(
    '/api/console/distributors/d/statement.csv?month=2026-11',
  );
  expect(fileUrl.statement('d', 'pdf')).toBe('/api/console/distributors/d/statement.pdf');
});

it.each([
  ['system', 'system'],
  ['wechat', 'wechat'],
  ['u1', 'distributor'],
  ['o1', 'operator'],
])('%s is %s', (actor, who) => {
  expect(actorOf(actor, 'u1')).toBe(who);
});
