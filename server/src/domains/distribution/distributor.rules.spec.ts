import { type DistributorState, canMove, distributorTransitions, statesOf } from '@tuanlink/shared/states';
import { type DistributorDecision, decideDistributor, mayApply } from './distributor.rules.js';

describe('a decision about a distributor', () => {
  it.each<[DistributorDecision, DistributorState, DistributorState | 'done' | 'no']>([
    ['approve', 'applied', 'approved'],
    ['approve', 'approved', 'done'],
    ['approve', 'rejected', 'no'],
    ['approve', 'suspended', 'approved'],
    ['reject', 'applied', 'rejected'],
    ['reject', 'approved', 'no'],
    ['reject', 'rejected', 'done'],
    ['reject', 'suspended', 'no'],
    ['suspend', 'applied', 'no'],
    ['suspend', 'approved', 'suspended'],
    ['suspend', 'rejected', 'no'],
    ['suspend', 'suspended', 'done'],
  ])('%s when %s → %s', (decision, state, expected) => {
    const move = decideDistributor(state, decision);
    expect(move.ok ? (move.to ?? 'done') : 'no').toBe(expected);
  });

  it.each<[DistributorState | null, boolean]>([
    [null, true],
    ['applied', false],
    ['approved', false],
    ['rejected', true],
    ['suspended', false],
  ])('applying when %s: %s', (state, may) => {
    expect(mayApply(state)).toBe(may);
  });

  const pairs = (['approve', 'reject', 'suspend'] as const).flatMap((decision) =>
    statesOf(distributorTransitions).map((state) => [decision, state] as const),
  );

  it.each(pairs)('%s when %s never leaves the table of transitions', (decision, state) => {
    const move = decideDistributor(state, decision);
    const to = move.ok ? move.to : null;
    expect(to === null || canMove(distributorTransitions, state, to)).toBe(true);
    expect(move.ok).toBe(
      to !== null || state === { approve: 'approved', reject: 'rejected', suspend: 'suspended' }[decision],
    );
  });
});
