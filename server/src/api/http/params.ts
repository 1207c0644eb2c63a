import { type ExecutionContext, SetMetadata, type Type, createParamDecorator } from '@nestjs/common';
import { startOfDay } from '@tuanlink/shared/time';
import { type Language, pickLanguage } from '@tuanlink/shared/errors';
import { isUuid } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import type { ApiRequest } from './request.js';

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<ApiRequest>();

/** The logged-in shop user's id: `@Me() userId: string`. Only on routes with access `user`. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { userId } = requestOf(context);
  if (userId === undefined) throw new Refusal('auth.required');
  return userId;
});

/** The shop user's id where a token came along: `@MaybeMe() userId: string | undefined`. */
export const MaybeMe = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => requestOf(context).userId,
);

/** The operator of the session: `@Staff() operator: OperatorIdentity`. Only on console routes. */
export const Staff = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { operator } = requestOf(context);
  if (operator === undefined) throw new Refusal('auth.required');
  return operator;
});

/** The `:id` of the path, in lower case: `@Id() id: string`. A malformed one answers 404. */
export const Id = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { id } = requestOf(context).params as { id?: unknown };
  if (!isUuid(id)) throw new Refusal('not_found');
  return id.toLowerCase();
});

/**
 * The `:day` of the path, `YYYY-MM-DD` in China: `@Day() day: string`. One that does not exist answers 404.
 */
export const Day = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { day } = requestOf(context).params as { day?: unknown };
  if (typeof day !== 'string' || startOfDay(day) === null) throw new Refusal('not_found');
  return day;
});
/** The caller's language, for documents: `@Lang() language: Language`. */
export const Lang = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  pickLanguage(requestOf(context).headers['accept-language']),
);

/** The body's bytes as they arrived: `@RawBody() body: Buffer`. Only on WeChat's routes. */
export const RawBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): Buffer => requestOf(context).rawBody ?? Buffer.alloc(0),
);

/** Where a request comes from: `@RemoteAddress() address: string`. */
export const RemoteAddress = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => requestOf(context).ip,
);

/** Tells whether a thing exists for a caller; provided by the domain that owns it. */
export abstract class SubjectLookup {
  /** @param userId the shop user, or undefined for operators, who may see all */
  abstract exists(id: string, userId: string | undefined): Promise<boolean>;
}

export const SUBJECT = 'tuanlink:subject';

/**
 * Names who knows the thing behind `:id` or `:day`. Asked only when a body is refused: an absent thing, or
 * somebody else's, then answers 404 like everywhere, and not 400.
 */
export const Subject = (lookup: Type<SubjectLookup>): MethodDecorator => SetMetadata(SUBJECT, lookup);
