/** Things that may be used in one place only. */
import ts from 'typescript';
import { calledName, isProduct, isServer } from '../source.mjs';

/** @typedef {import('../source.mjs').Rule} Rule */

/** Calls of Taro that are navigation; hooks are the other exception. */
const NAVIGATION =
  /^(navigateTo|navigateBack|redirectTo|switchTab|reLaunch|getCurrentPages|getCurrentInstance)$/;

/** Settings are read once, at one place. @type {Rule} */
export const environment = {
  applies: (file) =>
    isProduct(file) &&
    !/^server\/src\/infra\/config[./]/.test(file) &&
    !file.startsWith('miniprogram/src/platform/'),
  check(source) {
    for (const node of source.nodes) {
      if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') {
        source.report(
          node,
          'process.env is read here',
          'add the setting to infra/config.ts (mini program: platform/)',
        );
      }
    }
  },
};

/** Time and chance come from infra, so that tests and the demo can move them. @type {Rule} */
export const timeAndChance = {
  applies: (file) => isServer(file) && !/^server\/src\/infra\/(clock|ids)[./]/.test(file),
  check(source) {
    for (const node of source.nodes) {
      const name = calledName(node);
      if (name === 'Date.now' || (ts.isNewExpression(node) && name === 'Date' && !node.arguments?.length)) {
        source.report(
          node,
          'the time of day is read here',
          'use Clock of infra (rules take `now` as an argument)',
        );
      }
      if (name === 'Math.random' || /(^|\.)randomUUID$/.test(name)) {
        source.report(node, `${name} is called here`, 'use the functions of infra/ids');
      }
    }
  },
};

/** What a phone offers goes through one folder, which alone knows how kinds of phones differ. @type {Rule} */
export const platform = {
  applies: (file) => file.startsWith('miniprogram/src/') && !file.startsWith('miniprogram/src/platform/'),
  check(source) {
    for (const node of source.nodes) {
      if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) {
        continue;
      }
      const object = node.expression.text;
      const member = node.name.text;
      if (object === 'wx' || (object === 'Taro' && !NAVIGATION.test(member) && !/^use[A-Z]/.test(member))) {
        source.report(node, `${object}.${member} is used here`, 'call it through a function in platform/');
      }
    }
  },
};

/** Floating point never touches money. @type {Rule} */
export const moneyArithmetic = {
  applies: (file) => isProduct(file) && file !== 'shared/src/money.ts',
  check(source) {
    for (const node of source.nodes) {
      const divides =
        ts.isBinaryExpression(node) &&
        [ts.SyntaxKind.SlashToken, ts.SyntaxKind.SlashEqualsToken].includes(node.operatorToken.kind) &&
        /^100(\.0*)?$/.test(node.right.getText());
      if (divides || /(^|\.)(toFixed|parseFloat)$/.test(calledName(node))) {
        source.report(
          node,
          `${node.getText().slice(0, 40)}: money is integer fen`,
          'use a function of shared/src/money.ts',
        );
      }
    }
  },
};

/** A handler binds a route, calls one thing and returns its value. @type {Rule} */
export const thinControllers = {
  applies: (file) => /^server\/src\/api\/.*\.controller\.ts$/.test(file),
  check(source) {
    for (const node of source.nodes) {
      const handler = ts.isMethodDeclaration(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
      if (handler && node.body && node.body.statements.length !== 1) {
        const count = node.body.statements.length;
        const instead = 'one statement: call a flow or a service and return its value';
        source.report(node.name, `handler ${node.name.getText()} has ${count} statements`, instead);
      }
    }
  },
};
