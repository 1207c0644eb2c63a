/** The fault plan and the small generator that makes it reproducible. */
import { either, flag, fraction, integer, may, oneOf, shape, text, type Rule } from './fields.js';

/** What goes wrong, by rates from 0 to 1. */
export interface FaultPlan {
  seed: number | string;
  notice: {
    /** Share of notices that are never sent by themselves. */
    drop: number;
    /** Share of notices that are sent twice. */
    duplicate: number;
    /** Each notice waits a random time up to this, in milliseconds. */
    delayMsMax: number;
    /** Share of notices that go out only after the next one (or after 2 s). */
    reorder: number;
    /** Share of notices that wait for a replay; true is all. */
    holdUntilReplay: number;
  };
  http: {
    /** Share of WeChat-side calls answered 500 / errcode -1; half of them took effect. */
    errorRate: number;
    /** Share of WeChat-side calls that get no answer; half of them took effect. */
    timeoutRate: number;
    delayMsMax: number;
  };
  /** Share of close calls that fail without effect; true is all. */
  closeFails: number;
  refunds: 'succeed' | 'abnormal' | 'closed' | 'hold';
  transfers: 'normal' | 'fail';
}

const rate = fraction(0, 1);
const rateOrFlag = either(flag, rate);
const delay = integer(0, 600_000);

const planRule: Rule = shape({
  seed: may(either(integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), text(64))),
  notice: may(
    shape({
      drop: may(rate),
      duplicate: may(rate),
      delayMsMax: may(delay),
      reorder: may(rateOrFlag),
      holdUntilReplay: may(rateOrFlag),
    }),
  ),
  http: may(shape({ errorRate: may(rate), timeoutRate: may(rate), delayMsMax: may(delay) })),
  closeFails: may(rateOrFlag),
  refunds: may(oneOf('succeed', 'abnormal', 'closed', 'hold')),
  transfers: may(oneOf('normal', 'fail')),
});

/** Nothing goes wrong. */
export const noFaults: FaultPlan = {
  seed: 1,
  notice: { drop: 0, duplicate: 0, delayMsMax: 0, reorder: 0, holdUntilReplay: 0 },
  http: { errorRate: 0, timeoutRate: 0, delayMsMax: 0 },
  closeFails: 0,
  refunds: 'succeed',
  transfers: 'normal',
};

/** Reads a plan; what is absent does not go wrong. Throws `FieldError`. */
export function readPlan(input: unknown): FaultPlan {
  planRule(input, '');
  const given = input as {
    seed?: number | string;
    notice?: Record<string, number | boolean>;
    http?: Partial<FaultPlan['http']>;
    closeFails?: number | boolean;
    refunds?: FaultPlan['refunds'];
    transfers?: FaultPlan['transfers'];
  };
  const notice = { ...noFaults.notice };
  for (const [name, value] of Object.entries(given.notice ?? {})) {
    notice[name as keyof FaultPlan['notice']] = Number(value);
  }
  return {
    seed: given.seed ?? noFaults.seed,
    notice,
    http: { ...noFaults.http, ...given.http },
    closeFails: Number(given.closeFails ?? 0),
    refunds: given.refunds ?? 'succeed',
    transfers: given.transfers ?? 'normal',
  };
}

/**
 * Draws fates from the plan. Each stream (one per route or event type) has its own counter that starts anew
 * with every plan, so the n-th call of a stream meets the same fate in every run with the same seed.
 */
export class Faults {
  private readonly counters = new Map<string, number>();

  constructor(private current: FaultPlan) {}

  /** The plan in force. */
  get plan(): FaultPlan {
    return this.current;
  }

  /** Puts a new plan in force and starts all streams over. */
  replace(plan: FaultPlan): void {
    this.current = plan;
    this.counters.clear();
  }

  /** The next number of a stream, in [0, 1). */
  draw(stream: string): number {
    const count = this.counters.get(stream) ?? 0;
    this.counters.set(stream, count + 1);
    return uniform(`${this.current.seed}|${stream}|${count}`);
  }

  /** True with the given probability; draws only when there is something to decide. */
  happens(stream: string, probability: number): boolean {
    if (probability <= 0) return false;
    return probability >= 1 || this.draw(stream) < probability;
  }

  /** A whole number of milliseconds up to `max`. */
  delay(stream: string, max: number): number {
    return max <= 0 ? 0 : Math.floor(this.draw(stream) * (max + 1));
  }
}

/** FNV-1a over the key, then a mixing step (murmur3's): a stateless generator of numbers in [0, 1). */
function uniform(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
