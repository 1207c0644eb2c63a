import type { RequestWithdrawalBody } from '@tuanlink/shared/dto';
import { DAY_MS } from '@tuanlink/shared/time';

/** A withdrawal that was sent, or is about to be, and was not answered. */
export interface PendingWithdrawal {
  body: RequestWithdrawalBody;
  /** Local milliseconds. */
  at: number;
}

/** Long enough for any loss of network; after it the list of withdrawals tells the rest. */
const KEEP_MS = DAY_MS;

/**
 * The request to send for an amount: the stored one when it is the same amount without an answer, so that a
 * second tap or a relaunch can never ask twice; else a new one with `newId`.
 */
export function pendingWithdrawalFor(
  stored: PendingWithdrawal | null,
  amountFen: number,
  newId: string,
  now: number,
): PendingWithdrawal {
  const same = stored !== null && now - stored.at <= KEEP_MS && stored.body.amountFen === amountFen;
  return same ? stored : { body: { requestId: newId, amountFen }, at: now };
}
