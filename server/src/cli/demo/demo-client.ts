import { setTimeout as sleep } from 'node:timers/promises';
import {
  type InputOf,
  type ReplyOf,
  type RouteName,
  routePath,
  routeQuery,
  routeTable,
} from '@tuanlink/shared/routes';

/** Longest wait for one answer; prepay waits for WeChat in turn. */
const TIMEOUT_MS = 30_000;
/** Pause between two looks, and the longest wait in all, for what follows by itself. */
const LOOK_MS = 50;
const PATIENCE_MS = 20_000;

/** Who calls: a shop token, a console cookie, or nobody. */
export interface Caller {
  token?: string;
  cookie?: string;
}

/** Waits until `isSo`, at most 20 s of real time. @throws an error that names what did not come about */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited <= PATIENCE_MS; waited += LOOK_MS) {
    if (await isSo()) return;
    await sleep(LOOK_MS);
  }
  throw new Error(`After ${PATIENCE_MS} ms it is still not so: ${what}`);
}

/** The API and the sandbox's control API as a client on this machine sees them. */
export class DemoClient {
  /**
   * @param apiUrl origin of the API, without a path
   * @param sandboxUrl origin of the WeChat sandbox
   */
  constructor(
    private readonly apiUrl: string,
    private readonly sandboxUrl: string,
  ) {}

  /** One call of the contract. @throws an error with status and body when it is refused */
  async call<K extends RouteName>(name: K, caller: Caller, input?: InputOf<K>): Promise<ReplyOf<K>> {
    const { params, query, body } = (input ?? {}) as { params?: object; query?: object; body?: unknown };
    const json = body === undefined ? null : JSON.stringify(body);
    const headers = {
      ...headersOf(caller),
      ...(json === null ? {} : { 'content-type': 'application/json' }),
    };
    const url = `${this.apiUrl}/api${routePath(name, params)}${routeQuery(query)}`;
    const response = await send(url, { method: routeTable[name].method, headers, body: json });
    return (await read(name, response)) as ReplyOf<K>;
  }

  /** Logs an operator in; the cookie is good for the whole seed. */
  async operator(username: string, password: string): Promise<Caller> {
    const name = 'console.login';
    const response = await send(`${this.apiUrl}/api${routePath(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    await read(name, response);
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error('The console login answered no cookie');
    return { cookie };
  }

  /** Uploads a picture as the console does; its address in the shop. */
  async upload(operator: Caller, png: Buffer): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'picture.png');
    const name = 'console.upload';
    const url = `${this.apiUrl}/api${routePath(name)}`;
    const response = await send(url, { method: 'POST', headers: headersOf(operator), body: form });
    return ((await read(name, response)) as ReplyOf<'console.upload'>).url;
  }

  /** A call to the sandbox's control API. */
  async sandbox<T>(method: 'GET' | 'POST' | 'PUT', path: string, body: object = {}): Promise<T> {
    const response = await send(`${this.sandboxUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: method === 'GET' ? null : JSON.stringify(body),
    });
    return (await read(path, response)) as T;
  }
}

function headersOf({ token, cookie }: Caller): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined ? {} : { cookie }),
  };
}

function send(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

async function read(what: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what} answered ${response.status} ${text.slice(0, 500)}`);
  return text === '' ? {} : JSON.parse(text);
}
