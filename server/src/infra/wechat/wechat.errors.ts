import type { NoticeFault } from '@tuanlink/shared/states';

/** Why nobody knows what WeChat did with a call. */
export type UnavailableReason =
  /** No complete answer within the timeout. */
  | 'timeout'
  /** The connection could not be made, or broke. */
  | 'connection'
  /** Not even sent: the calls before it got no answer. */
  | 'circuit_open'
  /** WeChat answered 5xx, `SYSTEM_ERROR` or errcode -1. */
  | 'system_error'
  /** WeChat answered 429 or another "too often"; wait before the next call. */
  | 'rate_limited'
  /** The answer's signature, key, time or subject is not what it must be. */
  | 'untrusted_answer'
  /** The answer is too large, or not what the protocol describes. */
  | 'unreadable_answer'
  /** Our clock and WeChat's are more than five minutes apart. */
  | 'clock_skew';

/**
 * The outcome of a call is unknown: it may have been carried out. Repeat it with the same numbers and
 * parameters, or query; never with a new number.
 */
export class WechatUnavailable extends Error {
  override readonly name = 'WechatUnavailable';

  constructor(
    readonly reason: UnavailableReason,
    /** Method and path of the call, without its query (which may hold secrets). */
    readonly call: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${call}: ${reason}: ${detail}`, options);
  }
}

/**
 * WeChat said no, and nothing was done. `code` is the text code of WeChat Pay (`NOT_ENOUGH`, `ORDER_CLOSED`
 * …) or the mini program interface's errcode as text (`40029`); `httpStatus` is 200 for the latter.
 */
export class WechatRefused extends Error {
  override readonly name = 'WechatRefused';

  constructor(
    /** Method and path of the call, without its query (which may hold secrets). */
    readonly call: string,
    readonly httpStatus: number,
    readonly code: string,
    /** WeChat's own words; for logs and operators, not for buyers. */
    readonly reply: string,
    /** WeChat's `Request-ID`, the first thing its support asks for. */
    readonly requestId?: string,
  ) {
    super(`${call}: ${httpStatus} ${code}: ${reply}${requestId === undefined ? '' : ` (${requestId})`}`);
  }
}

/** Whether an error only says that WeChat did not do, or did not tell, what it was asked for. */
export function isUnanswered(error: unknown): error is WechatUnavailable | WechatRefused {
  return error instanceof WechatUnavailable || error instanceof WechatRefused;
}

/**
 * A notice that must change nothing. 401: nothing shows that WeChat sent it (signature, key, time,
 * ciphertext); 400: it is WeChat's but malformed, or meant for another merchant or mini program.
 */
export class NoticeRejected extends Error {
  override readonly name = 'NoticeRejected';

  constructor(
    readonly status: 400 | 401,
    /** The reason in one word, for the record of refused notices. */
    readonly fault: NoticeFault,
    reason: string = fault,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** Something opened with a session key or the push key is not what its sender claims. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly fault: NoticeFault;

  /** @param options `fault`: the reason in one word, `ciphertext` when absent */
  constructor(reason: string, options: ErrorOptions & { fault?: NoticeFault } = {}) {
    super(reason, options);
    this.fault = options.fault ?? 'ciphertext';
  }
}
