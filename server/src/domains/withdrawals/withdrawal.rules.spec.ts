import type { PayoutException } from '@tuanlink/shared/states';
import {
  maskName,
  mostToWithdraw,
  payoutExceptionsOf,
  realNameMissing,
  refuseWithdrawal,
  tidyName,
  type WithdrawalFacts,
} from './withdrawal.rules.js';

const rules = {
  minFen: 100,
  maxFen: 500_000,
  dayCount: 3,
  dayFen: 600_000,
  monthCount: 5,
  monthFen: 1_000_000,
  realNameFromFen: 200_000,
  taxRule: 'labour-cn-1' as const,
  version: 1,
};

const facts: WithdrawalFacts = {
  distributorState: 'approved',
  availableFen: 300_000,
  realNameKnown: false,
  rules,
  day: { count: 0, fen: 0 },
  month: { count: 0, fen: 0 },
};

const rich = { availableFen: 2_000_000, realNameKnown: true };

describe('a request', () => {
  it.each<[string, Partial<WithdrawalFacts>, number, string | null, object | null]>([
    ['of what is there', {}, 100, null, null],
    ['just below the real name', {}, 199_999, null, null],
    ['by nobody', { distributorState: null }, 100, 'distributor.not_approved', { state: null }],
    [
      'by somebody suspended',
      { distributorState: 'suspended' },
      100,
      'distributor.not_approved',
      { state: 'suspended' },
    ],
    ['by an applicant', { distributorState: 'applied' }, 1, 'distributor.not_approved', { state: 'applied' }],
    ['of too little', {}, 99, 'withdrawal.below_minimum', { minFen: 100 }],
    ['of a fen too much', {}, 300_001, 'withdrawal.above_available', { availableFen: 300_000 }],
    ['of all without a name', {}, 300_000, 'withdrawal.real_name_needed', { fromFen: 200_000 }],
    ['of all with a name', { realNameKnown: true }, 300_000, null, null],
    [
      'above the largest',
      rich,
      500_001,
      'withdrawal.above_limit',
      { limit: 'single_amount', leftFen: 500_000 },
    ],
    [
      'the fourth of a day',
      { day: { count: 3, fen: 300 } },
      100,
      'withdrawal.above_limit',
      { limit: 'day_count', leftFen: 0 },
    ],
    [
      'above what the day leaves',
      { ...rich, day: { count: 1, fen: 599_000 } },
      1_001,
      'withdrawal.above_limit',
      { limit: 'day_amount', leftFen: 1_000 },
    ],
    ['of what the day leaves', { ...rich, day: { count: 1, fen: 599_000 } }, 1_000, null, null],
    [
      'the sixth of a month',
      { month: { count: 5, fen: 500 } },
      100,
      'withdrawal.above_limit',
      { limit: 'month_count', leftFen: 0 },
    ],
    [
      'above what the month leaves',
      { ...rich, month: { count: 1, fen: 999_900 } },
      101,
      'withdrawal.above_limit',
      { limit: 'month_amount', leftFen: 100 },
    ],
    [
      'after a limit was lowered below what was taken',
      { ...rich, month: { count: 1, fen: 1_000_001 } },
      100,
      'withdrawal.above_limit',
      { limit: 'month_amount', leftFen: 0 },
    ],
  ])('%s', (_, change, amountFen, code, detail) => {
    const refusal = refuseWithdrawal({ ...facts, ...change }, amountFen);
    expect(refusal).toEqual(code === null ? null : { code, detail });
  });

  it.each<[Partial<WithdrawalFacts>, number, string | null]>([
    [{}, 300_000, null],
    [{ ...rich }, 500_000, 'single_amount'],
    [{ ...rich, day: { count: 1, fen: 400_000 } }, 200_000, 'day_amount'],
    [{ ...rich, month: { count: 1, fen: 999_950 } }, 0, 'month_amount'],
    [{ availableFen: 99 }, 0, null],
    [{ day: { count: 3, fen: 0 } }, 0, 'day_count'],
    [{ distributorState: 'suspended' }, 0, null],
  ])('after %j may be of %d at most', (change, maxFen, limit) => {
    const changed = { ...facts, ...change };
    expect(mostToWithdraw(changed)).toEqual({ maxFen, limit });
    const named = { ...changed, realNameKnown: true };
    expect(maxFen === 0 || refuseWithdrawal(named, maxFen) === null).toBe(true);
    expect(refuseWithdrawal(named, maxFen + 1)).not.toBeNull();
  });

  it('needs a name from the limit on', () => {
    expect(realNameMissing(facts, 199_999)).toBe(false);
    expect(realNameMissing(facts, 200_000)).toBe(true);
    expect(realNameMissing({ ...facts, realNameKnown: true }, 200_000)).toBe(false);
  });
});

describe('a candidate of a payout run', () => {
  const candidate = {
    amountFen: 200_000,
    distributorState: 'approved' as const,
    realNameKnown: true,
    inAnotherRun: false,
  };

  it.each<[string, Partial<typeof candidate> & { distributorState?: never }, PayoutException[]]>([
    ['is fine', {}, []],
    ['has no name', { realNameKnown: false }, ['real_name_missing']],
    ['needs none', { realNameKnown: false, amountFen: 199_999 }, []],
    ['is too large', { amountFen: 500_001 }, ['above_limit']],
    ['is in another run', { inAnotherRun: true }, ['in_another_run']],
  ])('%s', (_, change, exceptions) => {
    expect(payoutExceptionsOf({ ...candidate, ...change }, rules)).toEqual(exceptions);
  });

  it.each(['suspended', 'rejected', null] as const)('of somebody who is %s', (distributorState) => {
    expect(payoutExceptionsOf({ ...candidate, distributorState }, rules)).toEqual(['distributor_suspended']);
  });
});

describe('a real name', () => {
  it.each([
    ['张三', '张*'],
    ['张小明', '张**'],
    ['阿卜杜拉·买买提', '阿***'],
    ['𠮷田', '𠮷*'],
    ['Ann Lee', 'A***'],
  ])('%s is shown as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('has no spaces too many', () => {
    expect(tidyName(' Ann   Lee ')).toBe('Ann Lee');
  });
});
