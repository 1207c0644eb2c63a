import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { type RawReply, TestShop } from '../support/shop.js';

jest.setTimeout(60_000);

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
  security?: object[];
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> };
}

let shop: TestShop;
let page: RawReply;
let document: Document;
beforeAll(async () => {
  shop = await TestShop.open();
  page = await shop.raw('docs', {});
  document = (await shop.raw('docs.json', {})).body as Document;
});
afterAll(() => shop.close());

const operationOf = (name: RouteName): Operation | undefined => {
  const { path, method } = routeTable[name];
  return document.paths[`/api${path.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
};
const names = Object.keys(routeTable) as RouteName[];

test.each(names)('%s is described, with the status and the login it has', (name) => {
  const operation = operationOf(name);
  expect(operation).toMatchObject({ operationId: name });
  expect(Object.keys(operation?.responses ?? {})).toContain(String(routeTable[name].status ?? 200));
  expect(operation?.security !== undefined).toBe(
    ['user', 'optional', 'operator'].includes(routeTable[name].access),
  );
});

test('nothing is described that is no route', () => {
  const described = Object.values(document.paths).flatMap((operations) => Object.values(operations));
  expect(described.map(({ operationId }) => operationId).sort()).toEqual([...names].sort());
});

test('every reference leads somewhere', () => {
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(50);
  const known = new Set(
    Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
  );
  const lost = references.map((text) => text.slice(8, -1)).filter((name) => !known.has(name));
  expect(lost).toEqual([]);
});

test('bodies and queries come from the classes that the validation uses', () => {
  expect(operationOf('shop.order.place')?.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/PlaceOrderBody',
  });
  expect(document.components.schemas['PlaceOrderBody']).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { expectPayFen: { type: 'integer', minimum: 0 }, lines: { type: 'array', minItems: 1 } },
    required: expect.arrayContaining(['requestId', 'lines', 'addressId', 'expectPayFen']),
  });
  expect(
    operationOf('shop.orders')
      ?.parameters.map(({ name }) => name)
      .sort(),
  ).toEqual(['cursor', 'limit', 'state']);
});

test('replies come from the interfaces of the contract', () => {
  expect(operationOf('shop.products')?.responses['200']?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/PageOfProductCardReply',
  });
  expect(document.components.schemas['OrderReply']).toMatchObject({
    properties: { payFen: { type: 'number' }, timeline: { type: 'array' } },
    required: expect.arrayContaining(['id', 'state', 'payFen', 'refundedFen']),
  });
});

test('the page for people loads everything from here', async () => {
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const targets = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, target]) => target ?? '',
  );
  expect(targets.length).toBeGreaterThanOrEqual(4);
  for (const target of targets) {
    expect(target).toMatch(/^\/api\/docs\/assets\//);
    const reply = await fetch(`${shop.url}${target}`);
    expect(reply.status).toBe(200);
    await reply.arrayBuffer();
  }
  expect((await fetch(`${shop.url}/api/docs/assets/package.json`)).status).toBe(404);
});
