/** What must hold for the built mini program and the built web app, whatever their sources look like. */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const KB = 1024;

/** Our limit for the main package, so that the first page opens fast; WeChat's own is 2,048 KB. */
const MAIN_KB_MAX = 1_024;
/** The script with the settings of the shop at hand: the API makes it. */
const SERVED = 'env.js';

/** WeChat's limit for one subpackage. */
const SUBPACKAGE_KB_MAX = 2_048;

/**
 * Traces that survive minifying, by what they prove. The contract's classes are for the server only; an
 * environment variable that no build step replaced throws on a phone.
 */
const TRACES = /** @type {[what: string, trace: RegExp][]} */ ([
  ['class-validator', /classValidatorMetadataStorage|class-validator/],
  ['class-transformer', /instanceToPlain|plainToInstance|class-transformer/],
  ['reflect-metadata', /\bdefineMetadata\b|design:paramtypes|reflect-metadata/],
  ['an environment variable', /\bprocess\.env\b/],
]);

/**
 * @param {string} folder
 * @returns {string[]} paths of all files below, relative to the folder, with `/`
 */
const filesOf = (folder) =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

/**
 * What is wrong with a bundle's scripts: they do not parse, or hold what has no place in them.
 * @param {string} folder
 * @returns {string[]} one sentence each
 */
export function scriptProblems(folder) {
  return filesOf(folder)
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => {
      const code = fs.readFileSync(path.join(folder, file), 'utf8');
      const found = TRACES.filter(([, trace]) => trace.test(code)).map(
        ([what]) => `${file} contains ${what}`,
      );
      try {
        new vm.Script(code, { filename: file });
      } catch (error) {
        found.push(`${file} does not parse: ${/** @type {Error} */ (error).message}`);
      }
      return found;
    });
}

/**
 * @param {string} folder
 * @returns {{ pages: string[], subpackages: { root: string, pages: string[] }[] }}
 */
function manifestOf(folder) {
  const { pages, subPackages, subpackages } = JSON.parse(
    fs.readFileSync(path.join(folder, 'app.json'), 'utf8'),
  );
  return { pages, subpackages: subPackages ?? subpackages ?? [] };
}

/**
 * The size of each package of a mini program; the main package has the name ''. Source maps are not uploaded.
 * @param {string} folder
 * @returns {Map<string, number>} bytes
 */
export function packageSizes(folder) {
  const roots = manifestOf(folder).subpackages.map(({ root }) => root.replace(/\/*$/, '/'));
  const sizes = new Map([['', 0], ...roots.map((root) => /** @type {[string, number]} */ ([root, 0]))]);
  for (const file of filesOf(folder).filter((name) => !name.endsWith('.map'))) {
    const root = roots.find((each) => file.startsWith(each)) ?? '';
    sizes.set(root, (sizes.get(root) ?? 0) + fs.statSync(path.join(folder, file)).size);
  }
  return sizes;
}

/**
 * What is wrong with a built mini program.
 * @param {string} folder
 * @returns {string[]} one sentence each
 */
export function weappProblems(folder) {
  const { pages, subpackages } = manifestOf(folder);
  const allPages = [
    ...pages,
    ...subpackages.flatMap(({ root, pages: own }) => own.map((page) => path.posix.join(root, page))),
  ];
  const missing = allPages
    .flatMap((page) => ['js', 'json', 'wxml'].map((end) => `${page}.${end}`))
    .filter((file) => !fs.existsSync(path.join(folder, file)))
    .map((file) => `${file} is missing`);
  const tooBig = [...packageSizes(folder)].flatMap(([root, bytes]) => {
    const max = root === '' ? MAIN_KB_MAX : SUBPACKAGE_KB_MAX;
    const name = root === '' ? 'the main package' : `the subpackage ${root}`;
    return bytes > max * KB ? [`${name} has ${Math.ceil(bytes / KB)} KB, ${max} are the limit`] : [];
  });
  return [...missing, ...tooBig, ...scriptProblems(folder)];
}

/**
 * What is wrong with a built web app.
 * @param {string} folder
 * @returns {string[]} one sentence each
 */
export function webProblems(folder) {
  const html = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = '']) =>
    source.replace(/^\//, ''),
  );
  const missing = scripts
    .filter((file) => file !== SERVED && !fs.existsSync(path.join(folder, file)))
    .map((file) => `index.html names ${file}, which is missing`);
  return [
    ...(scripts.length === 0 ? ['index.html names no script'] : []),
    ...missing,
    ...scriptProblems(folder),
  ];
}
