/**
 * `npm start`: from a fresh copy of the repository to a running shop. Installs and builds what is missing,
 * starts database, WeChat sandbox, API and worker, fills a demo shop when there is none, and prints where
 * everything is. Ctrl-C stops all of it. Only modules of Node are imported before dependencies are installed.
 */
import path from 'node:path';
import { prepare } from './lib/build.mjs';
import { requireNode } from './lib/install.mjs';
import { tryLock, unlock } from './lib/lock.mjs';
import { isFree } from './lib/ports.mjs';
import { Hint, runMain, say } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

/** @typedef {import('./lib/settings.mjs').Settings} Settings */

/**
 * @param {Settings} settings
 * @throws {Hint} when something else listens where the shop should
 */
async function requireFreePorts({ port, sandboxPort, sandbox, host }) {
  const wanted = sandbox ? { PORT: port, SANDBOX_PORT: sandboxPort } : { PORT: port };
  for (const [name, number] of Object.entries(wanted)) {
    if (!(await isFree(number, host))) {
      throw new Hint(
        `Port ${number} on ${host} is used by another program.\n` +
          `Stop that program, or choose another port: ${name}=${number + 1} npm start`,
      );
    }
  }
}

/**
 * @param {Settings} settings
 * @param {import('./lib/shop.mjs').Shop} shop
 */
function printAddresses(settings, shop) {
  say('TuanLink is ready\n');
  const logins = 'owner, operator, finance or auditor; password tuanlink-demo';
  const rows = [
    ['Shop', `${shop.url}/`],
    ['Console', `${shop.url}/console${settings.seed === 'demo' ? `   (${logins})` : ''}`],
    ['API', `${shop.url}/api/docs`],
    ...(settings.sandbox
      ? [['WeChat', `${shop.sandboxUrl}   (sandbox: no real money, no real people)`]]
      : []),
    ['Logs', path.relative(process.cwd(), shop.logDir)],
  ];
  for (const [name, text] of rows) {
    console.log(`  ${name?.padEnd(9)}${text}`);
  }
  console.log('\n  Ctrl-C stops everything.\n');
}

/** Resolves at the first signal that asks this program to stop; a second one ends it at once. */
function untilAskedToStop() {
  return new Promise((resolve) => {
    let asked = 0;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => (++asked === 1 ? resolve(signal) : process.exit(1)));
    }
  });
}

await runMain(async () => {
  requireNode();
  const settings = readSettings(process.env);
  const lock = path.join(settings.dataDir, 'start.lock');
  const holder = tryLock(lock);
  if (holder !== 0) {
    throw new Hint(`This shop is running already (process ${holder}); its data are in ${settings.dataDir}.`);
  }
  process.once('exit', () => unlock(lock));
  await requireFreePorts(settings);
  await prepare(['h5', 'console', 'server', 'scripts']);
  const { Shop } = await import('./lib/shop.mjs');
  const shop = new Shop(settings);
  const asked = untilAskedToStop();
  try {
    const running = shop.start().then(() => {
      printAddresses(settings, shop);
      return shop.failed();
    });
    await Promise.race([running, asked]);
    say('stopping …');
  } finally {
    await shop.stop();
  }
  say('stopped');
});
// A start that was interrupted may still wait for something; what it started is ended by the watchdog.
process.exit();
