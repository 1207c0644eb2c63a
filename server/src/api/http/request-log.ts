import type { FastifyInstance } from 'fastify';
import type { Log } from '../../infra/log.js';

/** Requests that are asked for all the time and tell nothing when they succeed. */
const QUIET = /^\/(api\/health|files\/|env\.js)/;

/**
 * One line per request: method, pattern of the route, status, milliseconds, id. Never the path itself, a
 * query value, a body or an address, because those may say who somebody is.
 */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode;
    const route = request.routeOptions.url ?? 'unknown';
    const level = status >= 500 && status !== 503 ? 'error' : QUIET.test(route) ? 'debug' : 'info';
    log.write(level, 'request', {
      request: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}
