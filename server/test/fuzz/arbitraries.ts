import type { RouteName } from '@tuanlink/shared/routes';
import * as fc from 'fast-check';
import type { Documented, Operation, Schema } from '../contract/documented.js';
import type { Kind, World } from './world.js';

/** A value that is known only when the request is sent, from what the shop then holds. */
export type Later = (world: World, caller: number) => unknown;

/** A request before its ids are filled in. */
export interface Draft {
  /** Which of the callers that a route has. */
  caller: number;
  params: unknown;
  query: unknown;
  /** Undefined: none. */
  body: unknown;
  headers: Record<string, string>;
}

/** The text without halves of surrogate pairs. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** Fills in what is known only now. */
export function settle(value: unknown, world: World, caller: number): unknown {
  if (typeof value === 'function') return settle((value as Later)(world, caller), world, caller);
  if (Array.isArray(value)) return value.map((item) => settle(item, world, caller));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  // Without a prototype, so that a field named __proto__ is a field.
  const made = Object.create(null) as Record<string, unknown>;
  for (const [key, child] of Object.entries(value)) made[key] = settle(child, world, caller);
  return made;
}

const some = (kind: Kind) =>
  fc.nat(100_000).map(
    (n): Later =>
      (world, caller) =>
        world.pick(kind, n, caller),
  );

/** Fields that name something of the shop. */
const NAMED: Record<string, Kind> = {
  skuId: 'sku',
  productId: 'product',
  campaignId: 'campaign',
  groupId: 'group',
  addressId: 'address',
  distributorId: 'distributor',
  orderId: 'order',
  subjectId: 'any',
  shareToken: 'token',
  parentToken: 'token',
  token: 'token',
  code: 'code',
  account: 'account',
  withdrawalIds: 'withdrawal',
  runId: 'payoutRun',
};

const storable = fc.string({ unit: 'grapheme', maxLength: 60 });
const hostile = fc.constantFrom(
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\ufeff',
  "'; drop table shop_order; --",
  '%',
  '\\',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}',
  '‮',
  '٣',
  'NaN',
  'null',
  '',
);

/** Values that hardly any field takes. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  hostile,
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    -0,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e300,
    5e-324,
    [],
    {},
    [[]],
    [null],
    '9'.repeat(400),
    'x'.repeat(20_000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  some('any'),
);

/** Once in a while something else than what belongs there. */
const mostly = (good: fc.Arbitrary<unknown>, bad: fc.Arbitrary<unknown> = junk) =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: bad });

/** Values of a schema, with the names of the shop's own things where a field stands for one. */
export function valuesOf(documented: Documented, schema: Schema, field = ''): fc.Arbitrary<unknown> {
  const found = documented.resolve(schema);
  const kind = NAMED[field];
  if (kind !== undefined) return mostly(fc.oneof({ weight: 6, arbitrary: some(kind) }, plain(found)));
  if (found.enum !== undefined) return mostly(fc.constantFrom(...found.enum));
  if (found.const !== undefined) return mostly(fc.constant(found.const));
  if (found.type === 'object' || found.properties !== undefined) return objectOf(documented, found);
  if (found.type === 'array') {
    const items = valuesOf(documented, found.items ?? {}, field);
    const maxLength = Math.min(found.maxItems ?? 4, 4);
    return mostly(fc.array(items, { minLength: Math.min(found.minItems ?? 0, maxLength), maxLength }));
  }
  return mostly(plain(found, field));
}

function plain(schema: Schema, field = ''): fc.Arbitrary<unknown> {
  if (field === 'csv') return csv;
  if (field.endsWith('At')) return moments;
  if (schema.format === 'uuid') return fc.oneof(fc.uuid(), some('any'));
  if (schema.pattern !== undefined) {
    return fc.stringMatching(new RegExp(schema.pattern));
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return strings(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function numbers({ minimum = 0, maximum = 10_000_000_000 }: Schema): fc.Arbitrary<number> {
  const near = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 5) });
  return fc.oneof(
    near,
    fc.maxSafeInteger().map((n) => minimum + Math.abs(n % (maximum - minimum + 1))),
  );
}

function strings({ minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  const fitting = storable.map((text) => wellFormed(text.slice(0, maxLength)).padEnd(minLength, '字'));
  const edge = fc.constantFrom('长'.repeat(maxLength), '长'.repeat(Math.min(maxLength + 1, 30_000)));
  return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: edge });
}

/** Periods that can be, and texts that only look like moments. */
const moments = fc.oneof(
  fc.integer({ min: -5, max: 60 }).map(
    (days): Later =>
      (world) =>
        world.inDays(days),
  ),
  fc.constantFrom('2026', '2026-W10', '2026-02-30T00:00:00.000Z', '2026-11-22', '9999-12-31T23:59:59Z'),
  fc.constantFrom('0001-01-01T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T10:00:00+08:00'),
);

const csv = fc
  .array(
    fc.tuple(some('order'), fc.constantFrom('SF', 'YTO', '"S,F"', ''), fc.constantFrom('SF12345', '坏', '')),
    {
      maxLength: 5,
    },
  )
  .map((rows): Later => (world, caller) => {
    const lines = rows.map((row) => row.map((cell) => settle(cell, world, caller)).join(','));
    return ['order_id,carrier,tracking_no', ...lines].join('\n');
  });

