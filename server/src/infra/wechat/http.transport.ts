import { WechatUnavailable } from './wechat.errors.js';

/** One HTTP exchange with WeChat: bounded in time and size, redirects not followed. */
export interface HttpRequest {
  /** Method and path, for messages: the URL's query may hold secrets and is never shown. */
  call: string;
  method: 'GET' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** From the first byte sent to the last byte received. */
  timeoutMs: number;
  /** Largest answer, in bytes after decompression. */
  bytesMax: number;
}

export interface HttpAnswer {
  call: string;
  status: number;
  headers: Headers;
  body: Buffer;
}

/** Largest JSON answer that is read. */
export const jsonBytesMax = 1024 * 1024;

/**
 * Sends a request and reads the whole answer, whatever its status.
 * @throws WechatUnavailable `timeout`, `connection`, or `unreadable_answer` when it is too large.
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers, 'User-Agent': 'tuanlink' },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const body = await readBody(response, request);
    return { call: request.call, status: response.status, headers: response.headers, body };
  } catch (error) {
    throw asUnavailable(error, request);
  }
}

async function readBody(response: Response, request: HttpRequest): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    byteCount += bytes.byteLength;
    // Throwing leaves the loop, which cancels the stream and closes the connection.
    if (byteCount > request.bytesMax) {
      throw new WechatUnavailable('unreadable_answer', request.call, `more than ${request.bytesMax} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function asUnavailable(error: unknown, request: HttpRequest): WechatUnavailable {
  if (error instanceof WechatUnavailable) return error;
  const name = textOf(error, 'name');
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new WechatUnavailable('timeout', request.call, `no answer within ${request.timeoutMs} ms`);
  }
  return new WechatUnavailable('connection', request.call, causeCode(error), { cause: error });
}

/** fetch hides the reason (`ECONNREFUSED` …) in the cause; its own message is always "fetch failed". */
function causeCode(error: unknown): string {
  const cause = isObject(error) ? error['cause'] : undefined;
  return textOf(cause, 'code') || 'the connection failed';
}

/** Reads by name rather than by class: fetch throws DOMException, TypeError and errors of its own. */
function textOf(value: unknown, name: string): string {
  const text = isObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
