import { routeTable } from '@tuanlink/shared/routes';
import type { BodyOf, ReplyOf, RouteName } from '@tuanlink/shared/routes';
import type { RefusalCode } from '@tuanlink/shared/errors';
import { refusalStatus } from '@tuanlink/shared/errors';
import { buyer, goods, ids } from './small-shop-goods.js';
import { money } from './small-shop-money.js';
import type { Network, Wechat } from './weapp-runner.js';

/** One request as the shop saw it. */
export interface Seen {
  route: RouteName;
  params: string[];
  query: Record<string, string>;
  body: unknown;
  /** The token it came with, or null. */
  token: string | null;
}

/** A refusal in the form of the API. */
export class Refuse extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly detail?: unknown,
  ) {
    super(code);
  }
}

type Answers = { [K in RouteName]?: (seen: Seen) => ReplyOf<K> };

/** Where each route's parameters stand in its path. */
const patterns = (Object.keys(routeTable) as RouteName[]).map((route) => ({
  route,
  method: routeTable[route].method,
  pattern: new RegExp(`^/api${routeTable[route].path.replace(/:\w+/g, '([^/]+)')}$`),
}));

/**
 * A shop with one product, one group and one buyer, for specs that look at what the mini program does with
 * answers, also with odd ones: every reply is typed by the contract and can be replaced by the spec.
 */
export class SmallShop {
  /** Everything asked, oldest first. */
  readonly seen: Seen[] = [];
  /** What the shop answers of itself. */
  readonly ordinary: ReturnType<typeof goods>;
  /** What it answers; a spec puts its own in the place of the ordinary ones. */
  readonly answers: Answers;
  /** How many of the next requests to a route get no answer, though they are carried out. */
  readonly lost = new Map<RouteName, number>();
  /** True cuts the network. */
  offline = false;
  /** Tokens that are still good; each login makes a new one. */
  private readonly tokens = new Set<string>();
  private logins = 0;
  /** The one buyer there is. */
  readonly user = buyer;

  constructor() {
    this.ordinary = goods(() => this.letIn());
    this.answers = { ...this.ordinary, ...money() };
  }

  /** A token as a login gives it. */
  letIn(): string {
    this.logins += 1;
    const token = `token${this.logins}`;
    this.tokens.add(token);
    return token;
  }

  /** Lets all logins expire. */
  expire(): void {
    this.tokens.clear();
  }

  /** All requests to one route. */
  asked(route: RouteName): Seen[] {
    return this.seen.filter((each) => each.route === route);
  }

  /** The bodies sent to one route. */
  bodies<K extends RouteName>(route: K): BodyOf<K>[] {
    return this.asked(route).map(({ body }) => body as BodyOf<K>);
  }

  /** The network of a phone that reaches this shop. */
  readonly network: Network = (request) => {
    const url = new URL(request.url);
    const match = patterns
      .filter(({ method }) => method === request.method)
      .map(({ route, pattern }) => ({ route, found: pattern.exec(url.pathname) }))
      .find(({ found }) => found !== null);
    if (this.offline || !match?.found) {
      return Promise.reject(new Error('connection refused'));
    }
    const token = (request.header.authorization ?? '').replace('Bearer ', '') || null;
    const query = Object.fromEntries(url.searchParams);
    const { route } = match;
    const seen = { route, params: match.found.slice(1), query, body: request.body, token };
    this.seen.push(seen);
    const reply = this.reply(seen);
    const toLose = this.lost.get(route) ?? 0;
    this.lost.set(route, Math.max(0, toLose - 1));
    return toLose > 0 ? Promise.reject(new Error('timeout')) : Promise.resolve(reply);
  };

  private reply(seen: Seen) {
    try {
      const { access, status = 200 } = routeTable[seen.route];
      const known = seen.token !== null && this.tokens.has(seen.token);
      if (seen.token !== null && !known) throw new Refuse('auth.expired');
      if (access === 'user' && !known) throw new Refuse('auth.required');
      const answer = this.answers[seen.route];
      if (answer === undefined) throw new Refuse('not_found');
      return { status, body: answer(seen) as unknown };
    } catch (error) {
      if (error instanceof Refuse) {
        const { code, detail } = error;
        return { status: refusalStatus(code), body: { code, message: code, detail } };
      }
      throw error;
    }
  }
}

/** A WeChat that logs in and pays as it is told. */
export function playedWechat(pay: Wechat['pay'] = () => Promise.resolve()): Wechat & { logins: number } {
  return {
    logins: 0,
    loginCode() {
      this.logins += 1;
      return Promise.resolve(`code${this.logins}`);
    },
    pay,
    address: () =>
      Promise.resolve({
        userName: '王小明',
        telNumber: '13800001234',
        provinceName: '浙江省',
        cityName: '杭州市',
        countyName: '西湖区',
        detailInfo: '文三路 99 号',
      }),
  };
}

export { ids };
