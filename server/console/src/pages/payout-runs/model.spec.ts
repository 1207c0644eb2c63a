import type { PayoutCandidateReply } from '@tuanlink/shared/replies';
import { payoutRunTransitions, statesOf } from '@tuanlink/shared/states';
import { approvalWord, exceptionsFirst, payoutRunStates, isUnderway } from './model';

it('has a tab for each state', () => {
  expect([...payoutRunStates].sort()).toEqual(statesOf(payoutRunTransitions).sort());
});

it('asks to type the sum as it is shown', () => {
  expect(approvalWord({ amountFen: 1_820_450 })).toBe('18,204.50');
});

it('shows first what needs somebody', () => {
  const one = (id: string, exceptions: PayoutCandidateReply['exceptions']) =>
    ({ id, exceptions }) as PayoutCandidateReply;
  const sorted = exceptionsFirst([one('a', []), one('b', ['above_limit']), one('c', [])]);
  expect(sorted.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});

it.each([
  ['requested', false],
  ['approved', true],
  ['sending', true],
  ['awaiting_confirmation', false],
  ['paid', false],
] as const)('a run with something %s is underway: %s', (state, underway) => {
  const settled = { state: 'paid' as const, count: 1, amountFen: 100 };
  expect(isUnderway({ progress: [settled, { state, count: 1, amountFen: 200 }] })).toBe(underway);
});
