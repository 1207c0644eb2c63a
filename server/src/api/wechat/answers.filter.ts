import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Log } from '../../infra/log.js';
import { NoticeRejected } from '../../infra/wechat/wechat.errors.js';
import type { ApiRequest } from '../http/request.js';

/** What WeChat reads when a notice was not taken in. It retries everything but 200 and 204. */
function answerTo(error: unknown): { status: number; message: string } {
  if (error instanceof NoticeRejected) {
    return { status: error.status, message: error.message };
  }
  return { status: 503, message: 'not recorded; send it again' };
}

/**
 * Answers WeChat in its own format. Whatever kept a genuine notice from being committed answers 503, so that
 * it comes again.
 */
@Catch()
export class WechatAnswersFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { status, message } = answerTo(error);
    if (status === 503) {
      this.log.failure('a notice could not be recorded', error, {
        request: http.getRequest<ApiRequest>().id,
      });
    } else {
      this.log.write('warn', 'a notice was refused', { status, reason: message });
    }
    // The handler may have announced plain text already, which an object is not.
    const reply = http.getResponse<FastifyReply>().type('application/json; charset=utf-8');
    void reply.status(status).send({ code: 'FAIL', message });
  }
}
