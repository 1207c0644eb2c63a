/** Words that have no place here. */
import ts from 'typescript';

/** Words of other shops' code, and what the thing is called here. */
const RENAMED = new Map([
  ['activity', 'campaign'],
  ['activities', 'campaigns'],
  ['pink', 'group'],
  ['combination', 'campaign, or group'],
  ['combinations', 'campaigns, or groups'],
  ['brokerage', 'commission'],
  ['brokerages', 'commissions'],
]);

/** Folders that speak WeChat's language, whose field names are not ours to choose. */
const FOREIGN = /^(server\/src\/infra\/wechat|scripts\/wechat-sandbox)\//;

/** The words of an identifier: `openPinkId` → open, pink, id. @param {string} name */
const wordsOf = (name) => name.split(/[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());

/** @type {import('../source.mjs').Rule} */
export const vocabulary = {
  applies: (file) => !FOREIGN.test(file),
  check(source) {
    const report = (/** @type {ts.Node | number} */ place, /** @type {string} */ name) => {
      for (const word of wordsOf(name).filter((each) => RENAMED.has(each))) {
        source.report(
          place,
          `"${word}" in ${name} is not a word of this project`,
          `call it ${RENAMED.get(word)}`,
        );
      }
    };
    report(1, source.path);
    for (const node of source.nodes) {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
        report(node, node.text);
      }
    }
  },
};

/** Work that was put off. @type {import('../source.mjs').Rule} */
export const unfinished = {
  applies: (file) => !/^(scripts\/tidy\/|package-lock\.json$)/.test(file),
  check(source) {
    source.lines.forEach((line, index) => {
      const mark = /\b(TODO|FIXME)\b/.exec(line)?.[0];
      if (mark) {
        source.report(index + 1, `${mark} is left here`, 'do it now, or describe it in an issue');
      }
    });
  },
};

/** Specs that do not run, or keep the others from running. @type {import('../source.mjs').Rule} */
export const allTestsRun = {
  applies: (file) => /\.spec\.tsx?$/.test(file),
  check(source) {
    for (const node of source.nodes) {
      const text = ts.isCallExpression(node) ? node.expression.getText() : '';
      if (/^(it|test|describe)\.(only|skip|todo)\b/.test(text) || /^(x|f)(it|test|describe)\b/.test(text)) {
        source.report(node, `${text} keeps tests from running`, 'repair the test or delete it');
      }
    }
  },
};

/** An installation uses the registry of the machine it runs on. @type {import('../source.mjs').Rule} */
export const noRegistry = {
  applies: (file) => !file.startsWith('scripts/tidy/'),
  check(source) {
    source.lines.forEach((line, index) => {
      if (/\bregistry\.[\w-]+\.\w+|\bnpmmirror\.com|^\s*registry\s*=|"resolved": "https?:/.test(line)) {
        source.report(
          index + 1,
          'a package registry is named here',
          'leave the host out (.npmrc keeps it out of the lock)',
        );
      }
    });
  },
};
