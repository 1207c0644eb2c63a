import { distributorTransitions, statesOf } from '@tuanlink/shared/states';
import { decisionsFrom, distributorStates } from './model';

describe('decisions about a distributor', () => {
  it.each([
    ['applied', ['approve', 'reject']],
    ['approved', ['suspend']],
    ['suspended', ['reinstate']],
    ['rejected', []],
  ] as const)('%s: %j', (state, decisions) => {
    expect(decisionsFrom(state)).toEqual(decisions);
  });

  it('has a tab for each state', () => {
    expect([...distributorStates].sort()).toEqual(statesOf(distributorTransitions).sort());
  });
});
