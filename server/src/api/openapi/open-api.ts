import { Injectable } from '@nestjs/common';
import { refusals } from '@tuanlink/shared/errors';
import { type Route, type RouteName, routeTable } from '@tuanlink/shared/routes';
import { DOWNLOAD_TYPE } from '../http/file-reply.js';
import { type Dto, type RequestClasses, requestClasses } from './requests.js';
import type { ReplySchemas, Schema, Schemas } from './schemas.js';

const REFUSAL: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', enum: Object.keys(refusals) },
    message: { type: 'string', description: 'Text by Accept-Language, zh-CN by default' },
    detail: { description: 'Depends on the code' },
  },
  additionalProperties: false,
};

/** WeChat is refused in its own format; a request that is too large never gets that far. */
const WECHAT_REFUSAL: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: { const: 'FAIL' }, message: { type: 'string' } },
  additionalProperties: false,
};

const SECURITY: Partial<Record<Route['access'], object[]>> = {
  user: [{ shopToken: [] }],
  optional: [{}, { shopToken: [] }],
  operator: [{ consoleSession: [] }],
};

const schemaRef = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const refusalOf = ({ access }: Route): Schema =>
  access === 'wechat' ? { anyOf: [schemaRef('WechatRefusal'), schemaRef('Refusal')] } : schemaRef('Refusal');
const json = (schema: Schema) => ({ 'application/json': { schema } });

/** The API's description for machines and people: every route of the shared table. */
@Injectable()
export class OpenApi {
  private made: Promise<object> | undefined;

  /** The document, OpenAPI 3.1; made at the first call. */
  document(): Promise<object> {
    return (this.made ??= this.make());
  }

  /** What it is made with is loaded only now: most processes are never asked. */
  private async make(): Promise<object> {
    const { replySchemas, requestSchemas } = await import('./schemas.js');
    return makeDocument(requestClasses(), replySchemas(), requestSchemas());
  }
}

function makeDocument(
  classes: ReadonlyMap<RouteName, RequestClasses>,
  { replies, schemas }: ReplySchemas,
  requests: Schemas,
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries(routeTable) as [RouteName, Route][]) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
    const operation = makeOperation(name, route, classes.get(name) ?? {}, replies[name], requests);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'TuanLink 团链', version: '1', description: 'Group buys, shares and commissions.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...requests, ...schemas, Refusal: REFUSAL, WechatRefusal: WECHAT_REFUSAL },
      securitySchemes: {
        shopToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        consoleSession: { type: 'apiKey', in: 'cookie', name: 'tl_session' },
      },
    },
  };
}

function makeOperation(
  name: RouteName,
  route: Route,
  { body, query }: RequestClasses,
  reply: Schema,
  requests: Schemas,
): object {
  const [face = name, thing = name] = name.split('.');
  const status = String(route.status ?? 200);
  return {
    operationId: name,
    tags: [face === thing ? 'service' : face],
    ...(SECURITY[route.access] && { security: SECURITY[route.access] }),
    ...(route.permission && { description: `Needs the permission \`${route.permission}\`.` }),
    parameters: [...pathParameters(route), ...queryParameters(query, requests)],
    ...requestBody(name, body),
    responses: {
      [status]: { description: 'Done', content: content(name, reply) },
      ...(name === 'health' && { 503: { description: 'Starting', content: json(reply) } }),
      default: { description: 'Refused', content: json(refusalOf(route)) },
    },
  };
}

/** Routes that do not answer with JSON. */
const TEXT_TYPES: Partial<Record<RouteName, string>> = {
  docs: 'text/html',
  'shop.statement.csv': 'text/csv',
  'shop.statement.pdf': 'application/pdf',
  'shop.withdrawal.receipt': 'application/pdf',
  'shop.withdrawal.receipt.csv': 'text/csv',
  'console.statement.csv': 'text/csv',
  'console.statement.pdf': 'application/pdf',
  'console.withdrawal.receipt': 'application/pdf',
  'console.withdrawal.receipt.csv': 'text/csv',
  'console.payoutRun.csv': 'text/csv',
  'console.export.file': DOWNLOAD_TYPE,
  'wechat.push.verify': 'text/plain',
  'wechat.push': 'text/plain',
};

function content(name: RouteName, reply: Schema): object {
  return { [TEXT_TYPES[name] ?? 'application/json']: { schema: reply } };
}

function pathParameters(route: Route): object[] {
  return [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: name === 'day' ? 'date' : 'uuid' },
  }));
}

function queryParameters(query: Dto | undefined, requests: Schemas): object[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = (requests[query.name] ?? {}) as {
    properties?: Schemas;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function requestBody(name: RouteName, body: Dto | undefined): object {
  if (name === 'console.upload') {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const form = { type: 'object', required: ['file'], properties: { file } };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } } };
  }
  if (body === undefined) return {};
  // A class without rules carries nothing, and may be left out.
  const empty = body.name === 'EmptyBody';
  const schema = empty ? { type: 'object', additionalProperties: false } : schemaRef(body.name);
  return { requestBody: { required: !empty, content: json(schema) } };
}
