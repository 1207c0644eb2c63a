import type { WithdrawalRulesReply } from '@tuanlink/shared/replies';
import { decisionsFor, ruleChanges } from './model';

describe('decisionsFor', () => {
  const asked = (state: 'pending' | 'approved') => ({ state, requestedBy: { id: 'ann', name: '安' } });
  it.each([
    ['somebody else', asked('pending'), 'bob', true, ['approve', 'reject']],
    ['somebody else without the permission', asked('pending'), 'bob', false, []],
    ['the one who asked', asked('pending'), 'ann', true, ['withdraw']],
    ['anybody afterwards', asked('approved'), 'bob', true, []],
  ] as const)('%s', (_name, approval, operator, may, expected) => {
    expect(decisionsFor(approval, operator, may)).toEqual(expected);
  });
});

describe('ruleChanges', () => {
  const present = { minFen: 100, maxFen: 5_000, dayCount: 10 } as WithdrawalRulesReply;
  it('shows what changes beside what is in force, and leaves out what stays', () => {
    expect(ruleChanges({ minFen: 200, maxFen: 5_000 }, present)).toEqual([
      { field: 'minFen', before: 100, after: 200 },
    ]);
  });

  it('shows everything that was asked for where nothing is known to compare with', () => {
    expect(ruleChanges({ minFen: 200, dayCount: 3 }, undefined)).toEqual([
      { field: 'minFen', before: undefined, after: 200 },
      { field: 'dayCount', before: undefined, after: 3 },
    ]);
  });
});
