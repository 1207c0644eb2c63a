import ts from 'typescript';

/**
 * One place that breaks a rule.
 * @typedef {object} Finding
 * @property {string} path relative to the repository, with `/`
 * @property {number} line from 1
 * @property {string} problem what is wrong
 * @property {string} instead what to write instead
 */

/**
 * A rule looks at one file. `applies` sees the path alone.
 * @typedef {{ applies: (path: string) => boolean, check: (source: Source) => void }} Rule
 */

const CODE = /\.(ts|tsx|mjs|cjs|js)$/;

/** One file as the rules see it. */
export class Source {
  /**
   * @param {string} path relative to the repository, with `/`
   * @param {string} text
   */
  constructor(path, text) {
    this.path = path;
    this.text = text;
    this.lines = text.split('\n');
    /** @type {Finding[]} */
    this.findings = [];
    /** The syntax tree; undefined for files that are not TypeScript or JavaScript. */
    this.tree = CODE.test(path) ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) : undefined;
    /** Every node of the tree. @type {ts.Node[]} */
    this.nodes = this.tree ? descendants(this.tree) : [];
  }

  /**
   * Notes a finding at a node, or at a line number from 1.
   * @param {ts.Node | number} place
   * @param {string} problem
   * @param {string} instead
   */
  report(place, problem, instead) {
    const line = typeof place === 'number' ? place : this.lineOf(place.getStart(this.tree));
    this.findings.push({ path: this.path, line, problem, instead });
  }

  /**
   * The line, from 1, of a position in the text.
   * @param {number} position
   */
  lineOf(position) {
    return this.tree ? this.tree.getLineAndCharacterOfPosition(position).line + 1 : 1;
  }
}

/**
 * @param {ts.Node} node
 * @returns {ts.Node[]}
 */
function descendants(node) {
  /** @type {ts.Node[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ each) => {
    found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** @param {string} path */
export const isSpec = (path) => /(\.spec|spec-support)\.tsx?$/.test(path) || /(^|\/)test\//.test(path);

/**
 * Code that ships: no specs and no tooling.
 * @param {string} path
 */
export const isProduct = (path) =>
  /^(shared|server|server\/console|miniprogram)\/src\//.test(path) && !isSpec(path);

/** @param {string} path */
export const isServer = (path) => path.startsWith('server/src/') && !isSpec(path);

/** @param {string} path */
export const isFace = (path) => /^(miniprogram|server\/console)\/src\//.test(path);

/**
 * The name of what a call calls: `Date.now`, `parseFloat`, `price.toFixed`.
 * @param {ts.Node} node
 */
export function calledName(node) {
  return ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText() : '';
}
