import { SECOND_MS } from '@tuanlink/shared/time';
import { WechatUnavailable } from '../../../src/infra/wechat/wechat.errors.js';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';

/** A time in which WeChat does not answer at all, in milliseconds after the start. */
export interface Outage {
  fromMs: number;
  toMs: number;
}

/** How often things go wrong at WeChat, as rates from 0 to 1. */
export interface WeatherPlan {
  /** Calls that are not carried out, and say so or do not answer. */
  callLost: number;
  /** Calls that are carried out and give no answer. */
  answerLost: number;
  noticeLost: number;
  noticeDoubled: number;
  /** Notices that come late: up to a quarter of an hour, so that they overtake one another. */
  noticeLate: number;
  refundAbnormal: number;
  refundClosed: number;
  outages: Outage[];
}

const LATENCY_MS = { min: 30, max: 700 };
const TIMEOUT_MS = 5 * SECOND_MS;

/** What goes wrong between the shop and WeChat. */
export class Weather {
  constructor(
    private readonly scheduler: Scheduler,
    readonly plan: WeatherPlan,
    private readonly startsAtMs: number,
  ) {}

  /** Whether WeChat is out of reach at this moment. */
  get isOut(): boolean {
    const atMs = this.scheduler.now().getTime() - this.startsAtMs;
    return this.plan.outages.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  }

  /** One call that takes its time; `work` is done at WeChat, or not, and is heard of, or not. */
  async call<T>(name: string, work: () => T): Promise<T> {
    const { chance } = this.scheduler.task;
    await this.scheduler.sleep(chance.integer(LATENCY_MS.min, LATENCY_MS.max), `calling WeChat: ${name}`);
    if (this.isOut || chance.happens(this.plan.callLost)) return this.fail(name, chance);
    const answer = work();
    return chance.happens(this.plan.answerLost) ? this.fail(name, chance) : answer;
  }

  private async fail(name: string, chance: Chance): Promise<never> {
    if (chance.happens(0.4)) throw new WechatUnavailable('system_error', name, 'by chance');
    await this.scheduler.sleep(TIMEOUT_MS, `waiting for WeChat: ${name}`);
    throw new WechatUnavailable('timeout', name, 'by chance');
  }
}
