import { setTimeout as sleep } from 'node:timers/promises';
import { type RouteName, routePath, routeQuery, routeTable } from '@tuanlink/shared/routes';
import type { Caller, RawReply, TestShop } from '../support/shop.js';

/** What goes over the wire besides verb and path. */
export interface Sent {
  params?: object;
  query?: object;
  /** Sent as JSON; a Buffer or text as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * One request on a route of the contract with whatever headers and bytes a test wants. Tests ask faster than
 * people may: who is told to wait waits, and asks again.
 */
export async function send(
  shop: TestShop,
  name: RouteName,
  caller: Caller,
  sent: Sent = {},
): Promise<RawReply> {
  for (;;) {
    const reply = await sendOnce(shop, name, caller, sent);
    if (codeOf(reply) !== 'rate.limited') return reply;
    await sleep(Number(reply.headers.get('retry-after')) * 1_000);
  }
}

async function sendOnce(
  shop: TestShop,
  name: RouteName,
  caller: Caller,
  { params, query, body, headers = {} }: Sent,
): Promise<RawReply> {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const content = raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body);
  const response = await fetch(`${shop.url}/api${routePath(name, params)}${routeQuery(query)}`, {
    method: routeTable[name].method,
    redirect: 'manual',
    headers: {
      ...(caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` }),
      ...(caller.cookie === undefined ? {} : { cookie: caller.cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: content }),
  });
  return { status: response.status, body: await bodyOf(response), headers: response.headers };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
}

/** The word a reply refuses with; undefined for a success. */
export function codeOf({ body }: { body: unknown }): string | undefined {
  return (Object(body) as { code?: string }).code;
}

/** Status and word in one, to compare at a glance: `404 not_found`. */
export function outcomeOf(reply: { status: number; body: unknown }): string {
  return [reply.status, codeOf(reply)].filter((part) => part !== undefined).join(' ');
}
