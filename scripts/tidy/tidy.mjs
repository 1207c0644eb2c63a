import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as imports from './rules/imports.mjs';
import * as places from './rules/places.mjs';
import { sizes } from './rules/sizes.mjs';
import * as words from './rules/words.mjs';
import { Source } from './source.mjs';

/** @typedef {import('./source.mjs').Finding} Finding */

/** @type {import('./source.mjs').Rule[]} */
const RULES = [
  imports.serverImports,
  imports.pureRules,
  imports.faceImports,
  imports.standAlone,
  places.environment,
  places.timeAndChance,
  places.platform,
  places.moneyArithmetic,
  places.thinControllers,
  sizes,
  words.vocabulary,
  words.unfinished,
  words.allTestsRun,
  words.noRegistry,
];

/** Files that are read as text; pictures and fonts are not. */
const TEXT = /(\.(ts|tsx|mjs|cjs|js|json|md|sql|scss|css|html|yml|yaml|sh)|\.npmrc|\.ci\/run)$/;

/**
 * All findings of one file.
 * @param {string} file path relative to the repository, with `/`
 * @param {string} text
 * @returns {Finding[]}
 */
export function checkText(file, text) {
  const source = new Source(file, text);
  for (const rule of RULES.filter((each) => each.applies(file))) {
    rule.check(source);
  }
  return source.findings;
}

/**
 * All findings of a repository: every text file that git knows or would add.
 * @param {string} root its folder
 * @returns {Finding[]}
 */
export function checkRepository(root) {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0');
  return files
    .filter((file) => TEXT.test(file) && fs.existsSync(path.join(root, file)))
    .flatMap((file) => checkText(file, fs.readFileSync(path.join(root, file), 'utf8')));
}
