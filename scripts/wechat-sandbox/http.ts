/** The HTTP ground of the sandbox: routes, bodies, answers. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Largest request body in bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;

/** How long a request without an answer is held before its socket is destroyed, in ms. */
const HOLD_MS = 60_000;

/** One request. */
export interface Call {
  method: string;
  /** Path with query exactly as sent: signatures cover it. */
  target: string;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** One answer; `hold` means that none is given. */
export interface Reply {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
  hold?: boolean;
}

/** Answers one request; it may throw `HttpRefusal`. */
export type Handler = (call: Call) => Reply | Promise<Reply>;

/** An expected "no" with its status and `{code, message}` body. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A JSON answer. */
export function json(value: unknown, status = 200): Reply {
  return {
    status,
    body: JSON.stringify(value),
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  };
}

/** The body as a JSON value; an empty body is `{}`. Throws `HttpRefusal` 400. */
export function readJson(call: Call): unknown {
  if (call.body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(call.body));
  } catch {
    throw new HttpRefusal(400, 'PARAM_ERROR', '请求体不是合法的 JSON');
  }
}

interface Route {
  method: string;
  parts: string[];
  handler: Handler;
}

/** Routes by method and path; `:name` matches one segment. */
export class Router {
  private readonly routes: Route[] = [];

  /** Adds a route. */
  add(method: string, pattern: string, handler: Handler): void {
    this.routes.push({ method, parts: pattern.split('/'), handler });
  }

  /** The handler with its parameters; 'method' when only the method differs; null for no such path. */
  find(method: string, path: string): { handler: Handler; params: Record<string, string> } | 'method' | null {
    const segments = path.split('/');
    let pathExists = false;
    for (const route of this.routes) {
      const params = match(route.parts, segments);
      if (!params) continue;
      if (route.method === method) return { handler: route.handler, params };
      pathExists = true;
    }
    return pathExists ? 'method' : null;
  }
}

function match(parts: string[], segments: string[]): Record<string, string> | null {
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(segment);
    } catch {
      return null;
    }
    if (segment === '') return null;
  }
  return params;
}

/** A listening server around one dispatcher. */
export class SandboxServer {
  private readonly server: http.Server;
  private readonly held = new Set<NodeJS.Timeout>();

  constructor(private readonly dispatch: Handler) {
    this.server = http.createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        // A client that went away in the middle of its body is its own business.
        if (!request.destroyed) console.error('wechat-sandbox: a request failed', error);
        response.destroy();
      });
    });
    this.server.keepAliveTimeout = 65_000;
  }

  /** Starts listening; port 0 takes a free one. Resolves with the port. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** Stops listening and drops all connections, also the held ones. */
  close(): Promise<void> {
    for (const timer of this.held) clearTimeout(timer);
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    const cut = target.indexOf('?');
    const body = await readBody(request);
    const reply =
      body === null
        ? json({ code: 'BODY_TOO_LARGE', message: '请求体超过 1 MB' }, 413)
        : await this.dispatch({
            method: request.method ?? 'GET',
            target,
            path: cut === -1 ? target : target.slice(0, cut),
            query: new URLSearchParams(cut === -1 ? '' : target.slice(cut + 1)),
            params: {},
            headers: request.headers,
            body,
          });
    if (reply.hold === true) return this.hold(response);
    const payload = reply.body ?? '';
    const closing = body === null ? { Connection: 'close' } : {};
    const length = reply.status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(payload)) };
    response.writeHead(reply.status, { ...reply.headers, ...length, ...closing });
    response.end(payload);
  }

  private hold(response: http.ServerResponse): void {
    const timer = setTimeout(() => response.destroy(), HOLD_MS);
    timer.unref();
    this.held.add(timer);
    response.on('close', () => {
      clearTimeout(timer);
      this.held.delete(timer);
    });
  }
}

/** The whole body, or null when it is larger than allowed (the rest is read and thrown away). */
function readBody(request: http.IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_BYTES_MAX) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
