import { Body, Req, Res } from '@nestjs/common';
import { ConsoleLoginBody } from '@tuanlink/shared/dto';
import type { SessionReply } from '@tuanlink/shared/replies';
import { rolePermissions } from '@tuanlink/shared/states';
import type { FastifyReply } from 'fastify';
import { OperatorSessions } from '../../domains/staff/operator-sessions.service.js';
import type { Operator } from '../../domains/staff/operators.service.js';
import { Api, Bind } from '../http/bind.js';
import { Staff } from '../http/params.js';
import type { ApiRequest } from '../http/request.js';
import { SessionCookie } from '../http/session-cookie.js';

function sessionReply({ id, name, username, role, demo }: Operator): SessionReply {
  const permissions = [...rolePermissions[role]];
  return { operator: { id, name, username, role, permissions }, demoPassword: demo };
}

/** Logging in to and out of the console. */
@Api()
export class SessionController {
  constructor(
    private readonly sessions: OperatorSessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Bind('console.login')
  async login(
    @Body() { username, password }: ConsoleLoginBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionReply> {
    return sessionReply(this.cookie.give(reply, await this.sessions.login(username, password)));
  }

  @Bind('console.session')
  session(@Staff() operator: Operator): SessionReply {
    return sessionReply(operator);
  }

  @Bind('console.logout')
  logout(
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, never>> {
    return this.sessions.close(this.cookie.take(request, reply));
  }
}
