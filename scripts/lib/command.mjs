import { spawnGuarded } from './children.mjs';
import { ROOT } from './paths.mjs';
import { Hint } from './progress.mjs';

/** How many characters of a failed command's output are shown. */
const TAIL = 6_000;

/**
 * Runs a command to its end without a terminal and returns what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, ids?: { uid?: number, gid?: number } }} [options]
 * @returns {Promise<string>} stdout and stderr together
 * @throws {Hint} with the last lines of the output when the exit code is not 0
 */
export async function run(command, args, options = {}) {
  const { status, output } = await attempt(command, args, options);
  if (status !== 0) {
    throw new Hint(`${[command, ...args].join(' ')} failed (${status}):\n${output.slice(-TAIL).trim()}`);
  }
  return output;
}

/**
 * Like `run`, but hands back a failure instead of throwing it. `status` is the exit code, a signal's name,
 * or the reason why the command could not be started.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, ids?: { uid?: number, gid?: number } }} [options]
 * @returns {Promise<{ status: number | string, output: string }>}
 */
export function attempt(command, args, { cwd = ROOT, env = process.env, ids } = {}) {
  return new Promise((resolve) => {
    const child = spawnGuarded(command, args, { ...ids, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ data) => (output += data);
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => resolve({ status: error.message, output }));
    child.once('close', (code, signal) => resolve({ status: code ?? signal ?? 'ended', output }));
  });
}

/**
 * Runs one of npm's own commands. npm's script is started through the shell's lookup, as `npx` and `npm
 * start` do.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export const npm = (args, options) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
