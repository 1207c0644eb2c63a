import { checkText } from './tidy.mjs';

/** What is found in a file: `line: problem`, cut to what identifies it. */
const findingsOf = (path: string, text: string) =>
  checkText(path, text).map((finding) => `${finding.line}: ${finding.problem}`);

const lines = (count: number, line = '// a line') => `${line}\n`.repeat(count);

/** One row one rule: the file, a text that breaks the rule, and what must be said about it. */
const BROKEN: [rule: string, path: string, text: string, problem: string][] = [
  [
    'a layer reaches up',
    'server/src/domains/orders/a.service.ts',
    "import '../../flows/b.js';",
    '1: domains imports from flows',
  ],
  [
    'infra reaches up',
    'server/src/infra/a.ts',
    "import '../domains/orders/b.js';",
    '1: infra imports from domains',
  ],
  ['api and worker', 'server/src/api/shop/a.ts', "import '../../worker/b.js';", '1: api imports from worker'],
  [
    'a domain imports another',
    'server/src/domains/orders/a.ts',
    "\nexport { x } from '../catalog/b.js';",
    '2: domain orders imports domain catalog',
  ],
  [
    'the ledger is for some only',
    'server/src/domains/orders/a.ts',
    "import type { T } from '../ledger/ledger.service.js';",
    '1: domain orders imports domain ledger',
  ],
  [
    'an entity leaves its domain',
    'server/src/flows/checkout/a.flow.ts',
    "import { Order } from '../../domains/orders/order.entity.js';",
    '1: an entity leaves its domain: order.entity',
  ],
  [
    'an entity in a test of the server',
    'server/test/stories/a.spec.ts',
    "import { Order } from '../../src/domains/orders/order.entity.js';",
    '1: an entity leaves its domain: order.entity',
  ],
  [
    'a migration imports',
    'server/src/migrations/1.ts',
    "import '../infra/ids.js';",
    '1: a migration imports server/src/infra/ids',
  ],
  [
    'dynamic imports count',
    'server/src/infra/a.ts',
    "await import('../api/b.js');",
    '1: infra imports from api',
  ],
  [
    'rules import Nest',
    'server/src/domains/orders/order.rules.ts',
    "import type { Type } from '@nestjs/common';",
    '1: pure rules import @nestjs/common',
  ],
  [
    'rules import infra',
    'server/src/domains/orders/order.rules.ts',
    "import { Ids } from '../../infra/ids.js';",
    '1: pure rules import server/src/infra/ids',
  ],
  [
    'rules wait',
    'server/src/domains/orders/order.rules.ts',
    'export async function f() {}',
    '1: pure rules do not wait',
  ],
  [
    'rules read the clock',
    'server/src/domains/orders/order.rules.ts',
    'export const f = (clock: Clock) => clock;',
    '1: pure rules do not read the clock',
  ],
  [
    'a face imports a DTO as value',
    'miniprogram/src/api/a.ts',
    "import { QuoteDto } from '@tuanlink/shared/dto';",
    '1: a face imports values from @tuanlink/shared/dto',
  ],
  [
    'an inline type next to a value',
    'server/console/src/a.ts',
    "import { type A, B } from '@tuanlink/shared/replies';",
    '1: a face imports values from @tuanlink/shared/replies',
  ],
  [
    'a face imports the server',
    'server/console/src/a.ts',
    "import type { A } from '../../src/infra/clock.js';",
    '1: a face imports server/src/infra/clock',
  ],
  [
    'the sandbox shares code',
    'scripts/wechat-sandbox/a.ts',
    "import '../../server/src/infra/wechat/pay.crypto.js';",
    '1: scripts/wechat-sandbox/ imports server/src/infra/wechat/pay.crypto',
  ],
  [
    'settings elsewhere',
    'server/src/flows/a.ts',
    'const port = process.env.PORT;',
    '1: process.env is read here',
  ],
  ['time of day', 'server/src/flows/a.ts', 'const now = new Date();', '1: the time of day is read here'],
  [
    'time of day as a number',
    'server/src/flows/a.ts',
    'const now = Date.now();',
    '1: the time of day is read here',
  ],
  [
    'chance',
    'server/src/flows/a.ts',
    'const id = crypto.randomUUID();',
    '1: crypto.randomUUID is called here',
  ],
  [
    'the phone',
    'miniprogram/src/pages/home/index.tsx',
    'Taro.setStorageSync("a", 1);',
    '1: Taro.setStorageSync is used here',
  ],
  ['the phone by its other name', 'miniprogram/src/hooks/a.ts', 'wx.login();', '1: wx.login is used here'],
  [
    'fen divided',
    'server/console/src/a.ts',
    'const yuan = payFen / 100;',
    '1: payFen / 100: money is integer fen',
  ],
  [
    'fen as text',
    'miniprogram/src/a.ts',
    'const text = yuan.toFixed(2);',
    '1: yuan.toFixed(2): money is integer fen',
  ],
  [
    'yuan read as float',
    'server/src/flows/a.ts',
    'const yuan = Number.parseFloat(text);',
    '1: Number.parseFloat(text): money is integer fen',
  ],
  [
    'a controller that thinks',
    'server/src/api/shop/a.controller.ts',
    'class A {\n  @Get()\n  list() {\n    const a = 1;\n    return a;\n  }\n}',
    '3: handler list has 2 statements',
  ],
  [
    'a long line',
    'shared/src/a.ts',
    `const text = '${'团'.repeat(100)}';`,
    '1: the line is longer than 110 characters',
  ],
  ['a long file', 'shared/src/a.ts', lines(401), '1: the file has 401 lines, 400 are the limit'],
  [
    'a long function',
    'shared/src/a.ts',
    `function f() {\n${lines(60)}}\n`,
    '1: f has 62 lines, 60 are the limit',
  ],
  [
    'many dependencies',
    'server/src/flows/a.ts',
    'class A {\n  constructor(a: A, b: A, c: A, d: A, e: A, f: A, g: A, h: A) {}\n}',
    '2: the constructor takes 8 dependencies, 7 are the limit',
  ],
  [
    'a banned word',
    'server/src/flows/a.ts',
    'const openPinkId = 1;',
    '1: "pink" in openPinkId is not a word of this project',
  ],
  [
    'a banned file name',
    'server/src/flows/brokerage.ts',
    '',
    '1: "brokerage" in server/src/flows/brokerage.ts is not a word of this project',
  ],
  ['work put off', 'docs/a.md', '\nTODO: write this', '2: TODO is left here'],
  ['a test alone', 'shared/src/a.spec.ts', 'it.only("a", () => {});', '1: it.only keeps tests from running'],
  [
    'a table of tests left out',
    'shared/src/a.spec.ts',
    'describe.skip.each([1])("a", () => {});',
    '1: describe.skip.each([1]) keeps tests from running',
  ],
  [
    'a registry in the lock file',
    'package-lock.json',
    '"resolved": "https://example.org/a.tgz",',
    '1: a package registry is named here',
  ],
  [
    'a registry in settings',
    '.npmrc',
    'registry=https://example.org/',
    '1: a package registry is named here',
  ],
];

