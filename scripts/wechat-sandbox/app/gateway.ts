/** The gate of api.weixin.qq.com: faults, access tokens, errcode answers (always HTTP 200). */
import { setTimeout as sleep } from 'node:timers/promises';
import { FieldError } from '../fields.js';
import { HttpRefusal, json, readJson, type Call, type Reply, type Router } from '../http.js';
import type { World } from '../world.js';

/** An expected "no" of the mini program platform. */
export class AppError extends Error {
  constructor(
    readonly errcode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Answers with a JSON value (errcode 0 is added by the caller where WeChat has it) or a finished reply. */
export type AppHandler = (call: Call, input: unknown) => unknown;

/** Marks a finished reply, such as a picture. */
export class RawReply {
  constructor(readonly reply: Reply) {}
}

/** Registers routes of the mini program platform on a router. */
export class AppGateway {
  constructor(
    private readonly world: World,
    private readonly router: Router,
  ) {}

  /** A route that needs no access token. */
  open(method: 'GET' | 'POST', pattern: string, handler: AppHandler): void {
    this.router.add(method, pattern, (call) => this.serve(pattern, call, handler));
  }

  /** A route that needs a valid access token. */
  withToken(method: 'GET' | 'POST', pattern: string, handler: AppHandler): void {
    this.open(method, pattern, (call, input) => {
      this.checkToken(call.query.get('access_token'));
      return handler(call, input);
    });
  }

  private checkToken(token: string | null): void {
    const { store, clock } = this.world;
    if (token === null || token === '') throw new AppError(41001, 'access_token missing');
    const known = store.get('tokens', token);
    if (!known) throw new AppError(40001, 'invalid credential, access_token is invalid or not latest');
    if (clock.now() >= known.expiresAt) throw new AppError(42001, 'access_token expired');
  }

  private async serve(pattern: string, call: Call, handler: AppHandler): Promise<Reply> {
    const { faults } = this.world;
    const { delayMsMax, timeoutRate, errorRate } = faults.plan.http;
    const stream = `${call.method} ${pattern}`;
    const wait = faults.delay(`${stream} delay`, delayMsMax);
    const silent = faults.happens(`${stream} timeout`, timeoutRate);
    const failing = !silent && faults.happens(`${stream} error`, errorRate);
    const effect = (!silent && !failing) || faults.happens(`${stream} effect`, 0.5);
    if (wait > 0) await sleep(wait);
    const answer = effect ? await this.answer(call, handler) : null;
    if (silent) return { status: 0, hold: true };
    return failing || !answer ? json({ errcode: -1, errmsg: 'system error' }) : answer;
  }

  private async answer(call: Call, handler: AppHandler): Promise<Reply> {
    try {
      const input = call.method === 'POST' ? readJson(call) : undefined;
      const value = await handler(call, input);
      return value instanceof RawReply ? value.reply : json(value);
    } catch (error) {
      if (error instanceof AppError) return json({ errcode: error.errcode, errmsg: error.message });
      if (error instanceof FieldError) {
        return json({ errcode: 47001, errmsg: `data format error: ${error.message}` });
      }
      if (error instanceof HttpRefusal) {
        return json({ errcode: 47001, errmsg: 'data format error' }, error.status);
      }
      console.error('wechat-sandbox: unexpected failure', error);
      return json({ errcode: -1, errmsg: 'system error' });
    }
  }
}

/** The usual good answer with what belongs to it. */
export const good = (value: object = {}): object => ({ errcode: 0, errmsg: 'ok', ...value });
