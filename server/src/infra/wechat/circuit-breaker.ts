import { SECOND_MS } from '@tuanlink/shared/time';
import { WechatUnavailable } from './wechat.errors.js';

/** Calls without an answer, with none answered in between, after which WeChat is taken to be silent. */
const SILENT_CALLS = 4;
/** For how long no further call waits for it then. */
const REST_MS = 5 * SECOND_MS;

/**
 * Keeps callers from waiting one after the other for a WeChat that does not answer: seats of a thousand
 * unpaid orders must come free within their minute also then. After some calls in a row that ran out of time
 * others fail at once, until a few seconds have passed; then it is tried again. Any answer, a refusal or an
 * error too, ends that. Each process judges for itself.
 */
export class CircuitBreaker {
  private silentCalls = 0;
  private silentAtMs = 0;

  constructor(private readonly now: () => Date) {}

  /**
   * @param call method and path, for the message
   * @throws WechatUnavailable `circuit_open` without having called, and whatever `send` throws
   */
  async run<T>(call: string, send: () => Promise<T>): Promise<T> {
    if (this.isOpen()) throw new WechatUnavailable('circuit_open', call, 'WeChat was silent a moment ago');
    try {
      const answer = await send();
      this.silentCalls = 0;
      return answer;
    } catch (error) {
      const isSilent = error instanceof WechatUnavailable && error.reason === 'timeout';
      this.silentCalls = isSilent ? this.silentCalls + 1 : 0;
      this.silentAtMs = this.now().getTime();
      throw error;
    }
  }

  /** A clock that was set back does not keep it open. */
  private isOpen(): boolean {
    const sinceMs = this.now().getTime() - this.silentAtMs;
    return this.silentCalls >= SILENT_CALLS && sinceMs >= 0 && sinceMs < REST_MS;
  }
}
