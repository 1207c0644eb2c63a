import { CallFailure, codeOf, failureOf, isSignedOut, pendingApproval } from './failure';

describe('failureOf', () => {
  it.each([
    [409, { code: 'version.conflict', message: 'x' }, 'version.conflict'],
    [401, { code: 'auth.required' }, 'auth.required'],
    [500, { code: 'made.up' }, 'server.failed'],
    [502, undefined, 'server.failed'],
    [500, { code: 'toString' }, 'server.failed'],
  ])('reads status %s with body %j as %s', (status, body, code) => {
    const failure = failureOf(status, body);
    expect([failure.status, failure.code]).toEqual([status, code]);
  });

  it('keeps the detail', () => {
    expect(failureOf(400, { code: 'request.invalid', detail: ['title'] }).detail).toEqual(['title']);
  });
});

describe('isSignedOut', () => {
  it.each([
    [new CallFailure('auth.required', 401), true],
    [new CallFailure('auth.expired', 401), true],
    [new CallFailure('auth.bad_credentials', 401), false],
    [new CallFailure('permission.denied', 403), false],
    [new TypeError('other'), false],
  ])('%s: %s', (error, expected) => {
    expect(isSignedOut(error)).toBe(expected);
  });

  it('counts a foreign error as a failure of the server', () => {
    expect(codeOf(new TypeError('other'))).toBe('server.failed');
  });
});

describe('pendingApproval', () => {
  it.each([
    [new CallFailure('approval.pending', 409, { approvalId: 'a' }), 'a'],
    // It was decided in the very moment in which it stood in the way.
    [new CallFailure('approval.pending', 409, {}), null],
    [new CallFailure('version.conflict', 409, { approvalId: 'a' }), null],
    [new TypeError('other'), null],
  ])('%s: %s', (error, expected) => {
    expect(pendingApproval(error)).toBe(expected);
  });
});
