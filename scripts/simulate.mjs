/**
 * `npm run simulate -- --seeds 200 [--seed S] [--buyers B]`: as many simulated days, one after the other,
 * from seed S on. A day that breaks a rule is printed with its seed and the shortest history found for it.
 */
import { runMain } from './lib/progress.mjs';
import { readOptions, runLongTest } from './lib/long-test.mjs';

await runMain(() =>
  runLongTest(
    'server/test/simulation/simulation.long.ts',
    readOptions({ seeds: 10, seed: 1, buyers: 2_000 }),
  ),
);
