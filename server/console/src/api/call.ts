import { routePath, routeQuery, routeTable } from '@tuanlink/shared/routes';
import type { InputOf, ReplyOf, RouteName } from '@tuanlink/shared/routes';
import type { UploadReply } from '@tuanlink/shared/replies';
import { CallFailure, failureOf } from './failure';

/** The routes the console uses. */
export type ConsoleRoute = Extract<RouteName, `console.${string}`>;

/** Milliseconds after which a call without an answer counts as failed. */
const TIMEOUT_MS = 30_000;
/** The ledger's proof reads every transfer, so it may take minutes. */
const VERIFY_TIMEOUT_MS = 10 * 60_000;

async function send(path: string, init: RequestInit, timeoutMs: number): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const headers = { 'Accept-Language': document.documentElement.lang, ...init.headers };
  let response: Response;
  try {
    response = await fetch(`/api${path}`, { ...init, headers, signal, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new CallFailure('network.failed', 0);
  }
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) throw failureOf(response.status, body);
  return body;
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls a console route with the session's cookie and answers its reply. Throws a `CallFailure` with the
 * refusal's code, or `network.failed` when no answer came within 30 s (10 minutes for the ledger's proof).
 */
export async function call<K extends ConsoleRoute>(
  name: K,
  input: InputOf<K>,
  signal?: AbortSignal,
): Promise<ReplyOf<K>> {
  const { params, query, body } = input as { params?: object; query?: object; body?: object };
  const init: RequestInit = { method: routeTable[name].method };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  const timeoutMs = name === 'console.ledger.verify' ? VERIFY_TIMEOUT_MS : TIMEOUT_MS;
  const reply = await send(routePath(name, params) + routeQuery(query), init, timeoutMs);
  return reply as ReplyOf<K>;
}

/** Sends a picture of at most 5 MB and answers the path under which the shop keeps it. */
export async function uploadPicture(file: Blob, name: string): Promise<UploadReply> {
  const form = new FormData();
  form.append('file', file, name);
  const reply = await send(routePath('console.upload'), { method: 'POST', body: form }, TIMEOUT_MS);
  return reply as UploadReply;
}
