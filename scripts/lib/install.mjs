import fs from 'node:fs';
import { npm } from './command.mjs';
import { fromRoot } from './paths.mjs';
import { Hint, step } from './progress.mjs';

/** The oldest Node that everything here runs on (`require(esm)`, stable test loader hooks). */
const NODE_MIN = [20, 19];

/**
 * Stops with a plain sentence on a Node that is too old.
 * @param {string} [version] as in `process.versions.node`
 * @throws {Hint}
 */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    throw new Hint(
      `TuanLink needs Node ${NODE_MIN.join('.')} or newer; this is Node ${version}.\n` +
        'Install a newer one (https://nodejs.org) and run the same command again.',
    );
  }
}

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {Record<string, LockEntry>} LockEntries
 */

/**
 * @param {string} file
 * @returns {LockEntries | undefined} undefined where there is no such lock file
 */
function readEntries(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : undefined;
}

/**
 * The first package that `package-lock.json` wants and npm's own record of `node_modules` lacks or has in
 * another version. Optional packages are left out: npm itself decides by platform which of them it unpacks.
 * @param {LockEntries} wanted
 * @param {LockEntries | undefined} installed
 * @returns {string | undefined} its path; undefined when all is there
 */
export function firstMissing(wanted, installed) {
  return Object.entries(wanted).find(([path, entry]) => {
    const isPackage = path.includes('node_modules/') && !entry.link && !entry.optional && !entry.devOptional;
    return isPackage && installed?.[path]?.version !== entry.version;
  })?.[0];
}

/**
 * Installs the dependencies when `node_modules` is not what `package-lock.json` says: all of them on a
 * fresh machine, else only the difference. Packages' own install scripts never run. The versions are the
 * lock's; not `npm ci`, which refuses a lock that was written where a package for some other platform
 * could not be had.
 */
export async function ensureInstalled() {
  const wanted = readEntries(fromRoot('package-lock.json'));
  if (!wanted) {
    throw new Hint('package-lock.json is missing: is this a complete copy of the repository?');
  }
  const installed = readEntries(fromRoot('node_modules', '.package-lock.json'));
  if (firstMissing(wanted, installed)) {
    const label = installed ? 'changed dependencies' : 'dependencies (once, some minutes)';
    const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await step(`installing ${label}`, () => npm(['install', ...flags]));
  }
}
