import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import type { Weather } from './weather.js';

/** Waits before the second and every later attempt, as WeChat documents them. */
const RETRY_MS: readonly number[] = [
  ...[15, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[3, 10, 20, 30, 30, 30, 60].map((minutes) => minutes * MINUTE_MS),
  ...[3, 3, 3, 6, 6].map((hours) => hours * HOUR_MS),
];
const PROMPT_MS = { min: 100, max: 3_000 };
const LATE_MS = 15 * MINUTE_MS;

export type NoticeKind = 'payment' | 'refund' | 'transfer';

/** Carries one notice to the shop; the status it was answered with, 0 for none. */
export type Carrier = (kind: NoticeKind, name: string, fact: object, chance: Chance) => Promise<number>;

/** What happened to notices, for the list of things that must have happened. */
export interface PostCounts {
  /** Transactions whose notices were lost for good. */
  lostPayments: string[];
  doubled: number;
  late: number;
  retried: number;
}

/** Delivers WeChat's notices: late, twice, in another order, again until they are answered, or not at all. */
export class Post {
  readonly counts: PostCounts = { lostPayments: [], doubled: 0, late: 0, retried: 0 };

  constructor(
    private readonly scheduler: Scheduler,
    private readonly weather: Weather,
    private readonly carry: Carrier,
  ) {}

  /**
   * Sends what is a fact at this moment.
   * @param mustArrive nothing else would ever tell the shop
   */
  send(kind: NoticeKind, number: string, fact: object, mustArrive: boolean, from: Chance): void {
    const chance = from.of(`notice ${number}`);
    const { plan } = this.weather;
    if (!mustArrive && chance.happens(plan.noticeLost)) {
      if (kind === 'payment') this.counts.lostPayments.push(number);
      return;
    }
    const copies = chance.happens(plan.noticeDoubled) ? 2 : 1;
    this.counts.doubled += copies - 1;
    for (let copy = 1; copy <= copies; copy++) {
      const late = chance.happens(plan.noticeLate);
      this.counts.late += Number(late);
      const waitMs = late
        ? chance.integer(PROMPT_MS.max, LATE_MS)
        : chance.integer(PROMPT_MS.min, PROMPT_MS.max);
      this.attempt(kind, number, fact, 0, waitMs, chance.of(copy));
    }
  }

  private attempt(
    kind: NoticeKind,
    number: string,
    fact: object,
    tries: number,
    waitMs: number,
    chance: Chance,
  ): void {
    this.scheduler.spawn(`${kind} notice ${number} (${tries + 1})`, chance, waitMs, async () => {
      const status = this.weather.isOut ? 0 : await this.carry(kind, number, fact, chance);
      const nextMs = RETRY_MS[tries];
      if (status === 200 || nextMs === undefined) return;
      this.counts.retried += 1;
      this.attempt(kind, number, fact, tries + 1, nextMs, chance.of('again'));
    });
  }
}
