import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the server close while somebody holds a connection on which nothing was ever asked, as browsers open
 * them ahead: Node takes such a connection for a busy one until its time for a request is over.
 */
export function endUnusedConnections(fastify: FastifyInstance): void {
  const unused = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('preClose', (done) => {
    unused.forEach((socket) => socket.destroy());
    done();
  });
}
