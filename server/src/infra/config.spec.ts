import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig, loadMigrationConfig } from './config.js';

const dir = mkdtempSync(path.join(tmpdir(), 'tuanlink-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

const keyFile = path.join(dir, 'key.pem');
writeFileSync(keyFile, 'a key');
const clientFile = path.join(dir, 'client.json');
writeFileSync(
  clientFile,
  JSON.stringify({
    apiBaseUrl: 'http://127.0.0.1:3900',
    appid: 'wx0123456789abcdef',
    appSecret: 'secret',
    mchid: '1900000001',
    mchSerial: 'ABC',
    mchPrivateKeyPem: 'pem',
    apiV3Key: '0123456789abcdef0123456789abcdef',
    wechatPublicKeyId: 'PUB_KEY_ID_01',
    wechatPublicKeyPem: 'pem',
    pushToken: 'token',
    encodingAesKey: 'key',
    transferSceneId: '1005',
  }),
);

const database = 'postgres://tuanlink_app:pw@127.0.0.1:5432/tuanlink';
const demo = {
  DATABASE_URL: database,
  TUANLINK_DATA_DIR: dir,
  WECHAT_SANDBOX_CONFIG: clientFile,
  TUANLINK_CLOCK: 'movable',
};
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: database,
  TUANLINK_DATA_DIR: dir,
  PUBLIC_URL: 'https://shop.example',
  JWT_SECRET: 'kJ8dh2Lq0zXw7RtY5vBn3mPs9cFg1aUe',
  DATA_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_MCHID: '1900000001',
  WECHAT_MCH_SERIAL: 'abc',
  WECHAT_MCH_KEY_FILE: keyFile,
  WECHAT_API_V3_KEY: '0123456789abcdef0123456789abcdef',
};

test('replies about products are kept for a second in production, and only there', () => {
  expect(loadConfig(demo).productCacheMs).toBe(0);
  expect(loadConfig(production).productCacheMs).toBe(1_000);
  expect(loadConfig({ ...production, PRODUCT_CACHE_MS: '0' }).productCacheMs).toBe(0);
  expect(() => loadConfig({ ...production, PRODUCT_CACHE_MS: '60000' })).toThrow('PRODUCT_CACHE_MS');
});

test('a shop on one machine needs little: the sandbox’s file tells the rest, secrets are made and kept', () => {
  const first = loadConfig(demo);
  expect(first).toMatchObject({
    production: false,
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3000',
    clock: 'movable',
    seed: 'none',
    sandboxUrl: 'http://127.0.0.1:3900',
    webH5Dir: null,
  });
  expect(first.wechat).toMatchObject({
    appid: 'wx0123456789abcdef',
    apiBaseUrl: 'http://127.0.0.1:3900',
    notifyBaseUrl: 'http://127.0.0.1:3000',
  });
  expect(first.jwtSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(first.dataKey).toHaveLength(32);
  expect(loadConfig(demo).jwtSecret).toBe(first.jwtSecret);
});

test('production takes the real WeChat', () => {
  const config = loadConfig(production);
  expect(config.sandboxUrl).toBeNull();
  expect(config.wechat).toMatchObject({
    mchSerial: 'ABC',
    mchPrivateKeyPem: 'a key',
    apiBaseUrl: 'https://api.weixin.qq.com',
    payBaseUrl: 'https://api.mch.weixin.qq.com',
    notifyBaseUrl: 'https://shop.example',
  });
});

test('every bad variable is named in one message', () => {
  const load = () =>
    loadConfig({
      ...demo,
      PORT: '70000',
      DATABASE_URL: 'mysql://x',
      TUANLINK_SEED: 'all',
      LOG_LEVEL: 'loud',
    });
  expect(load).toThrow(/PORT[\s\S]*TUANLINK_SEED|TUANLINK_SEED[\s\S]*PORT/);
  expect(load).toThrow(/DATABASE_URL/);
  expect(load).toThrow(/LOG_LEVEL/);
});

test.each([
  ['a sandbox', { SANDBOX_URL: 'http://127.0.0.1:3900' }, /SANDBOX_URL must not/],
  ['a sandbox’s file', { WECHAT_SANDBOX_CONFIG: clientFile }, /WECHAT_SANDBOX_CONFIG must not/],
  ['another WeChat', { WECHAT_PAY_URL: 'https://pay.example' }, /WECHAT_PAY_URL/],
  ['a movable clock', { TUANLINK_CLOCK: 'movable' }, /TUANLINK_CLOCK/],
  ['the demo shop', { TUANLINK_SEED: 'demo' }, /TUANLINK_SEED/],
  ['a short secret', { JWT_SECRET: 'short' }, /JWT_SECRET/],
  ['a secret of one letter', { JWT_SECRET: 'a'.repeat(64) }, /JWT_SECRET/],
  ['no secret', { JWT_SECRET: undefined }, /JWT_SECRET is missing/],
  ['a data key that is no key', { DATA_KEY: '0'.repeat(64) }, /DATA_KEY/],
  ['an address without https', { PUBLIC_URL: 'http://shop.example' }, /PUBLIC_URL/],
  ['an APIv3 key of another length', { WECHAT_API_V3_KEY: 'short' }, /WECHAT_API_V3_KEY/],
  ['a missing key file', { WECHAT_MCH_KEY_FILE: path.join(dir, 'none') }, /WECHAT_MCH_KEY_FILE/],
])('production refuses %s', (_, change, message) => {
  expect(() => loadConfig({ ...production, ...change })).toThrow(message);
});

test.each([
  [{ PUBLIC_URL: 'http://shop.example/path' }, /PUBLIC_URL/],
  [{ PORT: '1e3' }, /PORT/],
  [{ TRUSTED_PROXIES: '10.0.0.0/8, everybody' }, /TRUSTED_PROXIES/],
  [{ WECHAT_SANDBOX_CONFIG: keyFile }, /WECHAT_SANDBOX_CONFIG names a file that is not JSON/],
  [{ WECHAT_SANDBOX_CONFIG: undefined }, /WECHAT_APPID is missing[\s\S]*WECHAT_MCHID is missing/],
])('%j is refused', (change, message) => {
  expect(() => loadConfig({ ...demo, ...change })).toThrow(message);
});

test('no message shows a secret', () => {
  const secret = 'a-secret-that-is-too-short';
  expect(() => loadConfig({ ...production, JWT_SECRET: secret })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(secret) as string }),
  );
});

test('migrations need two logins and nothing else', () => {
  const env = { DATABASE_URL: database, DATABASE_OWNER_URL: 'postgres://o:p@127.0.0.1:1/x' };
  expect(loadMigrationConfig(env)).toEqual({ appUrl: database, ownerUrl: env.DATABASE_OWNER_URL });
  expect(() => loadMigrationConfig({})).toThrow(/DATABASE_OWNER_URL[\s\S]*DATABASE_URL/);
});
