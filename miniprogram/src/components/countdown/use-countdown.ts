import { useEffect, useRef } from 'react';
import { useNow } from '../../hooks/use-now';
import { remainingUntil } from './countdown.shared';
import type { Remaining } from './countdown.shared';

/** What is left until `until` by the server's clock. It stops at zero, and says so once through `onEnd`. */
export function useCountdown(until: string, onEnd?: () => void): Remaining {
  const end = Date.parse(until);
  const ended = useRef(false);
  const now = useNow(!ended.current);
  const remaining = remainingUntil(until, now);
  ended.current = remaining.ended;

  const latest = useRef(onEnd);
  latest.current = onEnd;
  const wasRunning = useRef(!remaining.ended);
  useEffect(() => {
    if (remaining.ended && wasRunning.current) {
      latest.current?.();
    }
    wasRunning.current = !remaining.ended;
  }, [remaining.ended, end]);
  return remaining;
}
