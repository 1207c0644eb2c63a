/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/**
 * The same output as the builds: decorators with metadata, no class fields (an absent PATCH field stays
 * absent).
 */
const swc = {
  jsc: {
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic' },
    },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** `.ts` files cannot hold JSX, where `<T>value` would be read as markup. */
const swcWithoutJsx = { ...swc, jsc: { ...swc.jsc, parser: { ...swc.jsc.parser, tsx: false } } };

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@tuanlink/shared/(dto|replies)$': '<rootDir>/shared/src/$1/index.ts',
    '^@tuanlink/shared/(.*)$': '<rootDir>/shared/src/$1.ts',
  },
  roots: ['shared', 'server', 'miniprogram', 'scripts'].map((folder) => `<rootDir>/${folder}`),
  transform: { '^.+\\.ts$': ['@swc/jest', swcWithoutJsx], '^.+\\.tsx$': ['@swc/jest', swc] },
} satisfies Config;

/** One PostgreSQL server per run; each test file clones its database from a migrated template. */
const withDatabase = {
  globalSetup: '<rootDir>/server/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/server/test/support/global-teardown.mjs',
} satisfies Config;

/** Folders whose specs need a database, a browser or processes; all other specs are unit tests. */
const SERVER_TESTS = ['server/test'];
const FACE_TESTS = ['miniprogram/test', 'server/console/test', 'scripts/test'];
/** They start a whole shop in processes of its own and kill it: not beside anything else. */
const CRASH_TESTS = ['server/test/crash'];

const specsIn = (folders: string[]) => folders.map((folder) => `<rootDir>/${folder}/**/*.spec.{ts,tsx}`);

const config: Config = {
  maxWorkers: 2,
  testSequencer: '<rootDir>/scripts/lib/slow-first.cjs',
  // Tests over HTTP with a database share two cores with their own server.
  testTimeout: 30_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: specsIn(['shared/src', 'server/src', 'server/console/src', 'miniprogram/src', 'scripts']),
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/scripts/test/'],
    },
    {
      ...base,
      ...withDatabase,
      displayName: 'server',
      testMatch: specsIn(SERVER_TESTS),
      testPathIgnorePatterns: ['/node_modules/', ...CRASH_TESTS.map((folder) => `<rootDir>/${folder}/`)],
    },
    {
      ...base,
      ...withDatabase,
      displayName: 'faces',
      testMatch: specsIn(FACE_TESTS),
    },
    {
      ...base,
      ...withDatabase,
      displayName: 'crash',
      testMatch: specsIn(CRASH_TESTS),
    },
    // Only when asked for: `npm run simulate`, `npm run crash`.
    {
      ...base,
      ...withDatabase,
      displayName: 'long',
      testMatch: ['<rootDir>/server/test/**/*.long.ts'],
    },
  ],
};

// Jest reads its configuration from the default export.
export default config;
