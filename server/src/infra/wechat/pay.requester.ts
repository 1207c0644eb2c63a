import type { KeyObject } from 'node:crypto';
import { CircuitBreaker } from './circuit-breaker.js';
import { exchange, type HttpAnswer, jsonBytesMax } from './http.transport.js';
import { authorization, readPrivateKey, requestMessage, signMessage } from './pay.crypto.js';
import { defaultTimeoutMs, type WechatConfig, type WechatContext } from './wechat.config.js';

/** A request to WeChat Pay before it is signed. */
export interface PayRequest {
  method: 'GET' | 'POST';
  /** Path below the base URL, with its query. */
  path: string;
  /** Exact JSON text; signed and sent as it is. */
  body?: string;
  /** Id of the key that sealed fields were made with, or that answers should be signed with. */
  wechatpaySerial?: string;
  timeoutMs?: number;
  bytesMax?: number;
}

/** Signs requests as the merchant and sends them; what comes back is not verified here. */
export class PayRequester {
  private readonly privateKey: KeyObject;
  private readonly baseUrl: string;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly config: WechatConfig,
    private readonly context: WechatContext,
  ) {
    this.privateKey = readPrivateKey(config.mchPrivateKeyPem);
    this.baseUrl = config.payBaseUrl.replace(/\/+$/, '');
    this.breaker = new CircuitBreaker(() => context.now());
  }

  send(request: PayRequest): Promise<HttpAnswer> {
    const url = new URL(`${this.baseUrl}${request.path}`);
    return this.breaker.run(`${request.method} ${url.pathname}`, () => this.exchange(request, url));
  }

  private async exchange(request: PayRequest, url: URL): Promise<HttpAnswer> {
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      Authorization: await this.authorize(request, url),
    };
    if (request.wechatpaySerial !== undefined) headers['Wechatpay-Serial'] = request.wechatpaySerial;
    return exchange({
      call: `${request.method} ${url.pathname}`,
      method: request.method,
      url,
      headers,
      body: request.body,
      timeoutMs: request.timeoutMs ?? this.config.timeoutMs ?? defaultTimeoutMs,
      bytesMax: request.bytesMax ?? jsonBytesMax,
    });
  }

  /** Signs any message with the merchant's key; base64. */
  sign(message: string): Promise<string> {
    return signMessage(message, this.privateKey);
  }

  /** Unix seconds by the injected clock, as WeChat wants them. */
  timestamp(): string {
    return String(Math.floor(this.context.now().getTime() / 1000));
  }

  /** 32 hex characters. */
  nonce(): string {
    return this.context.random(16).toString('hex');
  }

  private async authorize(request: PayRequest, url: URL): Promise<string> {
    const timestamp = this.timestamp();
    const nonce = this.nonce();
    const pathWithQuery = `${url.pathname}${url.search}`;
    const message = requestMessage(request.method, pathWithQuery, timestamp, nonce, request.body ?? '');
    const signature = await this.sign(message);
    const { mchid, mchSerial } = this.config;
    return authorization({ mchid, serial: mchSerial, nonce, timestamp, signature });
  }
}
