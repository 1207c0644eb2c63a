/** The gate of api.mch.weixin.qq.com: faults, signature check, refusals, signed answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomText } from '../crypto.js';
import { FieldError } from '../fields.js';
import { HttpRefusal, readJson, type Call, type Reply, type Router } from '../http.js';
import type { World } from '../world.js';
import { PayError } from './errors.js';
import { checkRequestSignature, signatureHeaders } from './signature.js';

/** An answer before it is signed; without a value the body is empty. */
export interface PayReply {
  status: number;
  value?: unknown;
  /** An answer that is sent as it is, unsigned: downloaded bills. */
  raw?: Reply;
}

/** Answers one authenticated request. `input` is the parsed body of a POST, else undefined. */
export type PayHandler = (call: Call, input: unknown) => PayReply | Promise<PayReply>;

/** A 200 answer. */
export const ok = (value: unknown): PayReply => ({ status: 200, value });

/** Registers routes of Pay v3 on a router. */
export class PayGateway {
  constructor(
    private readonly world: World,
    private readonly router: Router,
  ) {}

  /** A route whose answer needs only the query and the path. */
  get(pattern: string, handler: PayHandler): void {
    this.router.add('GET', pattern, (call) =>
      this.serve(`GET ${pattern}`, call, () => handler(call, undefined)),
    );
  }

  /** A route with a JSON body. */
  post(pattern: string, handler: PayHandler): void {
    this.router.add('POST', pattern, (call) =>
      this.serve(`POST ${pattern}`, call, () => handler(call, readJson(call))),
    );
  }

  /** The signed refusal of a path that the platform does not have. */
  unknown(message: string, status: number): Promise<Reply> {
    return this.sign(refusal(new PayError(status, 'RESOURCE_NOT_EXISTS', message)), 0);
  }

  private async serve(stream: string, call: Call, run: () => PayReply | Promise<PayReply>): Promise<Reply> {
    const { faults } = this.world;
    const { delayMsMax, timeoutRate, errorRate } = faults.plan.http;
    const wait = faults.delay(`${stream} delay`, delayMsMax);
    const silent = faults.happens(`${stream} timeout`, timeoutRate);
    const failing = !silent && faults.happens(`${stream} error`, errorRate);
    const effect = (!silent && !failing) || faults.happens(`${stream} effect`, 0.5);
    if (wait > 0) await sleep(wait);
    const answer = effect ? await this.answer(call, run) : null;
    if (silent) return { status: 0, hold: true };
    if (failing || !answer) {
      const broken = new PayError(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用', 268435456);
      return this.sign(refusal(broken), broken.detail);
    }
    return answer.reply.raw ?? this.sign(answer.reply, answer.detail);
  }

  private async answer(
    call: Call,
    run: () => PayReply | Promise<PayReply>,
  ): Promise<{ reply: PayReply; detail: number }> {
    try {
      checkRequestSignature(this.world, call);
      return { reply: await run(), detail: 0 };
    } catch (error) {
      const known = asPayError(error);
      return { reply: refusal(known), detail: known.detail };
    }
  }

  private async sign(reply: PayReply, detail: number): Promise<Reply> {
    const body = reply.value === undefined ? '' : JSON.stringify(reply.value);
    return {
      status: reply.status,
      body,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Request-ID': `08${randomText(24)}-${detail}`,
        ...(await signatureHeaders(this.world, body)),
      },
    };
  }
}

const refusal = (error: PayError): PayReply => ({
  status: error.status,
  value: { code: error.code, message: error.message },
});

function asPayError(error: unknown): PayError {
  if (error instanceof PayError) return error;
  if (error instanceof FieldError) {
    return new PayError(
      400,
      'PARAM_ERROR',
      error.message,
      error.message.includes('未定义') ? 270924358 : 268435461,
    );
  }
  if (error instanceof HttpRefusal) return new PayError(error.status, error.code, error.message);
  console.error('wechat-sandbox: unexpected failure', error);
  return new PayError(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用', 268435456);
}
