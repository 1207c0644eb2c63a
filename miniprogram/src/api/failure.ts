import type { RefusalCode } from '@tuanlink/shared/errors';

/** Thrown by the transport when no answer came. */
export class Unreachable extends Error {
  /** Whether the time ran out; the request may have been carried out then. */
  constructor(readonly timedOut: boolean) {
    super('no answer');
    this.name = 'Unreachable';
  }
}

/** Every refusal of the API, and what can go wrong on the way to it. */
export type FailureCode = RefusalCode | 'network.unreachable' | 'network.timeout' | 'server.failed';

/** Why a call did not succeed. `detail` is what the API adds to its refusal. */
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

/** The failure behind anything that was thrown by a call. */
export function asFailure(error: unknown): CallFailure {
  return error instanceof CallFailure ? error : new CallFailure('server.failed', 0);
}

/** Whether nobody can know if the request was carried out. */
export function isUnknownOutcome(failure: CallFailure): boolean {
  return (
    failure.code === 'network.unreachable' ||
    failure.code === 'network.timeout' ||
    failure.code === 'server.failed' ||
    failure.code === 'service.starting'
  );
}

/** Whether the device, not the shop, is the likely cause. */
export function isOffline(failure: CallFailure): boolean {
  return failure.code === 'network.unreachable' || failure.code === 'network.timeout';
}
