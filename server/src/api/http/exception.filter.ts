import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import {
  type Language,
  type RefusalCode,
  type RefusalReply,
  pickLanguage,
  refusalStatus,
  refusalText,
} from '@tuanlink/shared/errors';
import type { FastifyReply } from 'fastify';
import { isDatabaseDown } from '../../infra/database/errors.js';
import type { Log } from '../../infra/log.js';
import { Refusal } from '../../infra/refusal.js';
import { HttpAnswer } from './raw-json.js';
import type { ApiRequest } from './request.js';

/** Failures of Fastify and Nest that are the caller's doing. */
const BY_STATUS: Readonly<Record<number, RefusalCode>> = {
  400: 'request.invalid',
  401: 'auth.required',
  403: 'permission.denied',
  404: 'not_found',
  405: 'not_found',
  406: 'request.invalid',
  413: 'request.too_large',
  414: 'not_found',
  415: 'request.invalid',
  429: 'rate.limited',
  503: 'service.starting',
};

/** The answer to what is our own mistake. It says nothing about it; the log does. */
const BUG_TEXT: Readonly<Record<Language, string>> = {
  'zh-CN': '服务出现问题，请稍后再试',
  en: 'Something went wrong on our side. Try again later.',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = Object(error) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/** The refusal an error amounts to; null when it is a mistake of ours. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (isDatabaseDown(error)) return new Refusal('service.starting');
  const status = statusOf(error);
  const code = status === undefined ? undefined : BY_STATUS[status];
  return code === undefined ? null : new Refusal(code);
}

/** What the caller reads. */
export function refusalReply(refusal: Refusal, acceptLanguage: string | undefined): RefusalReply {
  const message = refusalText(refusal.code, pickLanguage(acceptLanguage));
  const { code, detail } = refusal;
  return detail === undefined ? { code, message } : { code, message, detail };
}

/** Turns everything thrown while a request is answered into a reply. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  /** @param note keeps what an operator was refused; absent where nobody keeps it */
  constructor(
    private readonly log: Log,
    private readonly note?: (request: ApiRequest, refusal: Refusal) => Promise<void>,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    await this.answer(error, http.getRequest<ApiRequest>(), http.getResponse<FastifyReply>());
  }

  private async answer(error: unknown, request: ApiRequest, reply: FastifyReply): Promise<void> {
    if (reply.sent) return;
    if (error instanceof HttpAnswer) {
      void reply.status(error.status).send(error.body);
      return;
    }
    const refusal = await this.judged(refusalOf(error), request);
    if (refusal === null) {
      this.log.failure('a request met an error', error, { request: request.id });
      const language = pickLanguage(request.headers['accept-language']);
      void reply.status(500).send({ code: 'internal', message: BUG_TEXT[language] });
      return;
    }
    if (refusalStatus(refusal.code) === 503 && !(error instanceof Refusal)) {
      this.log.write('warn', 'the database cannot be reached', { request: request.id });
    }
    await this.keep(request, refusal);
    const { retryAfterSeconds } = Object(refusal.detail) as { retryAfterSeconds?: unknown };
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
    void reply
      .status(refusalStatus(refusal.code))
      .send(refusalReply(refusal, request.headers['accept-language']));
  }

  /** The answer goes out whether or not it could be written down. */
  private async keep(request: ApiRequest, refusal: Refusal): Promise<void> {
    try {
      await this.note?.(request, refusal);
    } catch (error) {
      this.log.failure('a refusal could not be written down', error, { request: request.id });
    }
  }

  /** A bad body for a thing that is not there, or not theirs, answers as if the body had not been read. */
  private async judged(refusal: Refusal | null, request: ApiRequest): Promise<Refusal | null> {
    if (refusal?.code !== 'request.invalid' || request.subjectExists === undefined) return refusal;
    try {
      return (await request.subjectExists()) ? refusal : new Refusal('not_found');
    } catch (error) {
      return refusalOf(error);
    }
  }
}
