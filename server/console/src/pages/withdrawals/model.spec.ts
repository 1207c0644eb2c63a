import { statesOf, withdrawalTransitions } from '@tuanlink/shared/states';
import { actionOf, actorOf, isOver, withdrawalStates } from './model';

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

it.each([
  ['system', 'system'],
  ['wechat', 'wechat'],
  ['u1', 'distributor'],
  ['o1', 'operator'],
])('%s is %s', (actor, who) => {
  expect(actorOf(actor, 'u1')).toBe(who);
});

it.each([
  ['sending', false],
  ['paid', true],
  ['rejected', true],
] as const)('%s is over: %s', (state, over) => {
  expect(isOver({ state })).toBe(over);
});
