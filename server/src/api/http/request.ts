import type { RouteName } from '@tuanlink/shared/routes';
import type { OperatorRole } from '@tuanlink/shared/states';
import type { FastifyRequest } from 'fastify';

/** The operator behind a console request. */
export interface OperatorIdentity {
  id: string;
  name: string;
  role: OperatorRole;
}

/** What guards and parsers learn about a request; handlers read it through the decorators of `params.ts`. */
export interface RequestFacts {
  /** The route of the shared table that was asked for. */
  routeName?: RouteName;
  /** The shop user whose valid token came along. */
  userId?: string;
  /** The operator of a console session. */
  operator?: OperatorIdentity;
  /** The bytes of the body, on WeChat's routes only. */
  rawBody?: Buffer;
  /** Whether the thing that `:id` names is there for this caller; see `Subject`. */
  subjectExists?: () => Promise<boolean>;
}

export type ApiRequest = FastifyRequest & RequestFacts;
