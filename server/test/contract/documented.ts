import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { RawReply, TestShop } from '../support/shop.js';

/** A JSON schema, as far as tests read it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
}

/** One operation of the OpenAPI document. */
export interface Operation {
  operationId: RouteName;
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** Statuses that refusals may have; the document lists them as `default`. */
const REFUSAL_STATUSES = [400, 401, 403, 404, 409, 413, 429, 503];
const DOCUMENT = 'openapi.json';
/** What looks like a moment must be one in UTC with milliseconds. */
const MOMENT_LIKE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The API as `/api/docs-json` describes it, and whether replies are what it says. */
export class Documented {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  private constructor(readonly document: OpenApiDocument) {
    addFormats.default(this.ajv);
    this.ajv.addSchema(document, DOCUMENT);
  }

  static async of(shop: TestShop): Promise<Documented> {
    const { body } = await shop.raw('docs.json', {});
    return new Documented(body as OpenApiDocument);
  }

  /** The operation of a route. */
  operation(name: RouteName): Operation {
    const { path, method } = routeTable[name];
    const found = this.document.paths[pathKey(path)]?.[method.toLowerCase()];
    if (found === undefined) throw new Error(`${name} is not documented`);
    return found;
  }

  /** A schema with its reference followed. */
  resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace('#/components/schemas/', '');
    return name === undefined ? schema : this.resolve(this.document.components.schemas[name] ?? {});
  }

  /** What is wrong with a reply by its documentation; an empty list for a good one. */
  problemsOf(name: RouteName, { status, body, headers }: RawReply): string[] {
    const { responses } = this.operation(name);
    const key = responses[String(status)] === undefined ? 'default' : String(status);
    if (key === 'default' && !REFUSAL_STATUSES.includes(status)) {
      return [`status ${status} is not documented`];
    }
    const contents = Object.keys(responses[key]?.content ?? {});
    const type = headers.get('content-type')?.split(';')[0] ?? 'none';
    if (!contents.includes(type)) return [`${status} came as ${type} instead of ${contents.join()}`];
    const validate = this.validator(name, key, type);
    const wrong = validate(body)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `${instancePath} ${message} ${JSON.stringify(params).slice(0, 100)}`,
        );
    return [...wrong, ...badMoments(body)];
  }

  private validator(name: RouteName, key: string, type: string): ValidateFunction {
    const { path, method } = routeTable[name];
    const parts = ['paths', pathKey(path), method.toLowerCase(), 'responses', key, 'content', type, 'schema'];
    const pointer = parts.map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')));
    const ref = `${DOCUMENT}#/${pointer.join('/')}`;
    const made = this.validators.get(ref) ?? this.ajv.compile({ $ref: ref });
    this.validators.set(ref, made);
    return made;
  }
}

const pathKey = (path: string) => `/api${path.replace(/:(\w+)/g, '{$1}')}`;

/** Moments in a reply that are not UTC ISO texts with milliseconds and Z. */
function badMoments(value: unknown, path = ''): string[] {
  if (typeof value === 'string') {
    return MOMENT_LIKE.test(value) && !MOMENT.test(value) ? [`${path} is the moment ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => badMoments(child, `${path}/${key}`));
}
