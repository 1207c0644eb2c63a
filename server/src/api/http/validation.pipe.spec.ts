import type { ArgumentMetadata } from '@nestjs/common';
import {
  CreateShareBody,
  EmptyBody,
  PageQuery,
  PatchProductBody,
  PlaceOrderBody,
  ReasonBody,
  VersionBody,
} from '@tuanlink/shared/dto';
import { Refusal } from '../../infra/refusal.js';
import { UnreadableBody } from './body.js';
import { DtoPipe } from './validation.pipe.js';

const ID = '018f4e2a-0000-7000-8000-000000000001';
const order = {
  requestId: 'r1',
  lines: [{ skuId: ID, quantity: 1 }],
  addressId: ID,
  expectPayFen: 100,
};

function read(dto: new () => object, value: unknown, type: ArgumentMetadata['type'] = 'body'): unknown {
  return new DtoPipe().transform(value, { type, metatype: dto });
}

/** The fields that a refusal names; whatever else comes out of the work when it is no such refusal. */
function errorsOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    const refused = error instanceof Refusal && error.code === 'request.invalid';
    return refused ? (error.detail as { errors: unknown }).errors : error;
  }
}

test('a good body becomes an instance of its class, nested ones too', () => {
  const body = read(PlaceOrderBody, order) as PlaceOrderBody;
  expect(body).toBeInstanceOf(PlaceOrderBody);
  expect(body).toEqual(order);
});

test('an absent field of a PATCH stays absent', () => {
  expect(Object.keys(read(PatchProductBody, { version: 1, title: 'x' }) as object).sort()).toEqual([
    'title',
    'version',
  ]);
});

test.each([
  ['an unknown field', { ...order, payFen: 1 }, [{ path: 'payFen', rule: 'unknown' }]],
  [
    'an unknown field in a line',
    { ...order, lines: [{ skuId: ID, quantity: 1, priceFen: 1 }] },
    [{ path: 'lines.0.priceFen', rule: 'unknown' }],
  ],
  [
    'a number as text',
    { ...order, expectPayFen: '100' },
    [{ path: 'expectPayFen', rule: expect.any(String) }],
  ],
  ['an unsafe integer', { ...order, expectPayFen: 2 ** 60 }, [{ path: 'expectPayFen', rule: 'max' }]],
  ['a fraction', { ...order, expectPayFen: 1.5 }, [{ path: 'expectPayFen', rule: 'isInt' }]],
  ['a line that is no object', { ...order, lines: [5] }, [{ path: 'lines.0', rule: expect.any(String) }]],
  ['lines that are no list', { ...order, lines: {} }, [{ path: 'lines', rule: expect.any(String) }]],
  ['no lines', { ...order, lines: [] }, [{ path: 'lines', rule: 'arrayMinSize' }]],
  ['a null that means nothing', { ...order, groupId: null }, [{ path: 'groupId', rule: 'null' }]],
])('%s is refused', (_, body, expected) => {
  expect(errorsOf(() => read(PlaceOrderBody, body))).toEqual(expected);
});

test.each([
  ['none', PatchProductBody, 'commission', []],
  ['one', PatchProductBody, 'commission', [{ rateBp: 700 }]],
  ['one', CreateShareBody, 'target', [{ kind: 'product', id: ID }]],
])('a list of %s where one object belongs is refused: %p', (_, dto, field, value) => {
  const good = dto === CreateShareBody ? { channel: 'chat' } : { version: 1 };
  expect(errorsOf(() => read(dto, { ...good, [field]: value }))).toEqual([{ path: field, rule: 'object' }]);
});

test('a null that has a meaning passes', () => {
  expect(read(PatchProductBody, { version: 1, commission: null })).toEqual({ version: 1, commission: null });
});

test('a body that could not be read is refused with what is wrong with it', () => {
  const body = new UnreadableBody({ path: '', rule: 'json' });
  expect(errorsOf(() => read(ReasonBody, body))).toEqual([{ path: '', rule: 'json' }]);
});

test('a missing body is an empty one', () => {
  expect(read(VersionBody, undefined)).toEqual({});
  expect(read(EmptyBody, undefined)).toEqual({});
  expect(errorsOf(() => read(ReasonBody, undefined))).toEqual([
    { path: 'reason', rule: expect.any(String) as string },
  ]);
});

test('a body that carries nothing may not carry anything', () => {
  expect(errorsOf(() => read(EmptyBody, { a: 1 }))).toEqual([{ path: 'a', rule: 'unknown' }]);
});

test.each([
  [{ limit: '10' }, { limit: 10 }],
  [{}, {}],
])('the query %j reads as %j', (query, expected) => {
  expect(read(PageQuery, query, 'query')).toEqual(expected);
});

test.each([
  [{ limit: '0' }],
  [{ limit: '101' }],
  [{ limit: '' }],
  [{ limit: '1e1x' }],
  [{ limit: ['1', '2'] }],
  [{ cursor: '' }],
  [{ cursor: 'x\u0000' }],
  [{ limit: '1', other: 'x' }],
])('the query %j is refused', (query) => {
  expect(errorsOf(() => read(PageQuery, query, 'query'))).toEqual([expect.any(Object)]);
});
