import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { npm, run } from './command.mjs';
import { ensureInstalled, requireNode } from './install.mjs';
import { limit } from './limit.mjs';
import { withLock } from './lock.mjs';
import { CACHE_DIR, ROOT, fromRoot } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * One thing that is built. `inputs` are files and folders, `output` a file or folder that must exist
 * afterwards.
 * @typedef {{ needs: string[], inputs: string[], output: string, build: () => Promise<unknown> }} Step
 */

/**
 * Builds transpile and do not judge types; `npm run check` does that. The output replaces the old one when
 * it is complete, so that a deleted source leaves nothing behind and a failed build breaks nothing. Files
 * that are read at run time (SQL, texts, pages) are copied.
 * @param {string} workspace
 * @param {string} source folder below the workspace
 * @param {string} output where the compiler puts this source, below its output folder
 */
async function transpile(workspace, source, output) {
  const next = fromRoot(workspace, 'dist.next');
  fs.rmSync(next, { recursive: true, force: true });
  const flags = ['--noCheck', '--composite', 'false', '--outDir', next];
  await run(process.execPath, [fromRoot('node_modules/typescript/bin/tsc'), '-p', workspace, ...flags]);
  const from = fromRoot(workspace, source);
  for (const file of listFiles(from).filter((name) => !/\.[cm]?tsx?$/.test(name))) {
    const copy = path.join(next, output, path.relative(from, file));
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(file, copy);
  }
  fs.rmSync(fromRoot(workspace, 'dist'), { recursive: true, force: true });
  fs.renameSync(next, fromRoot(workspace, 'dist'));
}

/** What every build depends on: a change here builds all of it again. */
const CONFIG = ['package-lock.json', 'tsconfig.base.json', 'scripts/lib/build.mjs'];

/**
 * Has a workspace's bundler build for production, whatever the caller's own environment is: Jest's, or a
 * developer's, would give bundles with everything that frameworks only tell developers.
 * @param {string} workspace
 * @param {string} script
 */
const bundle = (workspace, script) =>
  npm(['run', script, '--workspace', workspace], { env: { ...process.env, NODE_ENV: 'production' } });

/** @param {string} type weapp or h5 */
const taro = (type) => ({
  needs: ['shared'],
  inputs: [
    'src',
    'config',
    'types',
    'babel.config.js',
    'project.config.json',
    'tsconfig.json',
    'package.json',
    '.env',
  ].map((name) => `miniprogram/${name}`),
  output: `miniprogram/dist/${type}`,
  build: () => bundle('miniprogram', `build:${type}`),
});

/** Everything that is built, by name; the slowest stand first so that they begin first. */
export const STEPS = /** @type {Record<string, Step>} */ ({
  h5: taro('h5'),
  weapp: taro('weapp'),
  console: {
    needs: ['shared'],
    inputs: ['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json'].map(
      (name) => `server/console/${name}`,
    ),
    output: 'server/console/dist/index.html',
    build: () => bundle('server/console', 'build'),
  },
  server: {
    needs: ['shared'],
    inputs: ['server/src', 'server/scripts', 'server/tsconfig.json', 'server/package.json'],
    output: 'server/dist/main.js',
    build: async () => {
      await transpile('server', 'src', '');
      // Schemas of the replies, for the API's documentation.
      await run(process.execPath, [fromRoot('server/scripts/openapi-replies.mjs')]);
    },
  },
  scripts: {
    needs: ['shared'],
    inputs: ['scripts/wechat-sandbox', 'scripts/tsconfig.json', 'scripts/package.json'],
    output: 'scripts/dist/wechat-sandbox/main.js',
    build: () => transpile('scripts', 'wechat-sandbox', 'wechat-sandbox'),
  },
  shared: {
    needs: [],
    inputs: ['shared/src', 'shared/tsconfig.json', 'shared/package.json'],
    output: 'shared/dist',
    build: () => transpile('shared', 'src', ''),
  },
});

/**
 * All files below a folder, sorted, without build output; empty where there is no such folder.
 * @param {string} folder
 * @returns {string[]} absolute paths
 */
export function listFiles(folder) {
  if (!fs.existsSync(folder)) {
    return [];
  }
  if (fs.statSync(folder).isFile()) {
    return [folder];
  }
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !['node_modules', 'dist', 'dist.next'].includes(entry.name))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(full) : [full];
    })
    .sort();
}

/**
 * A hash over names and contents of files; specs do not count, they are never part of a build.
 * @param {string[]} paths files and folders, relative to the repository
 * @param {string} [salt] what else the result depends on
 */
export function hashFiles(paths, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const file of paths.flatMap((name) => listFiles(fromRoot(name)))) {
    if (!/(\.spec|spec-support)\.tsx?$/.test(file)) {
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * The names given and all they need, each after what it needs.
 * @param {string[]} names
 * @returns {string[]}
 */
export function inOrder(names) {
  return [...new Set(names.flatMap((name) => [...inOrder(STEPS[name].needs), name]))];
}

/**
 * Builds one thing unless its stamp says that nothing changed since the last time.
 * @param {string} name
 * @param {string[]} stampsBefore the stamps of what it needs
 * @returns {Promise<string>} its stamp
 */
async function buildOne(name, stampsBefore) {
  const { inputs, output, build: work } = STEPS[name];
  const stamp = hashFiles([...CONFIG, ...inputs], stampsBefore.join());
  const file = path.join(CACHE_DIR, 'stamps', name);
  const upToDate =
    fs.existsSync(fromRoot(output)) && fs.existsSync(file) && fs.readFileSync(file, 'utf8') === stamp;
  if (!upToDate) {
    fs.rmSync(file, { force: true });
    await step(`building ${name}`, work);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, stamp);
  }
  return stamp;
}

/**
 * Builds the things named and all they need, at most one per processor at a time.
 * @param {string[]} names keys of STEPS
 */
async function build(names) {
  const whenFree = limit();
  /** @type {Map<string, Promise<string>>} */
  const running = new Map();
  for (const name of inOrder(names)) {
    const before = Promise.all(
      STEPS[name].needs.map((need) => /** @type {Promise<string>} */ (running.get(need))),
    );
    running.set(
      name,
      before.then((stamps) => whenFree(() => buildOne(name, stamps))),
    );
  }
  // All are waited for, so that none still writes when the first failure is reported.
  const results = await Promise.allSettled(running.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}

/**
 * Makes the checkout ready to run: Node is new enough, dependencies are installed, the things named are
 * built. Two programs that do this at once in one checkout wait for each other.
 * @param {string[]} names keys of STEPS
 */
export async function prepare(names) {
  requireNode();
  await withLock(path.join(CACHE_DIR, 'prepare.lock'), async () => {
    await ensureInstalled();
    await build(names);
  });
}
