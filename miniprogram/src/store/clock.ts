/** A clock that follows the server's: countdowns must not depend on what time the phone believes it is. */
export interface ServerClock {
  /** Takes what a reply said; `sentAt` and `receivedAt` are local milliseconds around it. */
  note(iso: string, sentAt: number, receivedAt: number): void;
  /** The server's present time in milliseconds; the phone's own until the server was heard. */
  now(): number;
}

/** Differences below this are the network's, not the clock's. */
const DRIFT_MS = 2_000;

/** Computes the offset once, and again only when a clock was really moved. */
export function createServerClock(local: () => number): ServerClock {
  let offsetMs: number | null = null;
  return {
    note(iso, sentAt, receivedAt) {
      const offset = Date.parse(iso) - (sentAt + receivedAt) / 2;
      const tolerance = Math.max(DRIFT_MS, receivedAt - sentAt);
      if (offsetMs === null || Math.abs(offset - offsetMs) > tolerance) {
        offsetMs = offset;
      }
    },
    now: () => local() + (offsetMs ?? 0),
  };
}

/** The app's clock. */
export const clock = createServerClock(Date.now);