/** Texts close to the broken ones in which nothing is wrong. */
const CLEAN: [what: string, path: string, text: string][] = [
  [
    'downwards',
    'server/src/flows/a.ts',
    "import { O } from '../domains/orders/order.service.js';\nimport '../infra/ids.js';",
  ],
  [
    'the ledger for its users',
    'server/src/domains/distribution/a.ts',
    "import { L } from '../ledger/ledger.service.js';",
  ],
  ['an entity at home', 'server/src/domains/orders/a.ts', "import { Order } from './order.entity.js';"],
  ['a root that binds all layers', 'server/src/main.ts', "import './api/a.js';\nimport './worker/b.js';"],
  [
    'pure rules',
    'server/src/domains/orders/order.rules.ts',
    "import { allocate } from '@tuanlink/shared/money';",
  ],
  [
    'rules that hash and refuse',
    'server/src/domains/ledger/ledger.rules.ts',
    "import { createHash } from 'node:crypto';\nimport { Refusal } from '../../infra/refusal.js';",
  ],
  [
    'rules with types of their own',
    'server/src/domains/orders/order.rules.ts',
    "import type { A } from './order.types.js';",
  ],
  [
    'types of the contract in a face',
    'miniprogram/src/a.ts',
    "import type { A } from '@tuanlink/shared/dto';",
  ],
  ['inline types only', 'miniprogram/src/a.ts', "import { type A, type B } from '@tuanlink/shared/replies';"],
  ['values a face may use', 'miniprogram/src/a.ts', "import { routes } from '@tuanlink/shared/routes';"],
  ['settings at their place', 'server/src/infra/config.ts', 'const port = process.env.PORT;'],
  ['the clock itself', 'server/src/infra/clock.ts', 'const now = new Date();'],
  ['a date from a value', 'server/src/flows/a.ts', 'const at = new Date(row.at);'],
  ['navigation and hooks', 'miniprogram/src/pages/a.tsx', 'Taro.navigateTo({ url });\nTaro.useDidShow(f);'],
  ['the platform', 'miniprogram/src/platform/storage.ts', 'wx.setStorageSync("a", 1);'],
  ['money in its place', 'shared/src/money.ts', 'const yuan = (fen / 100).toFixed(2);'],
  ['other divisions', 'server/src/flows/a.ts', 'const page = count / 1000;'],
  [
    'a thin controller',
    'server/src/api/a.controller.ts',
    'class A {\n  @Get()\n  list() {\n    return this.a.list();\n  }\n}',
  ],
  [
    'a method that is no handler',
    'server/src/api/a.controller.ts',
    'class A {\n  f() {\n    g();\n    h();\n  }\n}',
  ],
  ['limits that are just met', 'shared/src/a.ts', `function f() {\n${lines(58)}}\n${lines(340)}`],
  ['long seeds', 'server/src/cli/seed/products.ts', lines(500)],
  ["WeChat's words", 'server/src/infra/wechat/a.ts', 'const activity_id = 1;'],
  ['words inside others', 'server/src/flows/a.ts', 'const pinkish = interactivity;'],
  ['a registry of other things', 'server/src/infra/a.ts', 'const registry = new Map();'],
];

describe('the structure check', () => {
  it.each(BROKEN)('finds: %s', (_rule, path, text, problem) => {
    expect(findingsOf(path, text)).toContainEqual(expect.stringContaining(problem));
  });

  it.each(CLEAN)('lets pass: %s', (_what, path, text) => {
    expect(findingsOf(path, text)).toEqual([]);
  });

  it('says what to write instead', () => {
    expect(checkText('server/src/flows/a.ts', 'const now = new Date();')).toEqual([
      {
        path: 'server/src/flows/a.ts',
        line: 1,
        problem: 'the time of day is read here',
        instead: 'use Clock of infra (rules take `now` as an argument)',
      },
    ]);
  });
});
