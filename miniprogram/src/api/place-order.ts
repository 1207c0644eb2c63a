import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { PlacedOrderReply } from '@tuanlink/shared/replies';
import { asFailure, isUnknownOutcome } from './failure';
import type { CallFailure } from './failure';

/** `unknown`: no answer came, the order may stand or not; the same body may be sent again at any time. */
export type PlaceOutcome<R = PlacedOrderReply> =
  | { kind: 'placed'; reply: R }
  | { kind: 'refused'; failure: CallFailure }
  | { kind: 'unknown'; failure: CallFailure };

export interface PlaceDeps<B = PlaceOrderBody, R = PlacedOrderReply> {
  send(body: B): Promise<R>;
  wait(ms: number): Promise<void>;
}

/** Milliseconds between the tries; together they cover a short loss of network. */
export const RETRY_WAITS_MS: readonly number[] = [600, 1_200, 2_400, 4_000];

/**
 * Places an order, or anything else with a request id, so that a lost answer is harmless: the same request is
 * repeated with the same id until something is known or the tries are used up.
 */
export async function placeOrder<B, R>(body: B, deps: PlaceDeps<B, R>): Promise<PlaceOutcome<R>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return { kind: 'placed', reply: await deps.send(body) };
    } catch (error) {
      const failure = asFailure(error);
      const again = isUnknownOutcome(failure) || failure.code === 'request.in_progress';
      if (!again) {
        return { kind: 'refused', failure };
      }
      const waitMs = RETRY_WAITS_MS[attempt];
      if (waitMs === undefined) {
        return { kind: 'unknown', failure };
      }
      await deps.wait(waitMs);
    }
  }
}
