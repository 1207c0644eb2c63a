import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { RouteName } from '@tuanlink/shared/routes';
import { bindings } from '../http/bind.js';

/** Nest's key of the parameters of a handler. */
const ROUTE_ARGS = '__routeArguments__';

/** A DTO class. */
export type Dto = new () => object;

/** The DTO classes of one route, found in the signature of its handler. */
export interface RequestClasses {
  body?: Dto;
  query?: Dto;
}

/** DTO classes by route: what the handlers really take, as the validation sees it. */
export function requestClasses(): ReadonlyMap<RouteName, RequestClasses> {
  return new Map(
    bindings().map(({ name, controller, method }) => {
      const args = (Reflect.getMetadata(ROUTE_ARGS, controller, method) ?? {}) as Record<
        string,
        { index: number }
      >;
      const prototype = (controller as { prototype: object }).prototype;
      const types = Reflect.getMetadata('design:paramtypes', prototype, method) as Dto[];
      const classOf = (kind: RouteParamtypes): Dto | undefined => {
        const found = Object.entries(args).find(([key]) => key.startsWith(`${kind}:`));
        const dto = found && types[found[1].index];
        return dto === (Object as unknown) || dto === (String as unknown) ? undefined : dto;
      };
      return [name, { body: classOf(RouteParamtypes.BODY), query: classOf(RouteParamtypes.QUERY) }];
    }),
  );
}
