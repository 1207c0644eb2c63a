import { routePath, routeQuery } from '@tuanlink/shared/routes';
import type { ConsoleRoute } from './call';

/** Where the browser fetches the file that a route answers; the session's cookie goes along by itself. */
export function filePath(name: ConsoleRoute, input: { params?: object; query?: object }): string {
  return `/api${routePath(name, input.params)}${routeQuery(input.query)}`;
}
