import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../infra/clock.js';

/**
 * Every reply of the API says what time the shop's clock shows (`x-server-time`, UTC ISO), so that countdowns
 * need not trust the phone's.
 */
export function tellTime(fastify: FastifyInstance, clock: Clock): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.url.startsWith('/api/')) {
      void reply.header('x-server-time', clock.now().toISOString());
    }
    done();
  });
}
