/** A whole shop that is thrown away afterwards: for tests that need real processes, and for pictures. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { spawnGuarded } from './children.mjs';
import { CACHE_DIR, fromRoot } from './paths.mjs';
import { freePort } from './ports.mjs';
import { readSettings } from './settings.mjs';
import { Shop } from './shop.mjs';

/** Settings of a person's own shop that must not reach this one. */
const OWN_SETTING = /^(DATABASE_|WECHAT_|PUBLIC_URL$|PORT$|HOST$|SANDBOX_|NODE_ENV$)/;

/** The environment of a shop that is like `npm start`'s, but of its own. */
async function trialEnv(/** @type {string} */ dataDir, /** @type {string} */ seed) {
  const kept = Object.entries(process.env).filter(([name]) => !OWN_SETTING.test(name));
  return {
    ...Object.fromEntries(kept),
    PORT: String(await freePort()),
    SANDBOX_PORT: String(await freePort()),
    TUANLINK_DATA_DIR: dataDir,
    TUANLINK_SEED: seed,
  };
}

/**
 * Starts database, WeChat sandbox, API and worker on free ports with a data folder of their own; everything
 * must be built. The clock is movable.
 * @param {string} name of the data folder, unique among shops that run at the same time
 * @param {'none' | 'demo'} [seed]
 */
export async function startTrialShop(name, seed = 'none') {
  const dataDir = path.join(CACHE_DIR, `trial-${name}-${process.pid}`);
  const shop = new Shop(readSettings(await trialEnv(dataDir, seed)));
  const stop = async () => {
    await shop.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await shop.start();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url: shop.url,
    sandboxUrl: shop.sandboxUrl,
    stop,

    /**
     * Makes an operator as the program for deployers does.
     * @param {string} username
     * @param {string} role
     * @returns {Promise<string>} the password
     */
    async addOperator(username, role) {
      const password = randomBytes(12).toString('base64url');
      const program = fromRoot('server/dist/cli/operator.js');
      const child = spawnGuarded(process.execPath, [program, username, role], {
        env: shop.env,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      child.stdin?.end(password);
      const output = child.stderr === null ? '' : text(child.stderr);
      child.stdout?.resume();
      const [code] = await once(child, 'close');
      if (code !== 0) {
        throw new Error(`no operator was made (${code}): ${await output}`);
      }
      return password;
    },

    /**
     * Moves the clock of the sandbox; API and worker follow within a second.
     * @param {number} offsetMs ahead of the machine's clock
     */
    async moveClock(offsetMs) {
      const reply = await fetch(`${shop.sandboxUrl}/sandbox/clock`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ offsetMs }),
      });
      if (!reply.ok) {
        throw new Error(`the clock did not move: ${reply.status}`);
      }
    },
  };
}
