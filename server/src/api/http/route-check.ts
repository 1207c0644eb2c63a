import type { ModulesContainer } from '@nestjs/core';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { ROUTE, bindings } from './bind.js';

/**
 * Holds the table of routes against the controllers that are loaded: every route has exactly one handler,
 * and every handler of a controller is bound to a route. Anything else stops the start.
 */
export function checkRoutes(modules: ModulesContainer): void {
  const controllers = [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as unknown),
  );
  const loaded = bindings().filter(({ controller }) => controllers.includes(controller));
  const names = Object.keys(routeTable) as RouteName[];
  const wrong = names.flatMap((name) => {
    const count = loaded.filter((binding) => binding.name === name).length;
    return count === 1 ? [] : [`${name} has ${count} handlers`];
  });
  const free = controllers.flatMap((controller) => unbound(controller));
  const problems = [...wrong, ...free.map((handler) => `${handler} is bound to no route`)];
  if (problems.length > 0) throw new Error(`Routes and handlers do not fit: ${problems.join('; ')}`);
}

/** Nest's own name for the path of a handler. */
const NEST_PATH = 'path';

function unbound(controller: unknown): string[] {
  if (typeof controller !== 'function') return [];
  const prototype = controller.prototype as object;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    // The class itself, which carries the prefix of its paths, is its prototype's "constructor".
    if (name === 'constructor' || typeof handler !== 'function') return [];
    if (!Reflect.hasMetadata(NEST_PATH, handler)) return [];
    return Reflect.hasMetadata(ROUTE, handler) ? [] : [`${controller.name}.${name}`];
  });
}
