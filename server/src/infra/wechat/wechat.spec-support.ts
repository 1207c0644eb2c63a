import crypto, { type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import type { NoticeHeaders } from './wechat-pay.types.js';
import type { WechatConfig } from './wechat.config.js';
import { WechatHttpClient } from './wechat-http.client.js';

/**
 * For specs only: a WeChat that answers what a spec tells it to. Its answers and notices are signed and
 * sealed by `wechatpay-axios-plugin`, so that no line of the code under test takes part in judging itself.
 */

const newKeys = () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
export const merchantKeys = newKeys();
export const wechatKeys = newKeys();
export const strangerKeys = newKeys();

export const appid = 'wx0123456789abcdef';
export const mchid = '1900000109';
export const mchSerial = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C';
export const apiV3Key = 'abcdefghijklmnopqrstuvwxyz012345';
export const publicKeyId = 'PUB_KEY_ID_0119000001092026112200000000001';
/** The clock of all specs, 13:00 in China. */
export const clockAt = new Date('2026-11-22T05:00:00.000Z');

export const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
export const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
export const unixOf = (at: Date): string => String(Math.floor(at.getTime() / 1000));

/** A request as it arrived, byte for byte. */
export interface Arrived {
  method: string;
  /** Path with query. */
  target: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** Where the connection comes from; equal for requests on one connection. */
  fromPort: number | undefined;
}

/** What to answer. Unset parts are what a well-behaved WeChat would send. */
export interface Answer {
  status?: number;
  /** Text as it is, or anything else as JSON. */
  body?: unknown;
  /** Sent instead of the body that was signed. */
  tamperedBody?: string;
  signed?: boolean;
  signingKey?: KeyObject;
  serial?: string;
  /** WeChat's clock. */
  at?: Date;
  /** Overrides single headers after signing. */
  headers?: Record<string, string>;
  /** Never answers at all. */
  silent?: boolean;
  /** Breaks the connection instead of answering. */
  broken?: boolean;
}

/** A local HTTP server that plays both of WeChat's hosts. */
export class PlayedWechat {
  readonly arrived: Arrived[] = [];
  private reply: (request: Arrived) => Answer = () => ({ status: 404, body: { code: 'NOT_FOUND' } });
  private readonly server: Server = createServer((request, response) => this.take(request, response));
  baseUrl = '';

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.baseUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Answers every request so from now on, and forgets the earlier ones. */
  answer(reply: Answer | ((request: Arrived) => Answer)): void {
    this.arrived.length = 0;
    this.reply = typeof reply === 'function' ? reply : () => reply;
  }

  /** Gives the answers one by one; the last one stays. */
  answerInTurn(...answers: Answer[]): void {
    let index = -1;
    this.answer(() => {
      index = Math.min(index + 1, answers.length - 1);
      return answers[index] ?? {};
    });
  }

  /** The newest request. */
  last(): Arrived {
    const request = this.arrived.at(-1);
    if (request === undefined) throw new Error('no request arrived');
    return request;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      const arrived = { method, target: url, headers, body, fromPort: request.socket.remotePort };
      this.arrived.push(arrived);
      const answer = this.reply(arrived);
      if (answer.broken) request.socket.destroy();
      else if (!answer.silent) send(response, answer);
    });
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const text = asText(answer.body);
  const stamp = answer.signed === false ? {} : stampFor(text, answer);
  response.writeHead(answer.status ?? 200, {
    'Content-Type': 'application/json',
    'Request-ID': '08F78BB8BD0610FA0118FA8DE6C401-268443699',
    ...stamp,
    ...answer.headers,
  });
  response.end(Buffer.isBuffer(answer.body) ? answer.body : (answer.tamperedBody ?? text));
}

function asText(body: unknown): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  return Buffer.isBuffer(body) ? body.toString('latin1') : JSON.stringify(body);
}

/**
 * Signature headers of an answer or notice, made by the independent library; lower-case names as Node
 * gives.
 */
export function stampFor(body: string, how: Answer = {}): Record<string, string> {
  const timestamp = unixOf(how.at ?? clockAt);
  const nonce = Formatter.nonce();
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': Rsa.sign(
      Formatter.response(timestamp, nonce, body),
      privatePem(how.signingKey ?? wechatKeys.privateKey),
    ),
    'wechatpay-serial': how.serial ?? publicKeyId,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** A notice before it is sent. */
export interface Notice {
  headers: NoticeHeaders;
  rawBody: Buffer;
}

/** A notice as WeChat sends it; `envelope` and `resource` override single fields. */
export function noticeOf(
  eventType: string,
  fact: unknown,
  change: { key?: string; envelope?: object; resource?: object; how?: Answer } = {},
): Notice {
  const nonce = Formatter.nonce(12);
  const plain = typeof fact === 'string' ? fact : JSON.stringify(fact);
  const body = JSON.stringify({
    id: 'EV-2018022511223320873',
    create_time: '2026-11-22T12:59:58+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Aes.AesGcm.encrypt(plain, change.key ?? apiV3Key, nonce, 'transaction'),
      nonce,
      associated_data: 'transaction',
      ...change.resource,
    },
    ...change.envelope,
  });
  return { headers: stampFor(body, change.how), rawBody: Buffer.from(body) };
}

/** A paid transaction as WeChat writes it (wechatpay-skills, 支付成功回调通知说明). */
export const paidFact = {
  transaction_id: '1217752501201407033233368018',
  out_trade_no: 'b0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
  appid,
  mchid,
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'CMC',
  attach: '',
  success_time: '2026-11-22T12:59:57+08:00',
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 9900, payer_total: 9000, currency: 'CNY', payer_currency: 'CNY' },
};

/** A refund as WeChat writes it in answers. */
export const refundFact = {
  refund_id: '50000000382019052709732678859',
  out_refund_no: 'c0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
  transaction_id: '1217752501201407033233368018',
  out_trade_no: 'b0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
  channel: 'ORIGINAL',
  user_received_account: '招商银行信用卡0403',
  create_time: '2026-11-22T12:59:00+08:00',
  status: 'PROCESSING',
  amount: { total: 9900, refund: 500, payer_total: 9000, payer_refund: 455, currency: 'CNY' },
};

/** A transfer as WeChat writes it. */
export const transferFact = {
  out_bill_no: 'd0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
  transfer_bill_no: '1330000071100999991182020050700019480001',
  create_time: '2026-11-22T12:59:00+08:00',
  state: 'WAIT_USER_CONFIRM',
  package_info: 'affffddafdfafddffda==',
};

/** A client of the played WeChat. Its clock stands still unless a spec moves it. */
export function clientOf(
  baseUrl: string,
  change: Partial<WechatConfig> = {},
  now: () => Date = () => clockAt,
): WechatHttpClient {
  const config: WechatConfig = {
    appid,
    appSecret: 'the-app-secret',
    mchid,
    mchSerial,
    mchPrivateKeyPem: privatePem(merchantKeys.privateKey),
    apiV3Key,
    wechatPublicKeyId: publicKeyId,
    wechatPublicKeyPem: publicPem(wechatKeys.publicKey),
    apiBaseUrl: baseUrl,
    payBaseUrl: baseUrl,
    notifyBaseUrl: 'https://shop.example',
    timeoutMs: 2_000,
    skewRetries: 0,
    ...change,
  };
  return new WechatHttpClient(config, { now, random: crypto.randomBytes });
}
