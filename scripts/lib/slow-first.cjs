const { default: Sequencer } = require('@jest/test-sequencer');

/** @typedef {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} Tests */

/**
 * Suites that take longest, the longest first. Jest learns durations only from earlier runs; on a fresh
 * clone the longest would else be the last, alone on one of two processors.
 */
const SLOW = [
  'server/test/simulation/simulation.spec.ts',
  'server/test/guards/guard-matrix.spec.ts',
  'server/test/simulation/sabotage.spec.ts',
  'server/test/guards/bad-input.spec.ts',
  'server/test/platform/jobs.spec.ts',
  'server/test/fuzz/fuzz.spec.ts',
  'server/test/export/programs.spec.ts',
  'server/test/seed/seed.spec.ts',
  'server/console/test/money-desk.spec.ts',
  'server/console/test/story.spec.ts',
];

/** @param {{ path: string }} test */
function rank(test) {
  const found = SLOW.findIndex((suite) => test.path.endsWith(suite));
  return found < 0 ? SLOW.length : found;
}

/** Starts the slow suites first, and the others as Jest would. */
module.exports = class SlowFirst extends Sequencer {
  /**
   * @override
   * @param {Tests} tests
   */
  async sort(tests) {
    const usual = await super.sort(tests);
    return [...usual].sort((a, b) => rank(a) - rank(b));
  }
};
