import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SECOND_MS } from '@tuanlink/shared/time';
import {
  type InputOf,
  type ReplyOf,
  type RouteName,
  routePath,
  routeQuery,
  routeTable,
} from '@tuanlink/shared/routes';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import { exchange } from '../shop/loopback.js';
import { ConnectionLost, type Process } from '../shop/process.js';

/** Requests that go through a batch, where one may wait for another. */
const BATCHED: ReadonlySet<RouteName> = new Set<RouteName>([
  'shop.quote',
  'shop.order.place',
  'shop.order.cashier',
]);
/** How often the way between a client and the shop loses a request, or its answer. */
const LOST = 0.004;
const TRIES_MAX = 12;
const AGAIN_MS = { min: SECOND_MS, max: 12 * SECOND_MS };

/** What the shop answered. */
export interface Answer<K extends RouteName> {
  status: number;
  /** Of a refusal. */
  code?: string;
  detail?: unknown;
  /** Of a success. */
  body?: ReplyOf<K>;
  cookie?: string;
  /** How often the request was sent before this answer came. */
  tries: number;
}

/** Who sends: a token, a cookie, or nobody. */
export interface Credentials {
  token?: string;
  cookie?: string;
}

/**
 * A program that calls the shop over a network that loses things. What gave no answer is sent again as it
 * was, as the mini program and the console do.
 */
export class Client {
  private requests = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly api: Process<NestFastifyApplication>,
    readonly name: string,
    private readonly chance: Chance,
    /** Everybody has an address of their own, so that nobody is taken for a crowd. */
    private readonly address: string,
  ) {}

  /** One call; an answer that no correct client and server give each other fails the simulation. */
  async call<K extends RouteName>(route: K, who: Credentials, input?: InputOf<K>): Promise<Answer<K>> {
    const key = `${this.name}: ${route} #${(this.requests += 1)}`;
    for (let tries = 1; ; tries++) {
      try {
        const answer = await this.send(key, route, who, input, this.chance.of(`${key} ${tries}`));
        if (answer.status >= 500 || answer.status === 400) {
          throw new Error(`${key} answered ${answer.status} ${JSON.stringify(answer)}`);
        }
        return { ...answer, tries };
      } catch (error) {
        if (!(error instanceof ConnectionLost) || tries === TRIES_MAX) throw error;
      }
      await this.scheduler.sleep(this.chance.integer(AGAIN_MS.min, AGAIN_MS.max), 'waiting to try again');
    }
  }

  private async send<K extends RouteName>(
    key: string,
    route: K,
    who: Credentials,
    input: InputOf<K> | undefined,
    chance: Chance,
  ): Promise<Omit<Answer<K>, 'tries'>> {
    if (chance.happens(LOST)) throw new ConnectionLost(key);
    const traits = { patient: BATCHED.has(route) };
    const reply = await this.api.run(key, chance, traits, (app) => this.inject(app, route, who, input));
    if (chance.happens(LOST)) throw new ConnectionLost(key);
    return reply;
  }

  private async inject<K extends RouteName>(
    app: NestFastifyApplication,
    route: K,
    { token, cookie }: Credentials,
    input: InputOf<K> | undefined,
  ): Promise<Omit<Answer<K>, 'tries'>> {
    const { params, query, body } = (input ?? {}) as { params?: object; query?: object; body?: object };
    const reply = await exchange(app.getHttpServer() as Server, {
      method: routeTable[route].method,
      path: `/api${routePath(route, params)}${routeQuery(query)}`,
      remoteAddress: this.address,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = reply;
    const json = JSON.parse(reply.text) as unknown;
    if (status >= 400) return { status, ...(json as { code: string; detail?: unknown }) };
    const given = String(reply.headers['set-cookie'] ?? '').split(';')[0];
    return { status, body: json as ReplyOf<K>, ...(given ? { cookie: given } : {}) };
  }
}
