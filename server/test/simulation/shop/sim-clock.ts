import { Clock } from '../../../src/infra/clock.js';
import type { Scheduler } from '../kernel/scheduler.js';

/** The shop's clock in a simulation: time is what the scheduler says, and waiting is left to it. */
export class SimClock extends Clock {
  constructor(private readonly scheduler: Scheduler) {
    super();
  }

  now(): Date {
    return this.scheduler.now();
  }

  override sleep(ms: number): Promise<void> {
    return this.scheduler.sleep(ms);
  }
}
