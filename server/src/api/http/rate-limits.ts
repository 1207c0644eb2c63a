import { Injectable } from '@nestjs/common';
import type { Route, RouteName } from '@tuanlink/shared/routes';
import { MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { Refusal } from '../../infra/refusal.js';
import { RateLimiter } from './rate-limiter.js';

const LOGINS: ReadonlySet<RouteName> = new Set<RouteName>(['shop.login', 'console.login']);

/** The limits every process keeps. WeChat's notices are never limited: refusing one only makes it repeat. */
@Injectable()
export class RateLimits {
  /** Requests of one shop user or operator. */
  private readonly perUser = new RateLimiter({ count: 600, windowMs: 10 * SECOND_MS });
  /** Logins from one address. */
  private readonly logins = new RateLimiter({ count: 1_200, windowMs: MINUTE_MS });
  /** Other requests without a login from one address, behind which a whole office may sit. */
  private readonly perAddress = new RateLimiter({ count: 6_000, windowMs: 10 * SECOND_MS });

  /** Counts a request that comes without a user. @throws Refusal `rate.limited` */
  takeAnonymous(name: RouteName, route: Route, address: string): void {
    if (route.access === 'wechat' || name === 'health') return;
    check(LOGINS.has(name) ? this.logins.take(address) : this.perAddress.take(address));
  }

  /** Counts a request of somebody who is logged in. @throws Refusal `rate.limited` */
  takeUser(id: string): void {
    check(this.perUser.take(id));
  }
}

function check(retryAfterSeconds: number): void {
  if (retryAfterSeconds > 0) throw new Refusal('rate.limited', { retryAfterSeconds });
}
