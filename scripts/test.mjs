/**
 * `npm test [-- Jest's arguments]`: makes the checkout ready, runs all tests, and ends with the line
 * "N passed, N failed". Two suites run at a time, those that drive the built faces after the rest; the one
 * that kills processes runs alone.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { STEPS, prepare } from './lib/build.mjs';
import { CACHE_DIR, ROOT, fromRoot } from './lib/paths.mjs';
import { runMain, say } from './lib/progress.mjs';

/** Settings of a person's own shop must not reach the tests. */
const FOREIGN_SETTING = /^(DATABASE_|WECHAT_|TUANLINK_|PUBLIC_URL$|PORT$|HOST$|SANDBOX_)/;

let interrupted = false;

/**
 * Runs Jest once; its output goes to the terminal as it comes.
 * @param {string[]} args
 * @returns {Promise<{ passed: number, failed: number }>} a suite that could not run counts as one failed test
 */
async function runJest(args) {
  const report = path.join(CACHE_DIR, `test-report-${process.pid}.json`);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_SETTING.test(name)));
  const flags = ['--experimental-vm-modules', '--no-warnings', fromRoot('node_modules/jest/bin/jest.js')];
  const child = spawn(process.execPath, [...flags, '--json', `--outputFile=${report}`, ...args], {
    cwd: ROOT,
    env,
    // Jest reports to stderr; with --json it only repeats itself on stdout.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      interrupted = true;
      child.kill(signal);
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (!fs.existsSync(report)) {
    return { passed: 0, failed: 1 };
  }
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  fs.rmSync(report);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

await runMain(async () => {
  const args = process.argv.slice(2);
  let total = { passed: 0, failed: 0 };
  try {
    await prepare(Object.keys(STEPS));
    const runs = args.some((arg) => arg.startsWith('--selectProjects'))
      ? [args]
      : [
          ['--passWithNoTests', ...args, '--selectProjects', 'unit', 'server'],
          ['--passWithNoTests', ...args, '--selectProjects', 'faces'],
          ['--passWithNoTests', ...args, '--selectProjects', 'crash'],
        ];
    for (const run of runs) {
      if (interrupted) {
        break;
      }
      const { passed, failed } = await runJest(run);
      total = { passed: total.passed + passed, failed: total.failed + failed };
    }
    if (total.passed + total.failed === 0) {
      say('no test matches');
      process.exitCode = 1;
    }
  } catch (error) {
    total.failed++;
    throw error;
  } finally {
    if (total.failed > 0) {
      process.exitCode = 1;
    }
    // Last of all, after the message of an error.
    process.once('exit', () => console.log(`${total.passed} passed, ${total.failed} failed`));
  }
});
