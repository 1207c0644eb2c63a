import type { PayoutRunState } from '@tuanlink/shared/states';
import { Refusal } from '../../infra/refusal.js';
import { decidePayoutRun, type PayoutRunDecision } from './payout-run.rules.js';

const MAKER = 'maker';
const OTHER = 'other';

it.each<[PayoutRunState, PayoutRunDecision, string, string | null]>([
  ['draft', 'approve', OTHER, 'approved'],
  ['draft', 'approve', MAKER, 'approval.same_person'],
  ['approved', 'approve', OTHER, null],
  ['approved', 'approve', MAKER, 'approval.same_person'],
  ['cancelled', 'approve', OTHER, 'state.conflict'],
  ['draft', 'cancel', OTHER, 'cancelled'],
  ['draft', 'cancel', MAKER, 'cancelled'],
  ['cancelled', 'cancel', MAKER, null],
  ['approved', 'cancel', OTHER, 'state.conflict'],
])('%s: %s by the %s', (state, decision, operator, outcome) => {
  let decided: string | null;
  try {
    decided = decidePayoutRun({ state, madeBy: MAKER }, decision, operator);
  } catch (error) {
    decided = error instanceof Refusal ? error.code : 'thrown';
  }
  expect(decided).toBe(outcome);
});
