/** What the specs of the sandbox share: a running one, a receiver of notices, and clients. */
import crypto from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';

/** An answer with its JSON body. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** A notice as it arrived, with what a client nobody here wrote makes of it. */
export interface Received {
  path: string;
  headers: http.IncomingHttpHeaders;
  raw: string;
  eventType: string;
  id: string;
  genuine: boolean;
  plain: Record<string, unknown>;
}

/** A sandbox with a receiver for its notices. */
export class Bench {
  readonly received: Received[] = [];
  /** Status the receiver answers with; 0 hangs up. */
  answerWith: number | ((count: number) => number) = 204;
  private readonly receiver = http.createServer((request, response) => this.receive(request, response));

  private constructor(
    readonly sandbox: Sandbox,
    readonly wechatpay: Wechatpay,
  ) {}

  static async start(options: SandboxOptions = {}): Promise<Bench> {
    const sandbox = await startSandbox({ port: 0, ...options });
    const { config } = sandbox;
    const client = new Wechatpay({
      mchid: config.mchid,
      serial: config.mchSerial,
      privateKey: config.mchPrivateKeyPem,
      certs: { [config.wechatPublicKeyId]: config.wechatPublicKeyPem },
      baseURL: `${sandbox.url}/`,
    });
    const bench = new Bench(sandbox, client);
    await new Promise<void>((resolve) => bench.receiver.listen(0, '127.0.0.1', resolve));
    return bench;
  }

  async stop(): Promise<void> {
    await this.sandbox.close();
    await new Promise((resolve) => {
      this.receiver.close(resolve);
      this.receiver.closeAllConnections();
    });
  }

  /** Address of the receiver. */
  get notifyUrl(): string {
    return `http://127.0.0.1:${(this.receiver.address() as AddressInfo).port}/notices`;
  }

