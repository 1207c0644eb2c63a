import path from 'node:path';
import { SECOND_MS } from '@tuanlink/shared/time';
import { EnvReader } from './env.js';
import { localSecrets } from './secrets.js';
import type { WechatConfig } from './wechat/wechat.config.js';
import { readWechat } from './wechat.env.js';

/** Everything the environment decides, parsed once at the start. Injected as a class. */
export abstract class Config {
  abstract readonly production: boolean;
  /** Port of API and web faces; 0 takes a free one. */
  abstract readonly port: number;
  abstract readonly host: string;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  abstract readonly trustedProxies: readonly string[];
  /** Origin under which people reach the shop, without a trailing slash. */
  abstract readonly publicUrl: string;
  /** Login of the application's role. */
  abstract readonly databaseUrl: string;
  /** A replica for reads that may be a moment old; null: everything is read where it is written. */
  abstract readonly databaseReplicaUrl: string | null;
  /** `movable` follows the sandbox's clock; never in production. */
  abstract readonly clock: 'system' | 'movable';
  /** What an empty database is filled with. */
  abstract readonly seed: 'none' | 'demo';
  /** Origin of the WeChat sandbox; null when the real WeChat is used. */
  abstract readonly sandboxUrl: string | null;
  abstract readonly wechat: WechatConfig;
  /** Where uploaded pictures and exports live. */
  abstract readonly dataDir: string;
  /** Folder of the buyers' web app; null: not served. */
  abstract readonly webH5Dir: string | null;
  /** Folder of the console; null: not served. */
  abstract readonly webConsoleDir: string | null;
  /** Signs shop tokens. */
  abstract readonly jwtSecret: string;
  /** 32 bytes that seal stored secrets. */
  abstract readonly dataKey: Buffer;
  /** How long replies about products are kept in memory, ms; 0: not at all. */
  abstract readonly productCacheMs: number;
  /** Which lines of the log are written. */
  abstract readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What migrations need: the owner's login, and the application's login whose role gets its rights. */
export interface MigrationConfig {
  ownerUrl: string;
  appUrl: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const SECRET_LENGTH_MIN = 32;
const DATA_KEY = /^[0-9a-f]{64}$/i;

/** A secret that nobody could guess: long enough, and not one character repeated. */
function isStrong(secret: string): boolean {
  return secret.length >= SECRET_LENGTH_MIN && new Set(secret).size >= 10;
}

function readSecrets(read: EnvReader, production: boolean, dataDir: string) {
  // Without configuration a shop on one machine makes its own secrets; production must be given them.
  const given = read.optional('JWT_SECRET') !== undefined && read.optional('DATA_KEY') !== undefined;
  const local = production || given ? undefined : localSecrets(dataDir);
  const jwtSecret = read.text('JWT_SECRET', local?.jwtSecret);
  if (jwtSecret !== '' && !isStrong(jwtSecret)) {
    read.wrong('JWT_SECRET', `must be at least ${SECRET_LENGTH_MIN} random characters`, '');
  }
  const dataKey = read.text('DATA_KEY', local?.dataKey);
  if (dataKey !== '' && !(DATA_KEY.test(dataKey) && isStrong(dataKey))) {
    read.wrong('DATA_KEY', 'must be 32 random bytes as 64 hex digits', '');
  }
  return { jwtSecret, dataKey: Buffer.from(dataKey, 'hex') };
}

/**
 * Reads the environment of API and worker.
 * @throws one error that names every variable that is missing or wrong
 */
export function loadConfig(env: Env = process.env): Config {
  const read = new EnvReader(env);
  const production = read.optional('NODE_ENV') === 'production';
  const port = read.integer('PORT', 3000, 0, 65_535);
  const dataDir = readDataDir(read, production);
  const publicUrl = read.origin('PUBLIC_URL', production ? undefined : `http://127.0.0.1:${port}`);
  const clock = read.word('TUANLINK_CLOCK', ['system', 'movable'], 'system');
  const seed = read.word('TUANLINK_SEED', ['none', 'demo'], 'none');
  const { wechat, sandboxUrl } = readWechat(read, publicUrl);
  if (production) {
    if (clock === 'movable') read.wrong('TUANLINK_CLOCK', 'must be system in production', '');
    if (seed === 'demo') read.wrong('TUANLINK_SEED', 'must be none in production', '');
    if (!publicUrl.startsWith('https:')) read.wrong('PUBLIC_URL', 'must be https in production', '');
    refuseSandbox(read, wechat);
  } else if (clock === 'movable' && sandboxUrl === null) {
    read.wrong('TUANLINK_CLOCK', 'can only be movable with SANDBOX_URL', '');
  }
  const config: Config = {
    production,
    port,
    host: read.text('HOST', '127.0.0.1'),
    trustedProxies: list(read, 'TRUSTED_PROXIES'),
    publicUrl,
    databaseUrl: read.postgresUrl('DATABASE_URL'),
    databaseReplicaUrl:
      read.optional('DATABASE_REPLICA_URL') === undefined ? null : read.postgresUrl('DATABASE_REPLICA_URL'),
    clock,
    seed,
    sandboxUrl,
    wechat,
    dataDir,
    webH5Dir: folder(read, 'WEB_H5_DIR'),
    webConsoleDir: folder(read, 'WEB_CONSOLE_DIR'),
    ...readSecrets(read, production, dataDir),
    // While one develops, what was saved shall be seen at once.
    productCacheMs: read.integer('PRODUCT_CACHE_MS', production ? SECOND_MS : 0, 0, 10 * SECOND_MS),
    logLevel: read.word('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  read.finish();
  return config;
}

/** Reads what `cli/migrate` needs; nothing else has to be configured for it. */
export function loadMigrationConfig(env: Env = process.env): MigrationConfig {
  const read = new EnvReader(env);
  const config = {
    ownerUrl: read.postgresUrl('DATABASE_OWNER_URL'),
    appUrl: read.postgresUrl('DATABASE_URL'),
  };
  read.finish();
  return config;
}

/** Where uploaded pictures and exports live: for programs that need nothing else of the configuration. */
export function loadDataDir(env: Env = process.env): string {
  const read = new EnvReader(env);
  const dataDir = readDataDir(read, read.optional('NODE_ENV') === 'production');
  read.finish();
  return dataDir;
}

/** In production nothing is put where somebody happens to stand. */
function readDataDir(read: EnvReader, production: boolean): string {
  return path.resolve(read.text('TUANLINK_DATA_DIR', production ? undefined : '.data'));
}

/** The login of the application: for programs that need nothing else of the configuration. */
export function loadDatabaseUrl(env: Env = process.env): string {
  const read = new EnvReader(env);
  const url = read.postgresUrl('DATABASE_URL');
  read.finish();
  return url;
}

/** Addresses or networks, separated by commas. */
function list(read: EnvReader, name: string): string[] {
  const items = (read.optional(name) ?? '').split(',').map((item) => item.trim());
  const wrong = items.find((item) => item !== '' && !/^(loopback|[\da-f.:]+(\/\d{1,3})?)$/i.test(item));
  if (wrong !== undefined) read.wrong(name, 'must be addresses or networks, separated by commas', '');
  return items.filter((item) => item !== '');
}

function folder(read: EnvReader, name: string): string | null {
  const value = read.optional(name);
  return value === undefined ? null : path.resolve(value);
}

function refuseSandbox(read: EnvReader, wechat: WechatConfig): void {
  for (const name of ['SANDBOX_URL', 'WECHAT_SANDBOX_CONFIG']) {
    if (read.optional(name) !== undefined) read.wrong(name, 'must not be set in production', '');
  }
  const addresses = { WECHAT_API_URL: wechat.apiBaseUrl, WECHAT_PAY_URL: wechat.payBaseUrl };
  for (const [name, address] of Object.entries(addresses)) {
    if (address !== '' && !/^https:\/\/api\d?\.(mch\.)?(weixin\.qq\.com|wechat\.com)$/.test(address)) {
      read.wrong(name, "must be an address of WeChat's in production", '');
    }
  }
}
