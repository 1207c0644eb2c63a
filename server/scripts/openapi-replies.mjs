/**
 * `node server/scripts/openapi-replies.mjs`: writes JSON schemas of all replies, made from the interfaces in
 * `shared/src`, to `server/dist/openapi-replies.json`, where the API's documentation and tests read them.
 * Takes seconds, so the result is kept by the hash of what it was made from.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = path.join(root, 'shared/src');
const output = path.join(root, 'server/dist/openapi-replies.json');
const cacheDir = path.join(root, '.cache/openapi');

/** @typedef {{ [key: string]: any }} Schema */

/** What the schemas depend on: the contract and this program. */
function inputHash() {
  const hash = createHash('sha256').update(fs.readFileSync(fileURLToPath(import.meta.url)));
  const files = /** @type {string[]} */ (fs.readdirSync(source, { recursive: true }))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .sort();
  for (const name of files) {
    hash.update(`\0${name}\0`).update(fs.readFileSync(path.join(source, name)));
  }
  return hash.digest('hex');
}

/**
 * A name that OpenAPI allows: `Page<ProductCardReply>` becomes `PageOfProductCardReply`.
 * @param {string} name
 */
const plainName = (name) => name.replace(/</g, 'Of').replace(/[^0-9A-Za-z_.-]/g, '');

/**
 * References as they stand in an OpenAPI document, found on the way.
 * @param {any} value
 * @param {Set<string>} found original names of the definitions referred to
 * @returns {any}
 */
function withReferences(value, found) {
  if (Array.isArray(value)) {
    return value.map((item) => withReferences(item, found));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key !== '$ref') {
        return [key, withReferences(child, found)];
      }
      const name = decodeURIComponent(String(child).replace('#/definitions/', ''));
      found.add(name);
      return [key, `#/components/schemas/${plainName(name)}`];
    }),
  );
}

async function generate() {
  const { createGenerator } = await import('ts-json-schema-generator');
  const schema = createGenerator({
    path: path.join(source, 'route-types.ts'),
    tsconfig: path.join(root, 'shared/tsconfig.json'),
    type: 'RouteTypes',
    expose: 'export',
    topRef: true,
    jsDoc: 'extended',
    skipTypeCheck: true,
    additionalProperties: false,
    encodeRefs: false,
  }).createSchema('RouteTypes');
  const definitions = /** @type {{ [name: string]: Schema }} */ (schema.definitions ?? {});
  /** @type {Set<string>} */
  const wanted = new Set();
  const replies = Object.fromEntries(
    Object.entries(/** @type {Schema} */ (definitions.RouteTypes?.properties ?? {})).map(([name, types]) => [
      name,
      withReferences(types.properties.reply, wanted),
    ]),
  );
  /** @type {{ [name: string]: Schema }} */
  const schemas = {};
  // The set grows while it is walked: definitions refer to others.
  for (const name of wanted) {
    schemas[plainName(name)] = withReferences(definitions[name], wanted);
  }
  return { replies, schemas };
}

const cached = path.join(cacheDir, `${inputHash()}.json`);
if (!fs.existsSync(cached)) {
  const text = JSON.stringify(await generate());
  fs.rmSync(cacheDir, { recursive: true, force: true });
  fs.mkdirSync(cacheDir, { recursive: true });
  fs.writeFileSync(`${cached}.part`, text);
  fs.renameSync(`${cached}.part`, cached);
}
fs.mkdirSync(path.dirname(output), { recursive: true });
fs.copyFileSync(cached, output);
