import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type InputOf,
  type ReplyOf,
  type RouteName,
  routePath,
  routeQuery,
  routeTable,
} from '@tuanlink/shared/routes';
import type { OperatorRole } from '@tuanlink/shared/states';
import pg from 'pg';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { type Sandbox, startSandbox } from '../../../scripts/wechat-sandbox/sandbox.js';
import { createApp, createWorker } from '../../src/app.js';
import { Operators } from '../../src/domains/staff/operators.service.js';
import { type Config, loadConfig } from '../../src/infra/config.js';
import { Database } from '../../src/infra/database/database.js';
import { JobRunner } from '../../src/infra/jobs/job-runner.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { expectStatesToBeAllowed } from './invariants.js';
import { TestClock } from './test-clock.js';

/** The demo operators' password, also used in tests. */
export const PASSWORD = 'tuanlink-demo';

const EVENTUALLY_MS = 20_000;

/** A refusal as a test sees it. */
export interface Refused {
  status: number;
  code: string;
  detail?: unknown;
}

/** Who calls: a shop token, a console cookie, or nobody. */
export interface Caller {
  token?: string;
  cookie?: string;
  /** The WeChat user behind a token, who can log in again. */
  openid?: string;
}

/** A buyer: a WeChat user who has logged in. */
export interface Buyer extends Caller {
  id: string;
  openid: string;
  token: string;
}

/** What `fetch` on a route of the contract gave. */
export interface RawReply {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A whole shop: database, WeChat sandbox, API over HTTP, and a worker whose jobs run when the test says so. */
export class TestShop {
  private constructor(
    readonly database: TestDatabase,
    readonly sandbox: Sandbox,
    readonly clock: TestClock,
    readonly app: NestFastifyApplication,
    readonly worker: INestApplicationContext,
    readonly url: string,
    readonly config: Config,
    /** As the owner, past all rights of the application: for looking and for tampering. */
    readonly owner: pg.Pool,
  ) {}

  /** @param settings for the environment, besides those of every test */
  static async open(settings: Record<string, string> = {}): Promise<TestShop> {
    const [database, port] = await Promise.all([createTestDatabase(), freePort()]);
    const url = `http://127.0.0.1:${port}`;
    const sandbox = await startSandbox({ port: 0, dataDir: null, apiBaseUrl: url });
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tuanlink-test-'));
    const clock = new TestClock();
    const config = testConfig({ port, dataDir, databaseUrl: database.appUrl, sandbox, settings });
    const options = { config, clock };
    const app = await createApp(options);
    const worker = await createWorker(options);
    await app.listen(port, '127.0.0.1');
    const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
    return new TestShop(database, sandbox, clock, app, worker, url, config, owner);
  }

  /** Closes all of it, after a look whether every move of a state was an allowed one. */
  async close(): Promise<void> {
    try {
      await expectStatesToBeAllowed(this);
    } finally {
      await this.end();
    }
  }

  private async end(): Promise<void> {
    await this.app.close();
    await this.worker.close();
    await this.sandbox.close();
    await this.owner.end();
    await this.database.drop();
    rmSync(this.config.dataDir, { recursive: true, force: true });
  }

  /**
   * The same shop as a second API process serves it, with connections and caches of its own. Close its `app`
   * before the shop.
   */
  async beside(): Promise<TestShop> {
    const { database, sandbox, clock, worker, owner } = this;
    const port = await freePort();
    const config = { ...this.config, port };
    const app = await createApp({ config, clock });
    await app.listen(port, '127.0.0.1');
    const url = `http://127.0.0.1:${port}`;
    return new TestShop(database, sandbox, clock, app, worker, url, config, owner);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  /** Rows as the owner of all tables reads them. */
  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.owner.query<T>(sql, params)).rows;
  }

