import { campaignTransitions, statesOf } from '@tuanlink/shared/states';
import { actionsFrom, hasStarted, isEditable } from './actions';

describe('actions of a campaign', () => {
  it.each([
    ['draft', ['publish']],
    ['scheduled', ['pause', 'end']],
    ['running', ['pause', 'end']],
    ['paused', ['resume', 'end']],
    ['ended', []],
  ] as const)('from %s: %j', (state, actions) => {
    expect(actionsFrom(state)).toEqual(actions);
  });

  it('has begun once it runs, also while it is paused', () => {
    expect(statesOf(campaignTransitions).filter(hasStarted)).toEqual(['running', 'paused']);
  });

  it('only an ended campaign cannot be changed', () => {
    expect(statesOf(campaignTransitions).filter((state) => !isEditable(state))).toEqual(['ended']);
  });
});
