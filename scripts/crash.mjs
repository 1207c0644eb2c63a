/**
 * `npm run crash [-- --kills 30] [--seed S]`: a busy shop whose API, worker and PostgreSQL are killed at
 * random moments; nothing may be lost or doubled, and everything has to be back within seconds.
 */
import { randomBytes } from 'node:crypto';
import { runMain } from './lib/progress.mjs';
import { readOptions, runLongTest } from './lib/long-test.mjs';

await runMain(() =>
  runLongTest(
    'server/test/crash/crash.long.ts',
    readOptions({ kills: 30, seed: randomBytes(4).toString('hex') }),
  ),
);
