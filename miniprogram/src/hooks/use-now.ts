import { useEffect, useState } from 'react';
import { SECOND_MS } from '@tuanlink/shared/time';
import { clock } from '../store/clock';

type Listener = () => void;
const listeners = new Set<Listener>();
let timer: ReturnType<typeof setInterval> | null = null;

/** One timer for all that tick on screen, so that they change together. */
function subscribe(listener: Listener): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), SECOND_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The server's time in milliseconds, renewed each second while `active`. */
export function useNow(active = true): number {
  const [now, setNow] = useState(clock.now);
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    setNow(clock.now());
    return subscribe(() => setNow(clock.now()));
  }, [active]);
  return now;
}
