/**
 * `npm run check`: types, lint, format, structure and unit tests. All parts run, then each failure is shown
 * with the way to repair it. `--static` leaves the unit tests out.
 */
import { attempt } from './lib/command.mjs';
import { limit } from './lib/limit.mjs';
import { prepare } from './lib/build.mjs';
import { Hint, runMain, say, seconds } from './lib/progress.mjs';

/** @typedef {{ name: string, args: string[], repair: string }} Part `args` are Node's */

/**
 * @param {string} name
 * @param {string} project path of a tsconfig
 * @returns {Part}
 */
const types = (name, project) => ({
  name: `types of ${name}`,
  args: [
    'node_modules/typescript/bin/tsc',
    '-p',
    project,
    '--noEmit',
    '--composite',
    'false',
    '--incremental',
    '--tsBuildInfoFile',
    `.cache/types/${name}.tsbuildinfo`,
  ],
  repair: 'correct the types at the places named',
});

/** @type {Part[]} */
const PARTS = [
  types('server', 'scripts/tsconfig.check.json'),
  types('miniprogram', 'miniprogram/tsconfig.json'),
  types('console', 'server/console/tsconfig.json'),
  types('face-tests', 'scripts/tsconfig.faces.json'),
  {
    name: 'lint',
    args: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'],
    repair: 'npx oxlint --fix corrects some of it',
  },
  {
    name: 'format',
    args: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--cache',
      '--cache-location=.cache/prettier',
      '.',
    ],
    repair: 'npm run format',
  },
  { name: 'structure', args: ['scripts/tidy/main.mjs'], repair: 'each finding says what to write instead' },
  {
    name: 'unit tests',
    args: [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      'unit',
      '--silent',
    ],
    repair: 'npm test -- --selectProjects unit -t "<name of the test>"',
  },
];

await runMain(async () => {
  await prepare(['shared']);
  const whenFree = limit();
  const parts = PARTS.filter((part) => part.name !== 'unit tests' || !process.argv.includes('--static'));
  const results = await Promise.all(
    parts.map((part) =>
      whenFree(async () => {
        const from = performance.now();
        const { status, output } = await attempt(process.execPath, part.args);
        say(`${part.name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds(performance.now() - from)})`);
        return { ...part, status, output };
      }),
    ),
  );
  const failed = results.filter(({ status }) => status !== 0);
  for (const { name, output, repair } of failed) {
    console.log(`\n── ${name} ──\n${output.trim()}\n→ ${repair}`);
  }
  if (failed.length > 0) {
    throw new Hint(
      `${failed.length} of ${parts.length} checks failed: ${failed.map(({ name }) => name).join(', ')}`,
    );
  }
  say(`all ${parts.length} checks passed`);
});
