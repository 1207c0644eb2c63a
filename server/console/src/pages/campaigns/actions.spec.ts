import { campaignTransitions, statesOf } from '@tuanlink/shared/states';
import { actionsFrom, isEditable } from './actions';

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

  it('only an ended campaign cannot be changed', () => {
    expect(statesOf(campaignTransitions).filter((state) => !isEditable(state))).toEqual(['ended']);
  });
});
