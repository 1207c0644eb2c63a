import type { ExecutionContext } from '@nestjs/common';
import { Id, Me, MaybeMe, RawBody, Staff } from './params.js';

const ID = '018f4e2a-0000-7000-8000-00000000000A';
const ARGS = '__routeArguments__';

/** What a parameter decorator gives a handler for a request. */
function valueOf(decorate: () => ParameterDecorator, request: object): unknown {
  class Target {
    handle(_: unknown): void {}
  }
  decorate()(Target.prototype, 'handle', 0);
  const args = Reflect.getMetadata(ARGS, Target, 'handle') as Record<
    string,
    { factory: (data: unknown, context: ExecutionContext) => unknown }
  >;
  const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  return Object.values(args)[0]?.factory(undefined, context);
}

test('the user is who the guard found', () => {
  expect(valueOf(Me, { userId: ID })).toBe(ID);
  expect(valueOf(MaybeMe, { userId: ID })).toBe(ID);
  expect(valueOf(MaybeMe, {})).toBeUndefined();
  expect(() => valueOf(Me, {})).toThrow(expect.objectContaining({ code: 'auth.required' }));
});

test('the operator is who the guard found', () => {
  const operator = { id: ID, name: 'Li', role: 'owner' };
  expect(valueOf(Staff, { operator })).toBe(operator);
  expect(() => valueOf(Staff, {})).toThrow(expect.objectContaining({ code: 'auth.required' }));
});

test('an id comes in lower case, and a malformed one names nothing', () => {
  expect(valueOf(Id, { params: { id: ID } })).toBe(ID.toLowerCase());
  for (const id of ['1', '', `${ID}x`, undefined]) {
    expect(() => valueOf(Id, { params: { id } })).toThrow(expect.objectContaining({ code: 'not_found' }));
  }
});

test('the bytes of a body are there, if none came as none', () => {
  expect(valueOf(RawBody, { rawBody: Buffer.from('x') })).toEqual(Buffer.from('x'));
  expect(valueOf(RawBody, {})).toEqual(Buffer.alloc(0));
});
