import type { Documented, Schema } from '../contract/documented.js';

/** A body that must be refused, and why. */
export interface Mutant {
  label: string;
  body: Record<string, unknown>;
}

/** Longer than any text but a file's. */
const ENDLESS = 300_000;

type Json = Record<string, unknown>;

/**
 * Every way in which one field of a good body can be wrong by its documentation: another type, one too long,
 * too large or too small, text that no database holds, null, absent, and unknown fields beside it.
 */
export function mutantsOf(documented: Documented, schema: Schema, good: Json): Mutant[] {
  return [
    ...mutate(documented, schema, good, ''),
    ...['userId', '__proto__', 'constructor'].map((name) => ({
      label: `unknown ${name}`,
      // Written as a field of its own, as JSON.parse would make it.
      body: Object.fromEntries([...Object.entries(good), [name, { isAdmin: true }]]) as Json,
    })),
  ];
}

function mutate(documented: Documented, schema: Schema, good: Json, path: string): Mutant[] {
  const { properties = {}, required = [] } = documented.resolve(schema);
  return Object.entries(properties).flatMap(([name, child]) => {
    const field = documented.resolve(child);
    const label = `${path}${name}`;
    const { [name]: present, ...others } = good;
    const absent = required.includes(name) ? [{ label: `${label} absent`, body: others }] : [];
    const wrong = [...wrongValues(field), ...listsOf(present)].map(([why, value]) => ({
      label: `${label} ${why}`,
      body: { ...good, [name]: value },
    }));
    const inner = innerMutants(documented, field, present, label).map(({ label: why, body }) => ({
      label: why,
      body: { ...good, [name]: Array.isArray(present) ? [body] : body },
    }));
    return [...absent, ...wrong, ...inner];
  });
}

function innerMutants(documented: Documented, field: Schema, present: unknown, label: string): Mutant[] {
  const [first] = Array.isArray(present) ? (present as unknown[]) : [present];
  if (typeof first !== 'object' || first === null) return [];
  const schema = Array.isArray(present) ? (field.items ?? {}) : field;
  const unknown = { label: `${label} with an unknown field`, body: { ...first, noSuchField: 1 } };
  return [unknown, ...mutate(documented, schema, first as Json, `${label}.`)];
}

/** Where one object belongs: none of it, or a good one, in a list. */
function listsOf(present: unknown): [string, unknown][] {
  if (typeof present !== 'object' || present === null || Array.isArray(present)) return [];
  return [
    ['an empty list', []],
    ['a list of it', [present]],
  ];
}

function wrongValues(field: Schema): [string, unknown][] {
  const common: [string, unknown][] = [
    ['a map', { a: 1 }],
    ['a list of lists', [[1]]],
  ];
  if (field.enum !== undefined) return [...common, ['another word', 'no-such-word'], ['a number', 1]];
  switch (field.type) {
    case 'string':
      return [...common, ...wrongTexts(field)];
    case 'integer':
    case 'number':
      return [...common, ...wrongNumbers(field)];
    case 'boolean':
      return [...common, ['a text', 'true'], ['a number', 1]];
    case 'array':
      return [['a map', {}], ['a text', 'x'], ['a hole', [null]], ...wrongLists(field)];
    default:
      return [
        ['a text', 'x'],
        ['a list', [1]],
        ['a number', 1],
      ];
  }
}

function wrongTexts({ maxLength, minLength }: Schema): [string, unknown][] {
  return [
    ['a number', 5],
    ['a truth', true],
    ['with NUL', 'a\u0000b'],
    ['with half a pair', 'a\ud83d'],
    ...(maxLength === undefined || maxLength < ENDLESS
      ? [['endless', 'x'.repeat(ENDLESS)] as [string, unknown]]
      : []),
    ...(maxLength === undefined ? [] : [['one too long', 'x'.repeat(maxLength + 1)] as [string, unknown]]),
    ...(minLength === undefined || minLength === 0 ? [] : [['too short', ''] as [string, unknown]]),
  ];
}

function wrongNumbers({ maximum, minimum }: Schema): [string, unknown][] {
  return [
    ['a text', '1'],
    ['a fraction', 1.5],
    ['unsafe', 2 ** 53],
    ['huge', 1e300],
    ...(maximum === undefined ? [] : [['one too many', maximum + 1] as [string, unknown]]),
    ...(minimum === undefined ? [] : [['one too few', minimum - 1] as [string, unknown]]),
  ];
}

function wrongLists({ maxItems, minItems }: Schema): [string, unknown][] {
  return [
    ...(maxItems === undefined ? [] : [['one too many', Array(maxItems + 1).fill({})] as [string, unknown]]),
    ...(minItems === undefined || minItems === 0 ? [] : [['empty', []] as [string, unknown]]),
  ];
}
