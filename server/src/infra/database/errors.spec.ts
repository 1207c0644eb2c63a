import { databaseCode, isDatabaseDown } from './errors.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['refused', withCode('ECONNREFUSED'), true],
  ['reset', withCode('ECONNRESET'), true],
  ['shut down by an administrator', withCode('57P01'), true],
  ['starting', withCode('57P03'), true],
  ['too many connections', withCode('53300'), true],
  ['wrapped by TypeORM', Object.assign(new Error('x'), { driverError: withCode('57P01') }), true],
  ['lost in the middle', new Error('Connection terminated unexpectedly'), true],
  ['several addresses refused', new AggregateError([withCode('ECONNREFUSED')]), true],
  ['a duplicate key', withCode('23505'), false],
  ['a cancelled statement', withCode('57014'), false],
  ['a bug', new TypeError('x is undefined'), false],
  ['nothing', undefined, false],
])('%s: the database is down is %s', (_, error, expected) => {
  expect(isDatabaseDown(error)).toBe(expected);
});

test('the code is found through TypeORM’s wrapping', () => {
  expect(databaseCode(Object.assign(new Error('x'), { driverError: withCode('40001') }))).toBe('40001');
});
