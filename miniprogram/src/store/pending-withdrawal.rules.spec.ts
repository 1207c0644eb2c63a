import { DAY_MS } from '@tuanlink/shared/time';
import { pendingWithdrawalFor } from './pending-withdrawal.rules';
import type { PendingWithdrawal } from './pending-withdrawal.rules';

const stored: PendingWithdrawal = { body: { requestId: 'first', amountFen: 1_000 }, at: 0 };

it.each<[string, PendingWithdrawal | null, number, number, string]>([
  ['nothing stored', null, 1_000, 0, 'second'],
  ['the same amount that was never answered', stored, 1_000, 60_000, 'first'],
  ['another amount', stored, 1_001, 60_000, 'second'],
  ['the same amount, days ago', stored, 1_000, DAY_MS + 1, 'second'],
])('%s', (_name, before, amountFen, now, requestId) => {
  expect(pendingWithdrawalFor(before, amountFen, 'second', now).body).toEqual({ requestId, amountFen });
});
