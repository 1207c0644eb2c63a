import { fileURLToPath } from 'node:url';
import { isNullable } from '@tuanlink/shared/dto';
import { createGenerator } from 'ts-json-schema-generator';
import type { Schema } from './documented.js';

/** What a field may hold, as far as decorators and types can both say it. */
export interface FieldShape {
  required: boolean;
  nullable: boolean;
  /** `string`, `number`, `boolean`, `array`, `object`; sorted. */
  types: string[];
  /** The only values, sorted; null when any value of the types will do. */
  values: unknown[] | null;
  /** Shape of a list's items. */
  items: FieldShape | null;
  /** The class of a nested object. */
  refersTo: string | null;
}

export type ClassShape = Record<string, FieldShape>;
type Schemas = Record<string, Schema>;

const PREFIXES = /^#\/(definitions|components\/schemas)\//;

/** Schemas of the types of all DTO classes, as TypeScript has them. Takes seconds. */
export function typeSchemas(): Schemas {
  const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
  const generator = createGenerator({
    path: `${shared}src/dto/index.ts`,
    tsconfig: `${shared}tsconfig.json`,
    type: '*',
    expose: 'all',
    // What a comment says about a field is not its type.
    jsDoc: 'none',
    skipTypeCheck: true,
    encodeRefs: false,
  });
  return (generator.createSchema('*').definitions ?? {}) as Schemas;
}

/**
 * The shape of a class.
 * @param prototype where `Nullable` left its mark; undefined for schemas made from types, which say null
 */
export function shapeOf(schema: Schema, schemas: Schemas, prototype?: object): ClassShape {
  const { properties = {}, required = [] } = schema;
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const shape = fieldShape(field, schemas, required.includes(name));
      return [name, prototype === undefined ? shape : { ...shape, nullable: isNullable(prototype, name) }];
    }),
  );
}

function fieldShape(field: Schema, schemas: Schemas, required: boolean): FieldShape {
  const parts = flatten(field, schemas);
  const given = parts.filter(({ schema }) => !isNull(schema));
  const types = new Set(given.flatMap(({ schema }) => typesOf(schema)));
  const values = given.flatMap(
    ({ schema }) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]),
  );
  const list = given.find(({ schema }) => schema.items !== undefined)?.schema;
  return {
    required,
    nullable: given.length < parts.length,
    types: [...types].sort(),
    values: values.length === 0 ? null : values.map(String).sort(),
    items: list?.items === undefined ? null : fieldShape(list.items, schemas, true),
    refersTo: given.find(({ name }) => name !== null)?.name ?? null,
  };
}

/** The parts of a union, with references to anything but classes followed. */
function flatten(field: Schema, schemas: Schemas): { schema: Schema; name: string | null }[] {
  const name = field.$ref?.replace(PREFIXES, '');
  if (name !== undefined) {
    const target = schemas[name] ?? {};
    return target.type === 'object' ? [{ schema: target, name }] : flatten(target, schemas);
  }
  const union = field.anyOf ?? field.oneOf;
  if (union !== undefined) return union.flatMap((part) => flatten(part, schemas));
  if (Array.isArray(field.type)) {
    return field.type.map((type) => ({ schema: { ...field, type }, name: null }));
  }
  return [{ schema: field, name: null }];
}

const isNull = ({ type, const: value }: Schema) => type === 'null' || value === null;

function typesOf({ type, enum: values, const: value }: Schema): string[] {
  if (type !== undefined) return [type === 'integer' ? 'number' : String(type)];
  return (values ?? (value === undefined ? [] : [value])).map((one) => typeof one);
}
