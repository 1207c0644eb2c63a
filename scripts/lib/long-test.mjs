/** Runs one of the long tests, which `npm test` leaves out. */
import { parseArgs } from 'node:util';
import { spawnGuarded } from './children.mjs';
import { prepare } from './build.mjs';
import { ROOT, fromRoot } from './paths.mjs';
import { Hint } from './progress.mjs';

/** Settings of a person's own shop must not reach the tests. */
const FOREIGN_SETTING = /^(DATABASE_|WECHAT_|TUANLINK_|PUBLIC_URL$|PORT$|HOST$|SANDBOX_)/;

/**
 * Reads `--name value` from the command line; a number where the default is one.
 * @template {Record<string, string | number>} T
 * @param {T} defaults
 * @returns {T}
 * @throws {Hint} on an unknown name or a number that is none
 */
export function readOptions(defaults) {
  const names = Object.keys(defaults);
  const options = Object.fromEntries(names.map((name) => [name, { type: /** @type {const} */ ('string') }]));
  /** @type {Record<string, string | boolean | undefined>} */
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch {
    throw new Hint(`This takes ${names.map((name) => `--${name} …`).join(', ')}.`);
  }
  const read = Object.entries(defaults).map(([name, fallback]) => {
    const given = values[name];
    if (given === undefined || typeof fallback === 'string') {
      return [name, given ?? fallback];
    }
    const number = Number(given);
    if (!Number.isSafeInteger(number) || number < 1) {
      throw new Hint(`--${name} is a whole number from 1 on, not "${given}".`);
    }
    return [name, number];
  });
  return /** @type {T} */ (Object.fromEntries(read));
}

/**
 * @param {string} file of the test, ending in `.long.ts`
 * @param {Record<string, string | number>} options which it finds as JSON in LONG_TEST_OPTIONS
 */
export async function runLongTest(file, options) {
  await prepare(['server', 'scripts']);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_SETTING.test(name)));
  const flags = ['--experimental-vm-modules', '--no-warnings', fromRoot('node_modules/jest/bin/jest.js')];
  const child = spawnGuarded(process.execPath, [...flags, file, '--runInBand', '--selectProjects', 'long'], {
    cwd: ROOT,
    env: { ...env, LONG_TEST_OPTIONS: JSON.stringify(options) },
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => child.kill(signal));
  }
  const code = await new Promise((resolve) => child.once('exit', resolve));
  process.exitCode = code === 0 ? 0 : 1;
}
