import fs from 'node:fs';
import path from 'node:path';
import { listFiles } from './build.mjs';

/**
 * The first file in which two folders differ.
 * @param {string} one
 * @param {string} other
 * @returns {string | undefined} relative to them
 */
export function firstDifference(one, other) {
  const names = (/** @type {string} */ folder) =>
    listFiles(folder).map((file) => path.relative(folder, file));
  const all = [...new Set([...names(one), ...names(other)])].sort();
  const content = (/** @type {string} */ folder, /** @type {string} */ name) => {
    const file = path.join(folder, name);
    return fs.existsSync(file) ? fs.readFileSync(file) : undefined;
  };
  return all.find((name) => {
    const [was, is] = [content(one, name), content(other, name)];
    return was === undefined || is === undefined || !was.equals(is);
  });
}
