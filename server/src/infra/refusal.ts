import type { RefusalCode } from '@tuanlink/shared/errors';

/**
 * An expected "no". Thrown anywhere below a request it rolls the transaction back and answers
 * `{code, message, detail?}` with the code's HTTP status (shared/errors).
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    /** What the client needs besides the code; goes out as JSON. */
    readonly detail?: unknown,
  ) {
    super(code);
    this.name = 'Refusal';
  }
}