  private receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.received.push(this.open(request, Buffer.concat(chunks).toString('utf8')));
      const status =
        typeof this.answerWith === 'number' ? this.answerWith : this.answerWith(this.received.length);
      if (status === 0) response.destroy();
      else response.writeHead(status).end();
    });
  }

  /** What an answer or a notice with this serial is verified by. */
  private keyOf(serial: string): string {
    const { wechatPublicKeyId, wechatPublicKeyPem, platformCertificatePem } = this.sandbox.config;
    return serial === wechatPublicKeyId ? wechatPublicKeyPem : platformCertificatePem;
  }

  private open(request: http.IncomingMessage, raw: string): Received {
    const { config } = this.sandbox;
    const header = (name: string): string => String(request.headers[name]);
    const signed = Formatter.joinedByLineFeed(header('wechatpay-timestamp'), header('wechatpay-nonce'), raw);
    const key = this.keyOf(header('wechatpay-serial'));
    const notice = JSON.parse(raw) as {
      id: string;
      event_type: string;
      resource: { ciphertext: string; nonce: string; associated_data: string };
    };
    const { ciphertext, nonce, associated_data: data } = notice.resource;
    return {
      path: request.url ?? '',
      headers: request.headers,
      raw,
      id: notice.id,
      eventType: notice.event_type,
      genuine: Rsa.verify(signed, header('wechatpay-signature'), key),
      plain: JSON.parse(Aes.AesGcm.decrypt(ciphertext, config.apiV3Key, nonce, data)) as Record<
        string,
        unknown
      >,
    };
  }

  /** A call of the control API or of the mini program platform. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.sandbox.url + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>,
    };
  }

  /** A signed call of Pay v3, by a signature written down here once more; parts of it can be spoiled. */
  async signed(method: string, target: string, body?: unknown, spoil: Spoil = {}): Promise<Answer> {
    const { config } = this.sandbox;
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = spoil.timestamp ?? String(Math.floor((await this.now()) / 1000));
    const nonce = spoil.nonce ?? 'n0nce';
    const covered = [method, spoil.signedTarget ?? target, timestamp, nonce, spoil.signedBody ?? text];
    const message = covered.map((part) => `${part}\n`).join('');
    const key = spoil.privateKeyPem ?? config.mchPrivateKeyPem;
    const signature = crypto.sign('sha256', Buffer.from(message), key).toString('base64');
    const token =
      `mchid="${spoil.mchid ?? config.mchid}",nonce_str="${nonce}",signature="${signature}",` +
      `timestamp="${timestamp}",serial_no="${spoil.serial ?? config.mchSerial}"`;
    const response = await fetch(this.sandbox.url + target, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'Wechatpay-Serial': spoil.wechatpaySerial ?? config.wechatPublicKeyId,
        ...(spoil.authorization === null
          ? {}
          : { Authorization: spoil.authorization ?? `WECHATPAY2-SHA256-RSA2048 ${token}` }),
      },
      ...(method === 'POST' ? { body: text } : {}),
    });
    const answered = await response.text();
    const header = (name: string): string => response.headers.get(name) ?? '';
    const proof = `${header('wechatpay-timestamp')}\n${header('wechatpay-nonce')}\n${answered}\n`;
    if (!Rsa.verify(proof, header('wechatpay-signature'), this.keyOf(header('wechatpay-serial')))) {
      throw new Error(`the answer to ${method} ${target} is not signed by WeChat`);
    }
    return { status: response.status, body: JSON.parse(answered === '' ? '{}' : answered) as Answer['body'] };
  }

  /** The sandbox's time in ms. */
  async now(): Promise<number> {
    const { body } = await this.call('GET', '/sandbox/clock');
    return Date.parse(String(body['now']));
  }

  async moveClock(offsetMs: number): Promise<void> {
    await this.call('PUT', '/sandbox/clock', { offsetMs });
  }

  /** A new user's openid. */
  async user(nickname = '小团'): Promise<string> {
    return String((await this.call('POST', '/sandbox/users', { nickname })).body['openid']);
  }

  /** A complete prepay body. */
  order(openid: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    const { config } = this.sandbox;
    return {
      appid: config.appid,
      mchid: config.mchid,
      description: '红烧牛肉面',
      out_trade_no: number32(),
      notify_url: this.notifyUrl,
      amount: { total: 1290, currency: 'CNY' },
      payer: { openid },
      ...changes,
    };
  }

  /** Places an order and returns its numbers. */
  async prepay(
    openid: string,
    changes: Record<string, unknown> = {},
  ): Promise<{ no: string; prepayId: string }> {
    const order = this.order(openid, changes);
    const { status, body } = await this.signed('POST', '/v3/pay/transactions/jsapi', order);
    if (status !== 200) throw new Error(`prepay was refused: ${JSON.stringify(body)}`);
    return { no: String(order['out_trade_no']), prepayId: String(body['prepay_id']) };
  }

  pay(prepayId: string, openid: string, odd: Record<string, unknown> = {}): Promise<Answer> {
    return this.call('POST', `/sandbox/payments/${prepayId}/pay`, { openid, ...odd });
  }

  /** A paid order. */
  async paid(
    changes: Record<string, unknown> = {},
  ): Promise<{ no: string; transactionId: string; openid: string }> {
    const openid = await this.user();
    const { no, prepayId } = await this.prepay(openid, changes);
    const { body } = await this.pay(prepayId, openid);
    return { no, transactionId: String(body['transactionId']), openid };
  }

  query(outTradeNo: string): Promise<Answer> {
    const { mchid } = this.sandbox.config;
    return this.signed('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${mchid}`);
  }

  close(outTradeNo: string): Promise<Answer> {
    const { mchid } = this.sandbox.config;
    return this.signed('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, { mchid });
  }

  refund(changes: Record<string, unknown>): Promise<Answer> {
    return this.signed('POST', '/v3/refund/domestic/refunds', {
      out_refund_no: number32(),
      notify_url: this.notifyUrl,
      amount: { refund: 1290, total: 1290, currency: 'CNY' },
      ...changes,
    });
  }

  /** A complete transfer body of the commission scene. */
  transferBody(openid: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      appid: this.sandbox.config.appid,
      out_bill_no: number32(),
      transfer_scene_id: '1005',
      openid,
      transfer_amount: 5000,
      transfer_remark: '分销佣金',
      notify_url: this.notifyUrl,
      transfer_scene_report_infos: [
        { info_type: '岗位类型', info_content: '分销员' },
        { info_type: '报酬说明', info_content: '十一月佣金' },
      ],
      ...changes,
    };
  }

  transfer(body: Record<string, unknown>, spoil: Spoil = {}): Promise<Answer> {
    return this.signed('POST', '/v3/fund-app/mch-transfer/transfer-bills', body, spoil);
  }

  /** The list of the control API. */
  async items(list: string): Promise<Record<string, unknown>[]> {
    return (await this.call('GET', `/sandbox/${list}`)).body['items'] as Record<string, unknown>[];
  }

  /** An access token of the mini program platform. */
  async token(): Promise<string> {
    const { appid, appSecret: secret } = this.sandbox.config;
    const asked = { grant_type: 'client_credential', appid, secret };
    return String((await this.call('POST', '/cgi-bin/stable_token', asked)).body['access_token']);
  }
}

/** Ways to spoil a signature. */
export interface Spoil {
  mchid?: string;
  serial?: string;
  nonce?: string;
  timestamp?: string;
  signedTarget?: string;
  signedBody?: string;
  privateKeyPem?: string;
  wechatpaySerial?: string;
  /** Replaces the whole header; null leaves it out. */
  authorization?: string | null;
}

/** 32 random hex characters. */
export const number32 = (): string => crypto.randomBytes(16).toString('hex');

/** Waits until the condition holds; throws after `ms`. */
export async function until(condition: () => boolean | Promise<boolean>, ms = 4000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it did not come true within ${ms} ms`);
    await sleep(15);
  }
}

/** A moment as WeChat writes it, in Shanghai. */
export const chinaTime = (ms: number): string =>
  `${new Date(ms + 8 * 3600 * 1000).toISOString().slice(0, 19)}+08:00`;
