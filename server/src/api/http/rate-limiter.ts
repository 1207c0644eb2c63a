/** How much is allowed within a time. */
export interface RateLimit {
  count: number;
  windowMs: number;
}

interface Window {
  count: number;
  endsAt: number;
}

/** Windows kept at most; when they are used up the oldest goes first. */
const WINDOWS_MAX = 50_000;

/**
 * Counts per key in fixed windows, in the memory of this process: with N processes behind one address the
 * real limit is up to N times as high. It protects the machine; it is no rule of the shop.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  /** @param nowMs a clock that is never set back */
  constructor(
    private readonly limit: RateLimit,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Counts one call; 0 when it is allowed, else the whole seconds until the next one is. */
  take(key: string): number {
    const now = this.nowMs();
    let window = this.windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      // Set anew, so that the map stays in the order of the windows' ends.
      this.windows.delete(key);
      window = { count: 0, endsAt: now + this.limit.windowMs };
      this.windows.set(key, window);
      this.forget(now);
    }
    window.count += 1;
    if (window.count <= this.limit.count) return 0;
    return Math.max(1, Math.ceil((window.endsAt - now) / 1_000));
  }

  private forget(now: number): void {
    for (const [key, { endsAt }] of this.windows) {
      if (endsAt > now && this.windows.size <= WINDOWS_MAX) return;
      this.windows.delete(key);
    }
  }
}