  /** One HTTP call, whatever it answers. */
  async raw(
    name: RouteName,
    caller: Caller,
    input: { params?: object; query?: object; body?: unknown } = {},
  ) {
    const { method } = routeTable[name];
    const response = await fetch(
      `${this.url}/api${routePath(name, input.params)}${routeQuery(input.query)}`,
      {
        method,
        headers: {
          ...(caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` }),
          ...(caller.cookie === undefined ? {} : { cookie: caller.cookie }),
          ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      },
    );
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      body: (json ? JSON.parse(text) : text) as unknown,
      headers: response.headers,
    };
  }

  /** One call of the contract that must succeed. */
  async call<K extends RouteName>(name: K, caller: Caller, input?: InputOf<K>): Promise<ReplyOf<K>> {
    let reply = await this.raw(name, caller, input);
    if ((reply.body as { code?: string } | null)?.code === 'auth.expired' && caller.openid !== undefined) {
      // Like every client: log in again silently and repeat the call once.
      caller.token = await this.login(caller.openid);
      reply = await this.raw(name, caller, input);
    }
    if (reply.status >= 300) {
      throw new Error(`${name} answered ${reply.status} ${JSON.stringify(reply.body)}`);
    }
    return reply.body as ReplyOf<K>;
  }

  /** One call of the contract that must be refused. */
  async refused<K extends RouteName>(name: K, caller: Caller, input?: InputOf<K>): Promise<Refused> {
    const { status, body } = await this.raw(name, caller, input);
    if (status < 400) {
      throw new Error(`${name} answered ${status} instead of a refusal`);
    }
    return { status, ...(body as { code: string; detail?: unknown }) };
  }

  /** A call to the sandbox's control API. */
  async control<T = unknown>(method: string, route: string, body?: object): Promise<T> {
    const response = await fetch(`${this.sandbox.url}${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const reply = (await response.json()) as T;
    if (!response.ok) {
      throw new Error(`sandbox ${route} answered ${response.status} ${JSON.stringify(reply)}`);
    }
    return reply;
  }

  /** A WeChat user who logs in. */
  async buyer(nickname: string, visitorId?: string): Promise<Buyer> {
    const { openid } = await this.control<{ openid: string }>('POST', '/sandbox/users', { nickname });
    const { code } = await this.control<{ code: string }>('POST', `/sandbox/users/${openid}/login-code`);
    const reply = await this.call('shop.login', {}, { body: { code, visitorId } });
    return { id: reply.user.id, openid, token: reply.token };
  }

  /** A fresh token for a WeChat user who has been here before. */
  private async login(openid: string): Promise<string> {
    const { code } = await this.control<{ code: string }>('POST', `/sandbox/users/${openid}/login-code`);
    return (await this.call('shop.login', {}, { body: { code } })).token;
  }

  /** A buyer with an address; answers both. */
  async buyerWithAddress(nickname: string, visitorId?: string): Promise<Buyer & { addressId: string }> {
    const buyer = await this.buyer(nickname, visitorId);
    const address = await this.call('shop.address.create', buyer, { body: anAddress(nickname) });
    return { ...buyer, addressId: address.id };
  }

  /** An operator of a role, logged in. */
  async operator(role: OperatorRole): Promise<Caller> {
    const [row] = await this.rows<{ id: string }>('select id from operator where username = $1', [role]);
    if (row === undefined) {
      const operators = this.app.get(Operators, { strict: false });
      await operators.createOperator(this.db.manager, {
        username: role,
        name: role,
        role,
        password: PASSWORD,
        demo: true,
      });
    }
    const reply = await this.raw('console.login', {}, { body: { username: role, password: PASSWORD } });
    const cookie = reply.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) {
      throw new Error(`console login answered ${reply.status} ${JSON.stringify(reply.body)}`);
    }
    return { cookie };
  }

  /** The buyer pays in WeChat; waits until the notice has been recorded. */
  async pay(prepay: { package: string } | null, openid: string, odd: object = {}): Promise<string> {
    if (prepay === null) {
      throw new Error('the order has no cashier');
    }
    const id = prepay.package.replace('prepay_id=', '');
    const paid = await this.control<{ transactionId: string }>('POST', `/sandbox/payments/${id}/pay`, {
      openid,
      ...odd,
    });
    await this.eventually(async () => {
      const known = await this.rows(
        `select 1 from payment where transaction_id = $1
         union all select 1 from odd_money where transaction_id = $1`,
        [paid.transactionId],
      );
      return known.length > 0;
    });
    return paid.transactionId;
  }

  /** Moves the shop's and WeChat's clock on, then runs every job that is due. */
  async pass(ms: number): Promise<void> {
    this.clock.move(ms);
    await this.control('PUT', '/sandbox/clock', { offsetMs: this.clock.offset });
    await this.drain();
  }

  /** Runs every job that is due now. */
  async drain(): Promise<number> {
    return this.worker.get(JobRunner).drain();
  }

  /** Waits until something is so; at most twenty seconds, because other tests use the machine too. */
  async eventually(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + EVENTUALLY_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error(`did not come about within ${EVENTUALLY_MS} ms`);
      await sleep(25);
    }
  }
}

/** An address somebody might have. */
export function anAddress(name: string) {
  return {
    name,
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号',
  };
}

/** The configuration as `npm start` gives it, with the sandbox's keys in a file. */
function testConfig(given: {
  port: number;
  dataDir: string;
  databaseUrl: string;
  sandbox: Sandbox;
  settings: Record<string, string>;
}): Config {
  const keys = path.join(given.dataDir, 'client.json');
  writeFileSync(keys, JSON.stringify(given.sandbox.config), { mode: 0o600 });
  return loadConfig({
    PORT: String(given.port),
    PUBLIC_URL: `http://127.0.0.1:${given.port}`,
    DATABASE_URL: given.databaseUrl,
    TUANLINK_DATA_DIR: given.dataDir,
    WECHAT_SANDBOX_CONFIG: keys,
    SANDBOX_URL: given.sandbox.url,
    LOG_LEVEL: 'error',
    ...given.settings,
  });
}