function objectOf(documented: Documented, { properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, child]) => [name, valuesOf(documented, child, name)]),
  );
  const whole = fc.record(fields, { requiredKeys: required, noNullPrototype: true });
  const holey = fc.record(fields, { requiredKeys: [], noNullPrototype: true });
  const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'userId', 'isAdmin', '\u0000');
  const more = fc
    .tuple(whole, names, junk)
    .map(([object, name, value]) => Object.assign(Object.create(null), object, { [name]: value }) as object);
  return fc.oneof(
    { weight: 20, arbitrary: whole },
    { weight: 1, arbitrary: holey },
    { weight: 1, arbitrary: more },
  );
}

/** Bodies that are no JSON objects, and some that only just are. */
const rawBodies = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '{',
    '[]',
    'null',
    '"text"',
    '{"a":1e999}',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '\ufeff{}',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--',
  ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

const latin = fc
  .array(fc.oneof(fc.integer({ min: 32, max: 126 }), fc.integer({ min: 161, max: 255 })), { maxLength: 80 })
  .map((codes) => String.fromCharCode(...codes));

const contentTypes = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'APPLICATION/JSON',
  'application/jsonp',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=b',
  'multipart/form-data; boundary=',
  '*/*',
  ';',
  'application/json, text/plain',
);

/** Mostly none; sometimes odd ones that a request may carry. */
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .record(
        {
          'content-type': fc.oneof(contentTypes, latin),
          'accept-language': fc.oneof(fc.constantFrom('en', 'zh;q=0', 'en;q=x,zh;q=.5', '*', ',,,;;'), latin),
          authorization: fc.oneof(fc.constantFrom('Bearer', 'Bearer ', 'Basic a', 'bearer a.b.c'), latin),
          cookie: fc.oneof(fc.constantFrom('tl_session', ';;;=', 'tl_session=%00'), latin),
          'x-forwarded-for': latin,
          'accept-encoding': fc.constantFrom('gzip', 'br;q=0', 'x'),
          expect: fc.constant('200-ok'),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map(({ expect: _expect, ...rest }) => rest as Record<string, string>),
  },
);

const CALLERS = 4;

/** Requests on one operation: most of them nearly right. */
export function draftsOf(documented: Documented, operation: Operation, thing: Kind): fc.Arbitrary<Draft> {
  const { operationId, parameters, requestBody } = operation;
  const query = Object.fromEntries(
    parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, schema }) => [name, valuesOf(documented, schema, name)]),
  );
  const ids = mostly(
    fc.oneof({ weight: 8, arbitrary: some(thing) }, some('any'), fc.uuid()),
    fc.oneof(hostile, latin),
  );
  const schema = requestBody?.content['application/json']?.schema;
  const bodies = schema === undefined ? fc.constant(undefined) : valuesOf(documented, schema);
  return fc.record({
    caller: fc.nat(CALLERS - 1),
    params: fc.record({ id: ids, day: mostly(some('day'), fc.oneof(hostile, latin)) }),
    query: fc.record(query, { requiredKeys: [], noNullPrototype: true }),
    body: fc.oneof(
      { weight: 12, arbitrary: fc.oneof(goodBodies(operationId, bodies), bodies) },
      { weight: 1, arbitrary: fc.oneof(rawBodies, junk) },
    ),
    headers,
  });
}

/** Bodies that would do if nothing had changed meanwhile, for routes that chance alone rarely satisfies. */
function goodBodies(name: RouteName, others: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const cart = fc.record({
    how: fc.constantFrom('solo', 'open', 'join'),
    quantity: fc.integer({ min: 1, max: 3 }),
    n: fc.nat(100_000),
    showFace: fc.boolean(),
  });
  if (name === 'shop.order.place') {
    return cart.map(
      (ask): Later =>
        (world, caller) =>
          world.order(ask, caller),
    );
  }
  if (name === 'shop.quote') {
    return cart.map(
      (ask): Later =>
        (world, caller) =>
          world.cart(ask, caller),
    );
  }
  const n = fc.integer({ min: 1, max: 20 });
  if (name === 'console.product.create') return n.map((price) => aProduct(price));
  if (name === 'console.product.patch') return n.map((price) => ({ title: `第 ${price} 次`, version: 1 }));
  if (name === 'console.campaign.create') {
    return n.map(
      (size): Later =>
        (world) =>
          world.campaign(size),
    );
  }
  if (name === 'console.campaign.patch') {
    return n.map((size) => ({ size: size + 1, version: (size % 2) + 1 }));
  }
  if (name === 'console.reconciliation.import') {
    return n.map(
      (cut): Later =>
        (world) =>
          world.bill(cut),
    );
  }
  return name.startsWith('console.') ? fc.oneof(others, fc.constant({})) : others;
}

const aProduct = (price: number) => ({
  title: `货 ${price}`,
  description: '',
  images: [],
  skus: [{ name: '一', priceFen: price, stock: price }],
  status: price % 2 === 0 ? 'on_sale' : 'draft',
});
