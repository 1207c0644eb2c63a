import { setTimeout as wait } from 'node:timers/promises';
import { Fields } from './fields.js';
import type { HttpAnswer } from './http.transport.js';
import { readAnswer, refusalOf } from './pay.answers.js';
import type { PayKeys } from './pay.keys.js';
import type { PayRequest, PayRequester } from './pay.requester.js';
import { hasStamp, headerStamp, stampFault } from './pay.stamps.js';
import {
  defaultBillTimeoutMs,
  defaultSkewRetries,
  defaultSkewRetryDelayMs,
  type WechatConfig,
  type WechatContext,
} from './wechat.config.js';
import { WechatRefused, WechatUnavailable } from './wechat.errors.js';

/** Bills of very large shops; read into memory as a whole to check their hash. */
const billBytesMax = 64 * 1024 * 1024;

/** Calls to WeChat Pay: signed, verified, repeated while two clocks disagree. */
export class PayTransport {
  constructor(
    private readonly config: WechatConfig,
    private readonly context: WechatContext,
    private readonly requester: PayRequester,
    private readonly keys: PayKeys,
  ) {}

  /** A call that answers JSON. */
  call<View>(request: PayRequest, read: (body: Fields) => View): Promise<View> {
    return this.whileClocksDisagree(async () => readAnswer(await this.verified(request), read));
  }

  /** A call that answers nothing (204; a 200 is taken as well). */
  command(request: PayRequest): Promise<void> {
    return this.whileClocksDisagree(async () => {
      const answer = await this.verified(request);
      if (answer.status !== 204 && answer.status !== 200) throw refusalOf(answer);
    });
  }

  /**
   * The file of a bill. Its answer carries no signature: the caller checks the hash it was announced with.
   */
  download(path: string): Promise<Buffer> {
    return this.whileClocksDisagree(async () => {
      const timeoutMs = this.config.billTimeoutMs ?? defaultBillTimeoutMs;
      const answer = await this.requester.send({ method: 'GET', path, timeoutMs, bytesMax: billBytesMax });
      if (answer.status !== 200) throw refusalOf(answer);
      return answer.body;
    });
  }

  /**
   * Sends a request and verifies what comes back. A success must be signed. A refusal without any signature
   * is believed for what it is, because gateways before WeChat answer so; one with a signature must match it.
   */
  private async verified(request: PayRequest): Promise<HttpAnswer> {
    const wechatpaySerial = request.wechatpaySerial ?? this.keys.announcedSerial();
    const answer = await this.requester.send({ ...request, wechatpaySerial });
    if (answer.status >= 300 && !hasStamp(answer.headers)) throw refusalOf(answer);
    const stamp = headerStamp(answer.headers);
    const findKey = (serial: string) => this.keys.find(serial);
    const fault = await stampFault(stamp, answer.body, findKey, this.context.now());
    if (fault === null) return answer;
    const reason = fault === 'clock_skew' ? 'clock_skew' : 'untrusted_answer';
    throw new WechatUnavailable(reason, answer.call, fault);
  }

  /** Every call made here may be repeated as it is: numbers are chosen by the caller. */
  private async whileClocksDisagree<View>(attempt: () => Promise<View>): Promise<View> {
    const retries = this.config.skewRetries ?? defaultSkewRetries;
    for (let retry = 0; retry < retries; retry += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!isSkew(error)) throw error;
      }
      await wait(this.config.skewRetryDelayMs ?? defaultSkewRetryDelayMs);
    }
    return attempt();
  }
}

/** WeChat answers 401 for our timestamp as for our signature, and does not say which it was. */
function isSkew(error: unknown): boolean {
  if (error instanceof WechatUnavailable) return error.reason === 'clock_skew';
  return error instanceof WechatRefused && error.httpStatus === 401;
}
