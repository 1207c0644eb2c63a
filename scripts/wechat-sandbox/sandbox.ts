/** Puts the sandbox together and starts it. */
import path from 'node:path';
import { AppGateway } from './app/gateway.js';
import { addLoginRoutes, resumeCodes } from './app/login.js';
import { addMessageRoutes } from './app/messages.js';
import { addShippingRoutes } from './app/shipping.js';
import { SandboxClock } from './clock.js';
import { clientConfig, keysOf, loadIdentity, writeSecret, type SandboxConfig } from './config.js';
import { addControlRoutes } from './control.js';
import { Faults, noFaults, type FaultPlan } from './faults.js';
import { Router, SandboxServer, json, type Call, type Handler, type Reply } from './http.js';
import { takeLock } from './lock.js';
import { addPageRoutes } from './pages.js';
import { addBillRoutes } from './pay/bills.js';
import { PayGateway } from './pay/gateway.js';
import { Notices } from './pay/notices.js';
import { Refunds } from './pay/refunds.js';
import { addTransactionRoutes } from './pay/transactions.js';
import { Transfers } from './pay/transfers.js';
import { Store } from './store.js';
import type { Signing, World } from './world.js';

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Default 3900; 0 takes a free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Everything is kept under `<dataDir>/wechat-sandbox`; null keeps nothing. */
  dataDir?: string | null;
  /** Base of the application's API: default notify and push addresses are under it. */
  apiBaseUrl?: string;
  /** The machine's time in ms; Date.now when absent. */
  now?: () => number;
}

/** A running sandbox. */
export interface Sandbox {
  url: string;
  port: number;
  config: SandboxConfig;
  /** Stops everything; what was acknowledged is on disk. */
  close(): Promise<void>;
}

/** Starts a sandbox. Rejects when the port or the data directory is taken, or the journal is damaged. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 3900, host = '127.0.0.1', dataDir = null, now = Date.now } = options;
  const dir = dataDir === null ? null : path.join(dataDir, 'wechat-sandbox');
  const release = dir === null ? (): void => undefined : takeLock(dir);
  let dispatch: Handler = () => json({ code: 'STARTING', message: '沙盒正在启动' }, 503);
  const server = new SandboxServer((call) => dispatch(call));
  let opened: Store | null = null;
  try {
    const store = await Store.open(dir);
    opened = store;
    const identity = await loadIdentity(dir, now());
    const bound = await server.listen(port, host);
    const shownHost =
      host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    const url = `http://${shownHost}:${bound}`;
    const config = clientConfig(identity, url);
    const world: World = {
      config,
      keys: keysOf(identity),
      store,
      clock: new SandboxClock(now, (store.get('meta', 'clock')?.value as number | undefined) ?? 0),
      faults: new Faults((store.get('meta', 'faults')?.value as FaultPlan | undefined) ?? noFaults),
      notices: new Notices(),
      signing: { mode: (store.get('meta', 'signing')?.value as Signing['mode'] | undefined) ?? 'public-key' },
      shopUrl: options.apiBaseUrl?.replace(/\/+$/, '') ?? null,
    };
    const parts = { refunds: new Refunds(world), transfers: new Transfers(world) };
    dispatch = routes(world, parts);
    world.notices.resume(world);
    resumeCodes(world);
    parts.refunds.resume();
    parts.transfers.resume();
    if (dir !== null) writeSecret(path.join(dir, 'client.json'), config);
    const close = async (): Promise<void> => {
      await server.close();
      world.notices.stop();
      parts.refunds.stop();
      parts.transfers.stop();
      world.clock.stop();
      await store.close();
      release();
    };
    return { url, port: bound, config, close };
  } catch (error) {
    await server.close();
    await opened?.close();
    release();
    throw error;
  }
}

function routes(world: World, parts: { refunds: Refunds; transfers: Transfers }): Handler {
  const router = new Router();
  const payGateway = new PayGateway(world, router);
  addTransactionRoutes(world, payGateway);
  parts.refunds.addRoutes(payGateway);
  parts.transfers.addRoutes(payGateway);
  addBillRoutes(world, payGateway);
  const appGateway = new AppGateway(world, router);
  addLoginRoutes(world, appGateway);
  addMessageRoutes(world, appGateway);
  addShippingRoutes(world, appGateway);
  addControlRoutes(world, router, parts);
  addPageRoutes(world, router, parts.transfers);
  return async (call) => {
    const control = call.path === '/sandbox' || call.path.startsWith('/sandbox/');
    const origin = call.headers.origin;
    if (!control) return answer(call, router, payGateway);
    if (origin !== undefined && !isLocal(origin, call.headers.host)) {
      return json({ code: 'origin.foreign', message: '控制接口只接受本机页面的请求' }, 403);
    }
    const reply = call.method === 'OPTIONS' ? { status: 204 } : await answer(call, router, payGateway);
    return origin === undefined ? reply : { ...reply, headers: { ...reply.headers, ...corsHeaders(origin) } };
  };
}

async function answer(call: Call, router: Router, payGateway: PayGateway): Promise<Reply> {
  const found = router.find(call.method, call.path);
  if (found !== null && found !== 'method') {
    try {
      return await found.handler({ ...call, params: found.params });
    } catch (error) {
      console.error('wechat-sandbox: unexpected failure', error);
      return json({ code: 'SYSTEM_ERROR', message: '沙盒内部错误' }, 500);
    }
  }
  const status = found === 'method' ? 405 : 404;
  const message = found === 'method' ? '不支持的请求方法' : '没有这个地址';
  if (call.path.startsWith('/v3/')) return payGateway.unknown(message, status);
  return json({ code: found === 'method' ? 'method.not_allowed' : 'route.not_found', message }, status);
}

/** Pages of this machine at any port, and the sandbox's own pages by whatever name they were reached. */
function isLocal(origin: string, ownHost: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname, host } = new URL(origin);
  if (host === ownHost) return true;
  return ['http:', 'https:'].includes(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

const corsHeaders = (origin: string): Record<string, string> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Methods': 'GET, POST, PUT, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '600',
  Vary: 'Origin',
});
