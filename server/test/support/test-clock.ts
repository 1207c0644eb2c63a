import { Clock } from '../../src/infra/clock.js';

/** The machine's clock, moved on by a test together with the sandbox's. */
export class TestClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  get offset(): number {
    return this.offsetMs;
  }

  move(ms: number): void {
    this.offsetMs += ms;
  }
}
