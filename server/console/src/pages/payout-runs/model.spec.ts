import type { PayoutCandidateReply } from '@tuanlink/shared/replies';
import { payoutRunTransitions, statesOf } from '@tuanlink/shared/states';
import {
  approvalWord,
  chosenOf,
  exceptionsFirst,
  isUnderway,
  payoutRunStates,
  runBody,
  sumsOf,
} from './model';

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

describe('what goes into a new run', () => {
  const one = (id: string, amountFen: number, exceptions: PayoutCandidateReply['exceptions'] = []) =>
    ({ id, amountFen, taxFen: 10, netFen: amountFen - 10, exceptions }) as PayoutCandidateReply;
  const candidates = [one('a', 100), one('b', 200, ['above_limit']), one('c', 300)];

  it.each<[string[], string[], object]>([
    [[], ['a', 'c'], {}],
    [['gone'], ['a', 'c'], {}],
    [['a'], ['c'], { withdrawalIds: ['c'] }],
    [['a', 'c'], [], { withdrawalIds: [] }],
  ])('without %j: %j', (leftOut, chosen, body) => {
    const left = new Set(leftOut);
    expect(chosenOf(candidates, left).map(({ id }) => id)).toEqual(chosen);
    expect(runBody(candidates, left)).toEqual(body);
  });

  it('is summed to the fen', () => {
    expect(sumsOf(chosenOf(candidates, new Set()))).toEqual({ amountFen: 400, taxFen: 20, netFen: 380 });
    expect(sumsOf([])).toEqual({ amountFen: 0, taxFen: 0, netFen: 0 });
  });
});
