import {
  afterSaleKinds,
  afterSaleOrderStates,
  afterSaleTransitions,
  canMove,
  orderTransitions,
  statesOf,
  type AfterSaleState,
} from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';
import {
  afterApproval,
  afterDue,
  type AfterSaleAction,
  assertMove,
  checkApplicable,
  decideAfterSale,
  dueOf,
  isAutoApproved,
} from './after-sale.rules.js';

const states = statesOf(afterSaleTransitions);
const actions: AfterSaleAction[] = ['approve', 'reject', 'receive', 'withdraw', 'track'];

/** The state an action leads to, `same` where it was taken before, or the code of the refusal. */
function outcome(state: AfterSaleState, action: AfterSaleAction, tracked = false): string {
  try {
    return decideAfterSale({ kind: 'return_and_refund', state, tracked }, action) ?? 'same';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What every action does in every state; what is not named is refused. */
const expected: Record<AfterSaleAction, Partial<Record<AfterSaleState, string>>> = {
  approve: { applied: 'approved', returned: 'refunding', returning: 'same', refunding: 'same', done: 'same' },
  reject: { applied: 'rejected', returned: 'rejected', rejected: 'same' },
  receive: { returning: 'returned', returned: 'same' },
  withdraw: { applied: 'withdrawn', returning: 'withdrawn', withdrawn: 'same' },
  track: { returning: 'returning' },
};

const pairs = states.flatMap((state) =>
  actions.map((action): [AfterSaleAction, AfterSaleState] => [action, state]),
);
it.each(pairs)('%s while %s', (action, state) => {
  expect(outcome(state, action)).toBe(expected[action][state] ?? 'state.conflict');
});

it('goods on their way back can no longer be kept', () => {
  expect(outcome('returning', 'withdraw', true)).toBe('state.conflict');
  expect(outcome('applied', 'withdraw', false)).toBe('withdrawn');
});

it('every move that an action makes stands in the table', () => {
  const made = pairs
    .map(([action, state]) => [state, outcome(state, action)] as const)
    .filter(([from, to]) => states.includes(to as AfterSaleState) && from !== to);
  expect(made.filter(([from, to]) => !canMove(afterSaleTransitions, from, to as AfterSaleState))).toEqual([]);
  expect(() => assertMove('done', 'applied')).toThrow('done → applied');
});

const applicable = statesOf(orderTransitions).flatMap((state) =>
  afterSaleKinds.map((kind) => [kind, state] as const),
);
it.each(applicable)('%s of an order that is %s', (kind, state) => {
  const answer = () => {
    try {
      checkApplicable(kind, state);
      return 'yes';
    } catch (error) {
      return error instanceof Refusal ? error.code : 'broken';
    }
  };
  expect(answer()).toBe(afterSaleOrderStates[kind].includes(state) ? 'yes' : 'state.conflict');
});

it('who waits for a group is told to leave it', () => {
  const thrown = (): unknown => {
    try {
      return checkApplicable('refund_only', 'waiting_group');
    } catch (error) {
      return error;
    }
  };
  expect(thrown()).toMatchObject({ detail: { state: 'waiting_group', hint: 'cancel' } });
});

const now = new Date('2026-03-01T00:00:00Z');
const clocks = { decideHours: 48, returnDays: 7, receiveDays: 10 };
it.each<[AfterSaleState, boolean, string | null]>([
  ['applied', false, '2026-03-03T00:00:00.000Z'],
  ['approved', false, null],
  ['returning', false, '2026-03-08T00:00:00.000Z'],
  ['returning', true, '2026-03-11T00:00:00.000Z'],
  ['returned', true, '2026-03-03T00:00:00.000Z'],
  ['refunding', true, null],
  ['done', true, null],
  ['rejected', false, null],
  ['withdrawn', false, null],
])('%s (sent: %s) should be left until %s', (state, tracked, due) => {
  expect(dueOf({ state, tracked }, clocks, now)?.toISOString() ?? null).toBe(due);
});

it.each<[AfterSaleState, 'refund_only' | 'return_and_refund', boolean, boolean, AfterSaleState | null]>([
  ['applied', 'refund_only', false, false, null],
  ['applied', 'refund_only', false, true, 'approved'],
  ['applied', 'return_and_refund', false, true, null],
  ['returning', 'return_and_refund', false, false, 'withdrawn'],
  ['returning', 'return_and_refund', true, false, 'returned'],
  ['returned', 'return_and_refund', true, false, 'refunding'],
  ['refunding', 'return_and_refund', true, true, null],
  ['done', 'refund_only', false, true, null],
])(
  '%s of %s (sent: %s, approve what is overdue: %s) goes by itself to %s',
  (state, kind, tracked, overdue, to) => {
    expect(afterDue({ state, kind, tracked }, overdue)).toBe(to);
  },
);

it('money alone follows at once, money for goods waits for them', () => {
  expect(afterSaleKinds.map(afterApproval)).toEqual(['refunding', 'returning']);
});

it.each([
  ['refund_only', 'to_ship', 500, 0, true],
  ['refund_only', 'to_ship', 501, 0, false],
  ['refund_only', 'to_ship', 300, 200, true],
  ['refund_only', 'to_ship', 301, 200, false],
  ['refund_only', 'to_ship', 1, 500, false],
  ['refund_only', 'shipped', 1, 0, false],
  ['return_and_refund', 'shipped', 1, 0, false],
] as const)(
  '%s, %s, %d fen after %d: approved at once %s',
  (kind, orderState, askedFen, refundedFen, yes) => {
    expect(isAutoApproved({ kind, orderState, askedFen, refundedFen }, 500)).toBe(yes);
    expect(isAutoApproved({ kind, orderState, askedFen, refundedFen }, 0)).toBe(false);
  },
);
