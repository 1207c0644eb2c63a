import { randomBytes } from 'node:crypto';
import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Clock, MovableClock, SystemClock } from './clock.js';
import { Config } from './config.js';
import { connect, makeDataSource, makeReplicaPool } from './database/data-source.js';
import { Database } from './database/database.js';
import { Heartbeats } from './heartbeats.js';
import { MIGRATION_NAMES } from './infra.tokens.js';
import { Ids, RandomIds } from './ids.js';
import { DeadLetters } from './jobs/dead-letters.js';
import { Log } from './log.js';
import { Outbox } from './outbox/outbox.js';
import { Readiness } from './readiness.js';
import { Sealer } from './sealer.js';
import { DiskStorage } from './storage/disk-storage.js';
import { FileStorage } from './storage/file-storage.js';
import { Pictures } from './storage/pictures.js';
import { Tokens } from './tokens.js';
import { WECHAT_APP, WECHAT_PAY } from './wechat.tokens.js';
import { WechatHttpClient } from './wechat/wechat-http.client.js';
import type { WechatApp, WechatPay } from './wechat/wechat.ports.js';

/** What decides how a process is put together; tests replace clock, ids and WeChat. */
export interface InfraOptions {
  config: Config;
  /** Name shown in `pg_stat_activity`. */
  applicationName: string;
  entities: readonly EntityTarget<ObjectLiteral>[];
  /** Names of the migrations that must have run before the process is ready. */
  migrationNames: readonly string[];
  clock?: Clock;
  ids?: Ids;
  wechatApp?: WechatApp;
  wechatPay?: WechatPay;
  log?: Log;
}

const WECHAT_CLIENT = Symbol('WECHAT_CLIENT');

async function makeClock(config: Config): Promise<Clock> {
  if (config.clock === 'system' || config.sandboxUrl === null) return new SystemClock();
  const clock = new MovableClock(config.sandboxUrl);
  await clock.start();
  return clock;
}

function replicaOf({ config, applicationName }: InfraOptions, log: Log) {
  const { databaseReplicaUrl: url } = config;
  return url === null ? null : makeReplicaPool(url, applicationName, log);
}

function providers(options: InfraOptions): Provider[] {
  const { config } = options;
  const log = options.log ?? new Log(config.logLevel);
  return [
    { provide: Config, useValue: config },
    { provide: Log, useValue: log },
    { provide: MIGRATION_NAMES, useValue: options.migrationNames },
    { provide: Clock, useFactory: () => options.clock ?? makeClock(config) },
    { provide: Ids, useFactory: (clock: Clock) => options.ids ?? new RandomIds(clock), inject: [Clock] },
    {
      provide: DataSource,
      useFactory: () => connect(makeDataSource({ ...options, url: config.databaseUrl }, log)),
    },
    {
      provide: Database,
      useFactory: (dataSource: DataSource) => new Database(dataSource, replicaOf(options, log)),
      inject: [DataSource],
    },
    {
      provide: WECHAT_CLIENT,
      useFactory: (clock: Clock) =>
        new WechatHttpClient(config.wechat, { now: () => clock.now(), random: randomBytes }),
      inject: [Clock],
    },
    {
      provide: WECHAT_APP,
      useFactory: (client: WechatApp) => options.wechatApp ?? client,
      inject: [WECHAT_CLIENT],
    },
    {
      provide: WECHAT_PAY,
      useFactory: (client: WechatPay) => options.wechatPay ?? client,
      inject: [WECHAT_CLIENT],
    },
    { provide: Sealer, useFactory: () => new Sealer(config.dataKey) },
    { provide: FileStorage, useFactory: () => new DiskStorage(config.dataDir) },
    Tokens,
    Outbox,
    Heartbeats,
    DeadLetters,
    Readiness,
    Pictures,
  ];
}

/** What every part may use: configuration, time, chance, database, outbox, files and the doors to WeChat. */
@Global()
@Module({})
export class InfraModule implements OnApplicationShutdown {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  static with(options: InfraOptions): DynamicModule {
    const provided = providers(options);
    const exported = provided.map((provider) => ('provide' in provider ? provider.provide : provider));
    return { module: InfraModule, providers: provided, exports: exported };
  }

  /** Runs after all requests and jobs have ended. */
  async onApplicationShutdown(): Promise<void> {
    if (this.clock instanceof MovableClock) this.clock.stop();
    await this.database.closeReplica();
    await this.dataSource.destroy();
  }
}
