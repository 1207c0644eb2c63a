import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { type Route, type RouteName, routeTable } from '@tuanlink/shared/routes';
import { rolePermissions } from '@tuanlink/shared/states';
import { OperatorSessions } from '../../domains/staff/operator-sessions.service.js';
import { isUuid } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { Tokens } from '../../infra/tokens.js';
import { ROUTE } from './bind.js';
import { OriginCheck } from './origin-check.js';
import { SUBJECT, type SubjectLookup } from './params.js';
import { RateLimits } from './rate-limits.js';
import type { ApiRequest } from './request.js';
import { SessionCookie } from './session-cookie.js';

/**
 * Decides who may call a route, in this order: rate of the address, origin (console), login, rate of the
 * user, permission, form of `:id`. All of it before the body is looked at.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
    private readonly tokens: Tokens,
    private readonly sessions: OperatorSessions,
    private readonly limits: RateLimits,
    private readonly origins: OriginCheck,
    private readonly cookie: SessionCookie,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.get<RouteName | undefined>(ROUTE, context.getHandler());
    if (name === undefined) throw new Error(`${context.getHandler().name} is not bound to a route`);
    const route: Route = routeTable[name];
    const request = context.switchToHttp().getRequest<ApiRequest>();
    request.routeName = name;
    if (route.path.startsWith('/console/')) this.origins.check(request);
    await this.identify(name, route, request);
    checkPermission(route, request);
    checkId(request);
    this.prepareSubject(context, request);
    return true;
  }

  private async identify(name: RouteName, route: Route, request: ApiRequest): Promise<void> {
    if (route.access === 'operator') return this.identifyOperator(name, route, request);
    const token = route.access === 'user' || route.access === 'optional' ? bearer(request) : undefined;
    if (token === undefined) {
      this.limits.takeAnonymous(name, route, request.ip);
      if (route.access === 'user') throw new Refusal('auth.required');
      return;
    }
    try {
      request.userId = await this.tokens.readShopToken(token);
    } catch (error) {
      this.limits.takeAnonymous(name, route, request.ip);
      throw error;
    }
    this.limits.takeUser(request.userId);
  }

  private async identifyOperator(name: RouteName, route: Route, request: ApiRequest): Promise<void> {
    const token = this.cookie.read(request);
    const operator = token === '' ? null : await this.sessions.find(token);
    if (operator === null) {
      this.limits.takeAnonymous(name, route, request.ip);
      throw new Refusal('auth.required');
    }
    request.operator = operator;
    this.limits.takeUser(operator.id);
  }

  private prepareSubject(context: ExecutionContext, request: ApiRequest): void {
    const lookup = this.reflector.get<Type<SubjectLookup> | undefined>(SUBJECT, context.getHandler());
    if (lookup === undefined) return;
    const { id, day } = request.params as { id?: string; day?: string };
    const named = (id ?? day ?? '').toLowerCase();
    request.subjectExists = () => this.modules.get(lookup, { strict: false }).exists(named, request.userId);
  }
}

/** The token of `Authorization: Bearer …`; an empty text for a header of another form. */
function bearer(request: ApiRequest): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1] ?? '';
}

function checkPermission(route: Route, request: ApiRequest): void {
  if (route.permission === undefined) return;
  const { operator } = request;
  if (operator === undefined || !rolePermissions[operator.role].includes(route.permission)) {
    throw new Refusal('permission.denied');
  }
}

function checkId(request: ApiRequest): void {
  const { id } = Object(request.params) as { id?: unknown };
  if (id !== undefined && !isUuid(id)) throw new Refusal('not_found');
}
