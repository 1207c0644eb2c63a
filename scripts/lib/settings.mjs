import path from 'node:path';
import { ROOT } from './paths.mjs';
import { Hint } from './progress.mjs';

/**
 * What `npm start` is asked to do.
 * @typedef {object} Settings
 * @property {number} port of API and web faces
 * @property {number} sandboxPort
 * @property {string} host both listen on
 * @property {string} reachable the address at which this machine reaches that host
 * @property {string} dataDir
 * @property {{ url: string, ownerUrl: string } | undefined} database undefined: the embedded one
 * @property {boolean} sandbox false when the real WeChat is configured
 * @property {string} seed none or demo
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {number} fallback
 */
function portOf(env, name, fallback) {
  const port = Number(env[name] || fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Hint(`${name} must be a port from 1 to 65535; it is "${env[name]}".`);
  }
  return port;
}

/**
 * Reads the settings from the environment.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings}
 * @throws {Hint} on a bad or half-given setting
 */
export function readSettings(env) {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, HOST: host = '127.0.0.1' } = env;
  if (!url !== !ownerUrl) {
    throw new Hint(
      'Set both DATABASE_URL (application role) and DATABASE_OWNER_URL (migrations), or neither.',
    );
  }
  const seed = env.TUANLINK_SEED || 'demo';
  if (!['none', 'demo'].includes(seed)) {
    throw new Hint(`TUANLINK_SEED must be none or demo; it is "${seed}".`);
  }
  return {
    port: portOf(env, 'PORT', 3000),
    sandboxPort: portOf(env, 'SANDBOX_PORT', 3900),
    host,
    reachable: ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host,
    dataDir: path.resolve(ROOT, env.TUANLINK_DATA_DIR || '.data'),
    database: url && ownerUrl ? { url, ownerUrl } : undefined,
    sandbox: !Object.keys(env).some((name) => name.startsWith('WECHAT_')),
    seed,
  };
}

/**
 * The environment of API, worker and the programs beside them. What the person set stays, unless it has to
 * fit the rest.
 * @param {Settings} settings
 * @param {{ url: string, ownerUrl: string }} database
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function serviceEnv(settings, database, env) {
  const { port, sandboxPort, host, reachable, dataDir, seed } = settings;
  const sandbox = {
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_URL: `http://${reachable}:${sandboxPort}`,
    WECHAT_SANDBOX_CONFIG: path.join(dataDir, 'wechat-sandbox', 'client.json'),
    TUANLINK_CLOCK: 'movable',
  };
  return {
    // Threads that read pictures would otherwise each keep a heap of their own.
    MALLOC_ARENA_MAX: '2',
    PUBLIC_URL: `http://${reachable}:${port}`,
    WEB_H5_DIR: path.join(ROOT, 'miniprogram/dist/h5'),
    WEB_CONSOLE_DIR: path.join(ROOT, 'server/console/dist'),
    ...env,
    ...(settings.sandbox ? sandbox : {}),
    PORT: String(port),
    HOST: host,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    TUANLINK_DATA_DIR: dataDir,
    TUANLINK_SEED: seed,
  };
}
