import { fenToYuan } from '@tuanlink/shared/money';
import type { PayoutCandidateReply, PayoutRunReply } from '@tuanlink/shared/replies';
import type { PayoutRunState } from '@tuanlink/shared/states';

/** Tabs of the list: what waits for a second person stands first. */
export const payoutRunStates: readonly PayoutRunState[] = ['draft', 'approved', 'cancelled'];

/** What has to be typed before a run is approved: its sum in yuan, as it is shown. */
export function approvalWord(run: Pick<PayoutRunReply, 'amountFen'>): string {
  return fenToYuan(run.amountFen);
}

/** Whether something of a run is on its way to WeChat, so that what is shown is soon out of date. */
export function isUnderway({ progress }: Pick<PayoutRunReply, 'progress'>): boolean {
  return progress.some(({ state }) => state === 'approved' || state === 'sending');
}

/** Candidates that cannot be paid out now, in front of the others. */
export function exceptionsFirst(candidates: readonly PayoutCandidateReply[]): PayoutCandidateReply[] {
  const rank = ({ exceptions }: PayoutCandidateReply) => (exceptions.length > 0 ? 0 : 1);
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}
