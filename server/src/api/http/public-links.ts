import type { FastifyInstance } from 'fastify';
import type { FileStorage } from '../../infra/storage/file-storage.js';
import type { ShareLinks } from './share-links.js';

const YEAR = 'public, max-age=31536000, immutable';
const TOKEN = /^[0-9A-Za-z]{10}$/;

/** Pictures by the hash of their content: they never change. */
export function serveFiles(fastify: FastifyInstance, files: FileStorage): void {
  fastify.get<{ Params: { name: string } }>('/files/:name', async (request, reply) => {
    const file = await files.open(request.params.name);
    if (file === null) return reply.callNotFound();
    return reply
      .header('cache-control', YEAR)
      .header('content-length', file.size)
      .type('image/webp')
      .send(file.stream);
  });
}

/** Links that are passed on outside WeChat lead to the page of what was shared; a dead one to the shop. */
export function serveShareLinks(fastify: FastifyInstance, links: ShareLinks): void {
  fastify.get<{ Params: { token: string } }>('/s/:token', async (request, reply) => {
    const { token } = request.params;
    const path = TOKEN.test(token) ? await links.pathOf(token) : null;
    return reply.header('cache-control', 'no-store').redirect(path === null ? '/' : `/#${path}`, 302);
  });
}
