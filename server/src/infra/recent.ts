interface Kept<Value> {
  value: Promise<Value>;
  /** When reading it began, so that a value is never older than it seems. */
  since: number;
}

/** How long and how much is kept. */
export interface RecentLimits {
  /** Milliseconds; 0 keeps nothing. */
  ms: number;
  entriesMax: number;
}

/**
 * Keeps what was read for a moment, so that many who ask for the same at once cost one reading. What it
 * gives was true at most `ms` ago in this process's own time, whatever other processes have changed since:
 * right for pages that everybody may see, never for a decision about money, seats or stock. Readings that
 * fail are not kept.
 */
export class Recent<Value> {
  private readonly kept = new Map<string, Kept<Value>>();

  /** @param nowMs a clock that is never set back */
  constructor(
    private readonly limits: RecentLimits,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** What `read` gives, or gave a moment ago for this key. It names all that the value depends on. */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    if (this.limits.ms === 0) return read();
    const now = this.nowMs();
    const found = this.kept.get(key);
    if (found !== undefined && now - found.since < this.limits.ms) return found.value;
    const made = { value: read(), since: now };
    // Set anew, so that the map stays in the order of age.
    this.kept.delete(key);
    this.kept.set(key, made);
    this.forget(now);
    made.value.catch(() => {
      if (this.kept.get(key) === made) this.kept.delete(key);
    });
    return made.value;
  }

  private forget(now: number): void {
    for (const [key, { since }] of this.kept) {
      if (now - since < this.limits.ms && this.kept.size <= this.limits.entriesMax) return;
      this.kept.delete(key);
    }
  }
}
