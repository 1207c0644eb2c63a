import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { clientConfig, loadIdentity } from '../../../../scripts/wechat-sandbox/config.js';
import { createApp, createWorker } from '../../../src/app.js';
import { type Config, loadConfig } from '../../../src/infra/config.js';
import type { WechatApp } from '../../../src/infra/wechat/wechat.ports.js';
import { Database } from '../../../src/infra/database/database.js';
import { Log } from '../../../src/infra/log.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import type { Chance } from '../kernel/chance.js';
import type { Scheduler } from '../kernel/scheduler.js';
import { SeededIds } from '../kernel/seeded-ids.js';
import { AppPort } from '../wechat/app-port.js';
import { PayPort } from '../wechat/pay-port.js';
import { type Carrier, Post } from '../wechat/post.js';
import { Weather, type WeatherPlan } from '../wechat/weather.js';
import { Wechat } from '../wechat/wechat.js';
import type { Crash } from './crash.js';
import { Gate } from './gate.js';
import { Process } from './process.js';
import { SimClock } from './sim-clock.js';
import { SimWorker } from './worker.js';

/** `bigint` as a number, as the shop itself reads it. */
const wholeNumbers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * PostgreSQL's own housekeeping keeps the machine's time, and its statistics change plans, and with them the
 * order of rows that nobody asked to be in order.
 */
const NO_HOUSEKEEPING = `do $$ declare t regclass; begin
  for t in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'
  loop execute format('alter table %s set (autovacuum_enabled = false)', t); end loop; end $$`;

const noop = () => undefined;

const NOBODY = 'http://127.0.0.1:9';

/** A planned death that came to pass. */
export interface Death {
  crash: Crash;
  /** What was cut off. */
  task: string;
  at: Date;
}

/** API, worker and database for real, WeChat simulated, all of it moved by one scheduler. */
export class SimShop {
  readonly deaths: Death[] = [];
  /** What the programs logged as errors. */
  readonly errors: string[] = [];
  readonly wechat: Wechat;
  readonly post: Post;
  readonly api: Process<NestFastifyApplication>;
  readonly worker: SimWorker;
  private readonly workerProcess: Process<INestApplicationContext>;
  private starts = 0;

  private constructor(
    readonly scheduler: Scheduler,
    private readonly chance: Chance,
    plan: { crashes: readonly Crash[]; weather: WeatherPlan },
    readonly database: TestDatabase,
    private readonly config: Config,
    /** As the owner of all tables: for looking, past the gate. */
    readonly owner: pg.Pool,
    carry: Carrier,
  ) {
    const startsAtMs = scheduler.now().getTime();
    const weather = new Weather(scheduler, plan.weather, startsAtMs);
    this.post = new Post(scheduler, weather, carry);
    this.wechat = new Wechat(scheduler, weather, this.post, chance.of('wechat'));
    const crashesOf = (process: Crash['process']) =>
      plan.crashes
        .filter((crash) => crash.process === process)
        .map((crash) => ({ ...crash }))
        .sort((a, b) => a.afterMs - b.afterMs);
    const told = {
      died: (crash: Crash, task: string) => void this.deaths.push({ crash, task, at: scheduler.now() }),
      wrote: () => this.worker.nudge(),
    };
    const connections = (application: string) => async () => {
      const [row] = await this.rows<{ count: number }>(
        `select count(*)::int from pg_stat_activity
         where datname = current_database() and application_name = $1`,
        [application],
      );
      return row?.count ?? 0;
    };
    this.api = new Process(
      scheduler,
      chance.of('api'),
      {
        name: 'api',
        make: async (gate) => createApp(this.optionsOf(gate)),
        poolOf: (app) => app.get(Database).pool,
        connections: connections('tuanlink-api'),
      },
      crashesOf('api'),
      startsAtMs,
      told,
    );
    this.workerProcess = new Process(
      scheduler,
      chance.of('worker'),
      {
        name: 'worker',
        make: async (gate) => createWorker(this.optionsOf(gate)),
        poolOf: (worker) => worker.get(Database).pool,
        connections: connections('tuanlink-worker'),
      },
      crashesOf('worker'),
      startsAtMs,
      told,
    );
    this.worker = new SimWorker(scheduler, this.workerProcess, chance.of('jobs'), () => this.nextDue());
  }

  static async open(
    scheduler: Scheduler,
    chance: Chance,
    plan: { crashes: readonly Crash[]; weather: WeatherPlan },
    carry: Carrier,
  ): Promise<SimShop> {
    const database = await createTestDatabase();
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tuanlink-simulation-'));
    const keys = path.join(dataDir, 'client.json');
    writeFileSync(keys, JSON.stringify(clientConfig(await loadIdentity(null, 0), NOBODY)), { mode: 0o600 });
    const config = loadConfig({
      PUBLIC_URL: 'http://127.0.0.1:3000',
      DATABASE_URL: database.appUrl,
      TUANLINK_DATA_DIR: dataDir,
      WECHAT_SANDBOX_CONFIG: keys,
      LOG_LEVEL: 'silent',
    });
    const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2, types: wholeNumbers });
    await owner.query(NO_HOUSEKEEPING);
    const shop = new SimShop(scheduler, chance, plan, database, config, owner, carry);
    await Promise.all([shop.api.start(), shop.workerProcess.start()]);
    return shop;
  }

  get mchid(): string {
    return this.config.wechat.mchid;
  }

  /** Rows as the owner of all tables reads them. */
  async rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.owner.query<T>(sql, params)).rows;
  }

  /** Another API on the same database, past the gate: for looking when the day is over. */
  freshApi(): Promise<NestFastifyApplication> {
    const gate = new Gate(this.scheduler, [], 0, noop, noop);
    return createApp(this.optionsOf(gate));
  }

  async close(): Promise<void> {
    await this.api.running?.close();
    await this.workerProcess.running?.close();
    await this.owner.end();
    await this.database.drop();
    rmSync(this.config.dataDir, { recursive: true, force: true });
  }

  private optionsOf(gate: Gate) {
    const { config, scheduler } = this;
    const clock = new SimClock(scheduler);
    const merchant = { ...config.wechat };
    this.starts += 1;
    return {
      config,
      clock,
      ids: new SeededIds(clock, this.chance.of(`ids ${this.starts}`)),
      // Whatever else of WeChat somebody may call is not there, and says so.
      wechatApp: new AppPort(this.wechat, gate) as unknown as WechatApp,
      wechatPay: new PayPort(this.wechat, gate, merchant),
      log: new Log('error', (line) => this.errors.push(line)),
    };
  }

  private async nextDue(): Promise<Date | null> {
    const [row] = await this.rows<{ due: Date | null }>('select min(due_at) as due from outbox');
    return row?.due ?? null;
  }
}
