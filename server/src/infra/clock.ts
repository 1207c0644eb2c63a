import { setTimeout as wait } from 'node:timers/promises';

/** The only source of time. Nothing else calls `Date.now()` or `new Date()` for the present moment. */
export abstract class Clock {
  /** The present moment. */
  abstract now(): Date;

  /** Waits; by the machine's time, which also passes while the shop's clock is moved by hand. */
  sleep(ms: number): Promise<void> {
    return wait(ms);
  }
}

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that tests move by hand. */
export class ManualClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  now(): Date {
    return new Date(this.at);
  }

  /** Sets the moment. */
  set(at: Date): void {
    this.at = new Date(at);
  }

  /** Moves on by `ms` milliseconds. */
  advance(ms: number): void {
    this.at = new Date(this.at.getTime() + ms);
  }
}

/** How often the sandbox is asked for its offset, in milliseconds. */
const FOLLOW_EVERY_MS = 500;
const FOLLOW_TIMEOUT_MS = 2_000;

/**
 * The machine's clock plus the offset of the WeChat sandbox (`GET /sandbox/clock`), so that a demo shop can
 * be moved through time. While the sandbox does not answer, the last offset stays.
 */
export class MovableClock extends Clock {
  private offsetMs = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param sandboxUrl origin of the sandbox, without a path */
  constructor(private readonly sandboxUrl: string) {
    super();
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Reads the offset once, and from then on every 500 ms; throws when the sandbox does not answer. */
  async start(): Promise<void> {
    await this.follow();
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      const next = () => this.timer && this.schedule();
      this.follow().then(next, next);
    }, FOLLOW_EVERY_MS);
    this.timer.unref();
  }

  private async follow(): Promise<void> {
    const reply = await fetch(`${this.sandboxUrl}/sandbox/clock`, {
      signal: AbortSignal.timeout(FOLLOW_TIMEOUT_MS),
    });
    const { offsetMs } = (await reply.json()) as { offsetMs?: unknown };
    if (!reply.ok || typeof offsetMs !== 'number' || !Number.isSafeInteger(offsetMs)) {
      throw new Error(`The sandbox's clock answered ${reply.status} without an offset`);
    }
    this.offsetMs = offsetMs;
  }
}
