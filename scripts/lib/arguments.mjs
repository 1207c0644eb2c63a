import path from 'node:path';
import { Hint } from './progress.mjs';

/**
 * A path as the person meant it: npm runs every program in the repository's folder, wherever they stand.
 * @param {string} given
 */
export const fromCaller = (given) => path.resolve(process.env.INIT_CWD ?? process.cwd(), given);

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
