import { refusals } from '@tuanlink/shared/errors';
import type { RefusalCode } from '@tuanlink/shared/errors';

/** A refusal of the API, or one of two things that only a client can meet. */
export type FailureCode = RefusalCode | 'network.failed' | 'server.failed';

/** A call that did not succeed. `status` is 0 when no answer came. */
export class CallFailure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly status: number,
    readonly detail?: unknown,
  ) {
    super(code);
    this.name = 'CallFailure';
  }
}

/** Tells whether a text is a refusal code of the contract. */
export function isRefusalCode(value: unknown): value is RefusalCode {
  return typeof value === 'string' && Object.hasOwn(refusals, value);
}

/** Reads an answer that is not a success; an unknown body counts as `server.failed`. */
export function failureOf(status: number, body: unknown): CallFailure {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
  return new CallFailure(isRefusalCode(code) ? code : 'server.failed', status, detail);
}

/** The code of whatever a call threw. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof CallFailure ? error.code : 'server.failed';
}

/** Tells whether the operator has to log in (again). */
export function isSignedOut(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'auth.required' || code === 'auth.expired';
}

/** The approval that stands in the way of asking for the same once more; null for any other failure. */
export function pendingApproval(error: unknown): string | null {
  if (!(error instanceof CallFailure) || error.code !== 'approval.pending') return null;
  const { approvalId } = (error.detail ?? {}) as { approvalId?: unknown };
  return typeof approvalId === 'string' ? approvalId : null;
}
