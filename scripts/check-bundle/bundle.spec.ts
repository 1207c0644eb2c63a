import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { packageSizes, weappProblems, webProblems } from './bundle.mjs';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tuanlink-bundle-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

const page = (name: string) => ({ [`${name}.js`]: 'Page({})', [`${name}.json`]: '{}', [`${name}.wxml`]: '' });

/** A mini program with one page in the main package and one in a subpackage. */
function writeWeapp(files: Record<string, string> = {}): void {
  const manifest = {
    pages: ['pages/home/index'],
    subPackages: [{ root: 'packages/buy', pages: ['cart/index'] }],
  };
  write({
    'app.json': JSON.stringify(manifest),
    ...page('pages/home/index'),
    ...page('packages/buy/cart/index'),
    ...files,
  });
}

describe('a built mini program', () => {
  it('is good when it is complete and small', () => {
    writeWeapp();
    expect(weappProblems(folder)).toEqual([]);
  });

  it.each([
    ['class-validator', 'global.classValidatorMetadataStorage={}'],
    ['class-transformer', 'e.plainToInstance=t'],
    ['reflect-metadata', 'Reflect.defineMetadata("a",1,b)'],
    ['an environment variable', 'var url=process.env.TARO_APP_API'],
  ])('must not contain %s', (what, code) => {
    writeWeapp({ 'vendors.js': code });
    expect(weappProblems(folder)).toEqual([`vendors.js contains ${what}`]);
  });

  it('must parse', () => {
    writeWeapp({ 'common.js': 'class A { #"e" = 1 }' });
    expect(weappProblems(folder)).toEqual([expect.stringContaining('common.js does not parse')]);
  });

  it('must have the pages it names', () => {
    writeWeapp();
    fs.rmSync(path.join(folder, 'packages/buy/cart/index.wxml'));
    expect(weappProblems(folder)).toEqual(['packages/buy/cart/index.wxml is missing']);
  });

  it('is measured by package, source maps aside', () => {
    writeWeapp({ 'packages/buy/big.js': ' '.repeat(5_000), 'app.js.map': ' '.repeat(9_000) });
    expect(packageSizes(folder).get('packages/buy/')).toBe(5_000 + 'Page({}){}'.length);
    expect(packageSizes(folder).get('')).toBeLessThan(1_000);
  });

  it('must keep to the size limit of the main package', () => {
    writeWeapp({ 'taro.js': ' '.repeat(1_024 * 1_024) });
    expect(weappProblems(folder)).toEqual(['the main package has 1025 KB, 1024 are the limit']);
  });
});

describe('a built web app', () => {
  it('is good when its scripts are there and parse', () => {
    write({
      'index.html': '<script src="/env.js"></script><script defer src="/js/app.js"></script>',
      'js/app.js': 'start()',
    });
    expect(webProblems(folder)).toEqual([]);
  });

  it('must have the scripts it names', () => {
    write({ 'index.html': '<script src="/js/app.js"></script>' });
    expect(webProblems(folder)).toEqual(['index.html names js/app.js, which is missing']);
  });

  it('must start something', () => {
    write({ 'index.html': '<body></body>' });
    expect(webProblems(folder)).toEqual(['index.html names no script']);
  });
});
