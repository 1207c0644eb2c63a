import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { DAY_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { TextKey } from '../../i18n/text';

/** How long WeChat may take to accept a refund, and to carry it out, before a person looks at it. */
const UNSENT_MS = 5 * MINUTE_MS;
const SLOW_MS = 3 * DAY_MS;

/** What to do about a refund that does not get on, as the list of exceptions says it; null: nothing. */
export function adviceOn(
  { state, requestedAt }: Pick<ConsoleRefundReply, 'state' | 'requestedAt'>,
  now: Date,
): TextKey | null {
  const ageMs = now.getTime() - Date.parse(requestedAt);
  if (state === 'abnormal') return 'exception.do.refund_abnormal';
  if (state === 'requested' && ageMs > UNSENT_MS) return 'exception.do.refund_unsent';
  return state === 'accepted' && ageMs > SLOW_MS ? 'exception.do.refund_slow' : null;
}
