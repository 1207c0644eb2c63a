import { refusals } from '@tuanlink/shared/errors';
import type { Language, RefusalCode } from '@tuanlink/shared/errors';
import { routePath, routeQuery, routeTable } from '@tuanlink/shared/routes';
import type { InputOf, ReplyOf, Route, RouteName } from '@tuanlink/shared/routes';
import { CallFailure, Unreachable } from './failure';

export interface HttpRequest {
  method: Route['method'];
  url: string;
  header: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
}

export interface HttpReply {
  status: number;
  data: unknown;
  /** Names in lower case. */
  header: Record<string, string>;
}

/** What the caller needs from the rest of the app. */
export interface CallerDeps {
  /** Put before `/api`; empty for the same origin. */
  base: string;
  /** Throws `Unreachable` when no answer came. */
  send(request: HttpRequest): Promise<HttpReply>;
  token(): string | null;
  /** Logs in again without asking; false when that is not possible. */
  renew(): Promise<boolean>;
  language(): Language;
  /** The server's clock as a reply told it, with the local milliseconds between which it was read. */
  onServerTime(iso: string, sentAt: number, receivedAt: number): void;
}

export type Call = <K extends RouteName>(route: K, input: InputOf<K>) => Promise<ReplyOf<K>>;

/** Longer than the API ever takes for an order, which asks WeChat on the way. */
const TIMEOUT_MS = 15_000;

function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && code in refusals;
}

/** The failure that an answer other than success tells. */
export function failureOf(reply: Pick<HttpReply, 'status' | 'data'>): CallFailure {
  const body = (reply.data ?? {}) as { code?: unknown; detail?: unknown };
  return isRefusalCode(body.code)
    ? new CallFailure(body.code, reply.status, body.detail)
    : new CallFailure('server.failed', reply.status);
}

function serverTimeOf(reply: HttpReply): string | null {
  const inBody = (reply.data as { serverTime?: unknown } | null)?.serverTime;
  const told = typeof inBody === 'string' ? inBody : reply.header['x-server-time'];
  return told !== undefined && !Number.isNaN(Date.parse(told)) ? told : null;
}

/**
 * Makes the one function through which the app talks to the API. A call that needs a person logs in first;
 * one that meets an expired login logs in again and is repeated once. Throws `CallFailure`.
 */
export function createCaller(deps: CallerDeps): Call {
  async function send(route: Route, url: string, body: unknown): Promise<HttpReply> {
    const token = deps.token();
    const sentAt = Date.now();
    try {
      const reply = await deps.send({
        method: route.method,
        url,
        header: {
          'accept-language': deps.language(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      const told = serverTimeOf(reply);
      if (told !== null) {
        deps.onServerTime(told, sentAt, Date.now());
      }
      return reply;
    } catch (error) {
      if (error instanceof Unreachable) {
        throw new CallFailure(error.timedOut ? 'network.timeout' : 'network.unreachable', 0);
      }
      throw error;
    }
  }

  return async (name, input) => {
    const route = routeTable[name];
    const { params, query, body } = input as { params?: object; query?: object; body?: unknown };
    const url = `${deps.base}/api${routePath(name, params)}${routeQuery(query)}`;
    if (route.access === 'user' && deps.token() === null && !(await deps.renew())) {
      throw new CallFailure('auth.required', 401);
    }
    let reply = await send(route, url, body);
    const expired = reply.status === 401 && failureOf(reply).code === 'auth.expired';
    if (expired && ((await deps.renew()) || route.access === 'optional')) {
      reply = await send(route, url, body);
    }
    if (reply.status < 200 || reply.status > 299) {
      throw failureOf(reply);
    }
    return reply.data as ReplyOf<typeof name>;
  };
}
