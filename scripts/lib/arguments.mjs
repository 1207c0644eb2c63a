import path from 'node:path';
import { parseArgs } from 'node:util';
import { Hint } from './progress.mjs';

/**
 * A path as the person meant it: npm runs every program in the repository's folder, wherever they stand.
 * @param {string} given
 */
export const fromCaller = (given) => path.resolve(process.env.INIT_CWD ?? process.cwd(), given);

/**
 * The options that a program is given.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} usage is told when one is unknown, or has no value
 * @param {T} options
 */
export function optionsGiven(usage, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Hint(`${error instanceof Error ? error.message : String(error)}\nusage: ${usage}`);
  }
}

/**
 * The one folder that a program is given, or one of its own choice where it may be left out.
 * @param {string} usage is told when there is more
 * @param {string} otherwise absolute
 */
export const folderOr = (usage, otherwise) => (process.argv.length > 2 ? folderArgument(usage) : otherwise);

/**
 * The one folder that a program is given.
 * @param {string} usage is told when it is missing
 * @returns {string} absolute
 */
export function folderArgument(usage) {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || more.length > 0) {
    throw new Hint(`usage: ${usage}`);
  }
  return fromCaller(folder);
}
