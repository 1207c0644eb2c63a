/** A function fits on a screen. */
import ts from 'typescript';
import { isSpec } from '../source.mjs';

const FUNCTION_LINES = 60;
const FILE_LINES = 400;
const LINE_CHARACTERS = 110;
const DEPENDENCIES = 7;

/** Lists rather than logic, where length is no burden, and specs. @param {string} file */
const mayBeLong = (file) =>
  isSpec(file) ||
  /(^|\/)(migrations|seeds?|demo|i18n|generated)\//.test(file) ||
  /[./](seed|dictionary|texts)\.\w+$/.test(file);

/** @param {ts.Node} node */
function nameOf(node) {
  const named =
    /** @type {{ name?: ts.Node }} */ (node).name ?? /** @type {{ name?: ts.Node }} */ (node.parent).name;
  return named && named.getText().length < 40 ? named.getText() : 'a function';
}

/** @param {import('../source.mjs').Source} source */
function checkLines(source) {
  const count = source.lines.length - (source.lines.at(-1) === '' ? 1 : 0);
  if (count > FILE_LINES) {
    const problem = `the file has ${count} lines, ${FILE_LINES} are the limit`;
    source.report(1, problem, 'split it where its subject changes');
  }
  source.lines.forEach((line, index) => {
    if ([...line].length > LINE_CHARACTERS) {
      const problem = `the line is longer than ${LINE_CHARACTERS} characters`;
      source.report(index + 1, problem, 'break it, or name a part of it');
    }
  });
}

/**
 * @param {import('../source.mjs').Source} source
 * @param {ts.Node} node
 */
function checkFunction(source, node) {
  if (ts.isFunctionLike(node) && 'body' in node && node.body) {
    const count = source.lineOf(node.end) - source.lineOf(node.getStart(source.tree)) + 1;
    if (count > FUNCTION_LINES) {
      const problem = `${nameOf(node)} has ${count} lines, ${FUNCTION_LINES} are the limit`;
      source.report(node, problem, 'take out a part that has a name of its own');
    }
  }
  if (ts.isConstructorDeclaration(node) && node.parameters.length > DEPENDENCIES) {
    const count = node.parameters.length;
    const problem = `the constructor takes ${count} dependencies, ${DEPENDENCIES} are the limit`;
    source.report(node, problem, 'the class does too much: split it');
  }
}

/** @type {import('../source.mjs').Rule} */
export const sizes = {
  applies: (file) => /\.(ts|tsx|mjs|cjs|js|scss)$/.test(file) && !mayBeLong(file),
  check(source) {
    checkLines(source);
    source.nodes.forEach((node) => checkFunction(source, node));
  },
};
