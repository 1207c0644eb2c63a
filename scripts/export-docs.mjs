/**
 * `npm run export:docs`: writes docs/export-tables.md, the columns of every exported table, from the comments
 * of the entities. A test holds the page against the database.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { listFiles, prepare } from './lib/build.mjs';
import { fromRoot } from './lib/paths.mjs';
import { runMain, say } from './lib/progress.mjs';

const PAGE = fromRoot('docs/export-tables.md');
const HEAD = `# Tables of an export

Made by \`npm run export:docs\` from the comments in the code. [export.md](export.md) says how values are
written, and what the files without a table here are.
`;

/** What the decorators of columns stand for. @type {Record<string, string>} */
const KINDS = { IdColumn: 'uuid', RefColumn: 'uuid', FenColumn: 'bigint', TimeColumn: 'timestamptz' };

/** @typedef {import('typescript').ClassDeclaration} ClassDeclaration */
/** @typedef {{ name: string, type: string, text: string }} Column */

/**
 * The comment above a class or property, in one line.
 * @param {import('typescript').Node} node
 */
function commentOf(node) {
  const [doc] = /** @type {{ jsDoc?: { comment?: string }[] }} */ (/** @type {unknown} */ (node)).jsDoc ?? [];
  return String(doc?.comment ?? '')
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|');
}

/**
 * @param {typeof import('typescript')} ts
 * @param {ClassDeclaration | import('typescript').PropertyDeclaration} node
 * @returns {{ name: string, args: string[] }[]}
 */
function decoratorsOf(ts, node) {
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
    ts.isCallExpression(expression)
      ? [{ name: expression.expression.getText(), args: expression.arguments.map((arg) => arg.getText()) }]
      : [],
  );
}

/**
 * @param {typeof import('typescript')} ts
 * @param {import('typescript').PropertyDeclaration} property
 * @returns {Column[]}
 */
function columnOf(ts, property) {
  const found = decoratorsOf(ts, property).find(({ name }) => name.endsWith('Column'));
  if (found === undefined) {
    return [];
  }
  const options = found.args.join(' ');
  const name = /name: '(\w+)'/.exec(options)?.[1] ?? property.name.getText();
  const type = KINDS[found.name] ?? /type: '([\w ]+)'/.exec(options)?.[1] ?? 'text';
  const array = /array: true/.test(options) ? '[]' : '';
  const nullable = /nullable: true/.test(options) ? ', may be absent' : '';
  return [{ name, type: `${type}${array}${nullable}`, text: commentOf(property) }];
}

/** Every class of the server's entities, by name. @param {typeof import('typescript')} ts */
function readClasses(ts) {
  /** @type {Map<string, ClassDeclaration>} */
  const classes = new Map();
  const files = listFiles(fromRoot('server/src')).filter((file) => /(\.entity|state-event)\.ts$/.test(file));
  for (const file of files) {
    const text = fs.readFileSync(file, 'utf8');
    const source = ts.createSourceFile(path.basename(file), text, ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      if (ts.isClassDeclaration(node) && node.name) {
        classes.set(node.name.text, node);
      }
    });
  }
  return classes;
}

/**
 * The columns of a class, after those it inherits.
 * @param {typeof import('typescript')} ts
 * @param {Map<string, ClassDeclaration>} classes
 * @param {ClassDeclaration} node
 * @returns {Column[]}
 */
function columnsOf(ts, classes, node) {
  const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText();
  const base = parent === undefined ? undefined : classes.get(parent);
  const inherited = base === undefined ? [] : columnsOf(ts, classes, base);
  const own = node.members.filter(ts.isPropertyDeclaration).flatMap((member) => columnOf(ts, member));
  return [...inherited, ...own];
}

await runMain(async () => {
  const { default: ts } = await import('typescript');
  await prepare(['server']);
  const built = pathToFileURL(fromRoot('server/dist/flows/export/export-tables.js')).href;
  const { TABLES_LEFT_OUT } = await import(built);
  const classes = readClasses(ts);
  const tables = [...classes.values()].flatMap((node) => {
    const entity = decoratorsOf(ts, node).find(({ name }) => name === 'Entity');
    const name = entity?.args[0]?.replaceAll("'", '');
    return name === undefined || TABLES_LEFT_OUT.has(name) ? [] : [{ name, node }];
  });
  tables.sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = tables.map(({ name, node }) => {
    const rows = columnsOf(ts, classes, node).map(
      (column) => `| \`${column.name}\` | ${column.type} | ${column.text} |`,
    );
    const head = '| column | type | what it says |\n| --- | --- | --- |';
    return `\n## ${name}\n\n${commentOf(node)}\n\n${head}\n${rows.join('\n')}\n`;
  });
  const { format } = await import('prettier');
  fs.writeFileSync(PAGE, await format(HEAD + parts.join(''), { parser: 'markdown', printWidth: 110 }));
  say(`${tables.length} tables in ${path.relative(fromRoot(), PAGE)}`);
});
