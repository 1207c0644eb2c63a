/** Who may import whom: the table of the design's section 1. */
import path from 'node:path/posix';
import ts from 'typescript';
import { isFace, isServer } from '../source.mjs';

/** @typedef {import('../source.mjs').Source} Source */
/** @typedef {{ node: ts.Node, from: string, typeOnly: boolean }} Import */

/** Layers of the server from top to bottom, each may use those to its right and itself. */
const BELOW = /** @type {Record<string, string[]>} */ ({
  api: ['flows', 'domains', 'infra'],
  worker: ['flows', 'domains', 'infra'],
  flows: ['domains', 'infra'],
  domains: ['infra'],
  infra: [],
});

/** The only domain that others may import, and by whom. */
const LEDGER_USERS = ['distribution', 'withdrawals', 'membership'];

/** What pure rules must not know: frameworks, the clock and all else of infra, what reads or writes. */
const IMPURE = [
  /^(@nestjs|typeorm|pg|pg-boss|fastify)\b/,
  /^node:(?!crypto)/, // hashing is pure
  /\/infra\/(?!refusal)/,
  /\.(service|queries|entity|flow|job|module|controller)$/,
];

/** The one list of all entities, for the connection to the database. */
const ENTITY_LIST = 'server/src/entities.ts';

/** What faces may import from the contract as values; the rest drags the validator into their bundles. */
const PLAIN_ENTRIES = [
  'routes',
  'money',
  'errors',
  'states',
  'time',
  'paging',
  'limits',
  'ledger-proof',
  'line-proof',
  'sha256',
  'exports',
];

/**
 * Every import of a file, with relative ones turned into paths of the repository without extension.
 * @param {Source} source
 * @returns {Import[]}
 */
export function importsOf(source) {
  /** @type {Import[]} */
  const found = [];
  for (const node of source.nodes) {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push({ node, from: resolve(source.path, node.moduleSpecifier), typeOnly: isTypeOnly(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      found.push({ node, from: resolve(source.path, node.arguments[0]), typeOnly: false });
    }
  }
  return found;
}

/**
 * @param {string} importer
 * @param {ts.Expression} specifier
 */
function resolve(importer, specifier) {
  const text = ts.isStringLiteralLike(specifier) ? specifier.text : '';
  const full = text.startsWith('.') ? path.join(path.dirname(importer), text) : text;
  return full.replace(/\.(js|mjs|ts|tsx)$/, '').replace(/^@\//, 'miniprogram/src/');
}

/** @param {ts.ImportDeclaration | ts.ExportDeclaration} node */
function isTypeOnly(node) {
  if (ts.isExportDeclaration(node)) {
    return node.isTypeOnly;
  }
  const clause = node.importClause;
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) {
    return clause !== undefined;
  }
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

/** @param {string} file a path of the repository */
function placeInServer(file) {
  const [, layer = '', domain = ''] = /^server\/src\/(\w+)\/([\w-]+)/.exec(file) ?? [];
  return { layer, domain };
}

/** The folder an entity may be used in: its domain, or its part of infra. @param {string} file */
const homeOf = (file) => /^server\/src\/(domains|infra)\/[^/]+\//.exec(file)?.[0] ?? path.dirname(file);

/**
 * @param {Source} source
 * @param {Import} one
 */
function checkLayers(source, { node, from }) {
  const here = placeInServer(source.path);
  const there = placeInServer(from);
  const allowed = BELOW[here.layer];
  if (!allowed || !(there.layer in BELOW)) {
    return;
  }
  if (here.layer !== there.layer && !allowed.includes(there.layer)) {
    const instead = `imports go one way: api, worker → flows → domains → infra; move what is needed down`;
    source.report(node, `${here.layer} imports from ${there.layer}`, instead);
  }
  const crossing = here.layer === 'domains' && there.layer === 'domains' && here.domain !== there.domain;
  if (crossing && !(there.domain === 'ledger' && LEDGER_USERS.includes(here.domain))) {
    const instead = 'let a flow call both domains and pass plain values between them';
    source.report(node, `domain ${here.domain} imports domain ${there.domain}`, instead);
  }
}

/** Layers of the server, entities at home, migrations on their own. @type {import('../source.mjs').Rule} */
export const serverImports = {
  applies: (file) => file.startsWith('server/') && !file.startsWith('server/console/'),
  check(source) {
    for (const one of importsOf(source)) {
      if (isServer(source.path)) {
        checkLayers(source, one);
      }
      const atHome = source.path.startsWith(homeOf(one.from)) || source.path === ENTITY_LIST;
      if (one.from.endsWith('.entity') && !atHome) {
        const instead = 'ask the service or the queries of its domain, which hand out plain objects';
        source.report(one.node, `an entity leaves its domain: ${path.basename(one.from)}`, instead);
      }
      if (/^server\/src\/migrations\/(?!index)/.test(source.path) && one.from !== 'typeorm') {
        source.report(
          one.node,
          `a migration imports ${one.from}`,
          'write the value out: a migration never changes again',
        );
      }
      if (/^(scripts|miniprogram|server\/console)\//.test(one.from) && isServer(source.path)) {
        source.report(one.node, `the server imports ${one.from}`, 'put what both need into shared');
      }
    }
  },
};

/** Rules are pure: facts and `now` in, decision out. @type {import('../source.mjs').Rule} */
export const pureRules = {
  applies: (file) => file.endsWith('.rules.ts'),
  check(source) {
    for (const { node, from } of importsOf(source)) {
      if (IMPURE.some((impure) => impure.test(from))) {
        const instead =
          'take plain facts as arguments; what reads or writes belongs into a service or a flow';
        source.report(node, `pure rules import ${from}`, instead);
      }
    }
    for (const node of source.nodes) {
      if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) {
        source.report(node, 'pure rules do not wait', 'read the facts before, in the flow or the service');
      }
      if (ts.isIdentifier(node) && node.text === 'Clock') {
        source.report(node, 'pure rules do not read the clock', 'take `now: Date` as an argument');
      }
    }
  },
};

/** Faces know the contract, not the server. @type {import('../source.mjs').Rule} */
export const faceImports = {
  applies: isFace,
  check(source) {
    for (const { node, from, typeOnly } of importsOf(source)) {
      const entry = /^@tuanlink\/shared(?:\/(.*))?$/.exec(from)?.[1];
      if (from.startsWith('@tuanlink/shared') && !PLAIN_ENTRIES.includes(entry ?? '') && !typeOnly) {
        const instead = `write \`import type\`; values come only from ${PLAIN_ENTRIES.join(', ')}`;
        source.report(node, `a face imports values from ${from}`, instead);
      }
      if (
        /^(server\/src|scripts)\//.test(from) ||
        /^(class-validator|class-transformer|reflect-metadata)$/.test(from)
      ) {
        source.report(
          node,
          `a face imports ${from}`,
          'put what both need into shared, or ask the server for it',
        );
      }
    }
  },
};

/** The contract and the sandbox stand on their own. @type {import('../source.mjs').Rule} */
export const standAlone = {
  applies: (file) => /^(shared\/src|scripts\/wechat-sandbox)\//.test(file),
  check(source) {
    const own = /** @type {RegExpExecArray} */ (
      /^(shared\/src|scripts\/wechat-sandbox)\//.exec(source.path)
    )[0];
    for (const { node, from } of importsOf(source)) {
      if (/^(server|miniprogram|scripts|shared)\//.test(from) && !from.startsWith(own)) {
        source.report(node, `${own} imports ${from}`, 'it shares no code with the programs that use it');
      }
    }
  },
};
