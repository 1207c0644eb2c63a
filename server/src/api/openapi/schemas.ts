import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RouteName } from '@tuanlink/shared/routes';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';

/** A JSON schema as OpenAPI 3.1 takes it. */
export type Schema = Record<string, unknown>;
export type Schemas = Record<string, Schema>;

const PREFIX = '#/components/schemas/';

/** Written by the build, at the same distance from sources and build. */
const REPLIES_FILE = fileURLToPath(new URL('../../../dist/openapi-replies.json', import.meta.url));

/** Schemas of what routes answer, made from the interfaces of the contract. */
export interface ReplySchemas {
  /** By route. */
  replies: Record<RouteName, Schema>;
  /** What they refer to. */
  schemas: Schemas;
}

/** Reads what the build made; throws when the server was not built. */
export function replySchemas(): ReplySchemas {
  return JSON.parse(readFileSync(REPLIES_FILE, 'utf8')) as ReplySchemas;
}

/** Schemas of all DTO classes, made from their validation rules; unknown fields are refused. */
export function requestSchemas(): Schemas {
  const made = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: PREFIX,
  }) as Schemas;
  return Object.fromEntries(
    Object.entries(made).map(([name, schema]) => [name, { ...schema, additionalProperties: false }]),
  );
}
