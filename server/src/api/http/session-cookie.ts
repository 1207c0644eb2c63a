import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Operator } from '../../domains/staff/operators.service.js';
import { Config } from '../../infra/config.js';
import type { ApiRequest } from './request.js';

export const SESSION_COOKIE = 'tl_session';

/**
 * The cookie of an operator's session: gone when the browser closes, out of reach for scripts and for other
 * sites, and over https only in production.
 */
@Injectable()
export class SessionCookie {
  private readonly secure: string;

  constructor(config: Config) {
    this.secure = config.production ? '; Secure' : '';
  }

  /** The token that came along; an empty text where there is none. */
  read(request: ApiRequest): string {
    const pair = (request.headers.cookie ?? '')
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(`${SESSION_COOKIE}=`));
    return pair?.slice(SESSION_COOKIE.length + 1) ?? '';
  }

  /** Gives a fresh login's token to the browser; the operator it belongs to. */
  give(reply: FastifyReply, { operator, token }: { operator: Operator; token: string }): Operator {
    this.write(reply, token, '');
    return operator;
  }

  /** Takes the cookie away again; the token it held. */
  take(request: ApiRequest, reply: FastifyReply): string {
    this.write(reply, '', '; Max-Age=0');
    return this.read(request);
  }

  private write(reply: FastifyReply, value: string, more: string): void {
    const attributes = `Path=/api/console; HttpOnly; SameSite=Strict${this.secure}${more}`;
    void reply.header('set-cookie', `${SESSION_COOKIE}=${value}; ${attributes}`);
  }
}
