import { readFile } from 'node:fs/promises';
import path from 'node:path';
import send from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../infra/config.js';
import { isStorable } from '../../infra/text.js';
import { pagePolicy } from './security-headers.js';

/** Built files carry a hash of their content in their name. */
const HASHED = /[.-][0-9A-Za-z_-]{8,}\.\w+$/;
const YEAR = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** A folder of a built face, and where it is served. */
interface Face {
  folder: string;
  /** `/` or `/console/` */
  prefix: string;
}

/** Sends the page of a face; false when it has none. */
async function sendPage({ folder }: Face, reply: FastifyReply): Promise<boolean> {
  let html: string;
  try {
    html = await readFile(path.join(folder, 'index.html'), 'utf8');
  } catch {
    return false;
  }
  await reply
    .header('content-security-policy', pagePolicy(html))
    .header('cache-control', ASK_AGAIN)
    .type('text/html; charset=utf-8')
    .send(html);
  return true;
}

/** Whether a name stays below its folder and can name a file at all. */
function isPlain(name: string): boolean {
  return isStorable(name) && !name.includes('\\') && path.posix.normalize(`/${name}`) === `/${name}`;
}

/** Sends a file of a face; a path without a file type is a page of the face's own router. */
async function sendFace(face: Face, name: string, request: FastifyRequest, reply: FastifyReply) {
  const isPage = name === '' || path.posix.extname(name) === '';
  if (isPage) return (await sendPage(face, reply)) ? reply : reply.callNotFound();
  if (!isPlain(name)) return reply.callNotFound();
  const { statusCode, headers, stream } = await send(request.raw, `/${encodeURI(name)}`, {
    root: face.folder,
    cacheControl: false,
    dotfiles: 'ignore',
    index: false,
  });
  if (statusCode >= 400) {
    stream.destroy();
    return reply.callNotFound();
  }
  const cache = HASHED.test(name) ? YEAR : ASK_AGAIN;
  return reply.status(statusCode).headers(headers).header('cache-control', cache).send(stream);
}

/** What the H5 app is told at run time. */
function environment(config: Config): string {
  return `window.__TUANLINK__=${JSON.stringify({ sandboxUrl: config.sandboxUrl })};\n`;
}

/**
 * Serves the built faces: the buyers' app at `/`, the console at `/console`, and `/env.js`. Everything else
 * below `/` that is no file is not found; the buyers' app keeps its pages behind `#`.
 */
export function serveFaces(fastify: FastifyInstance, config: Config): void {
  fastify.get('/env.js', (_request, reply) =>
    reply.header('cache-control', ASK_AGAIN).type('text/javascript; charset=utf-8').send(environment(config)),
  );
  if (config.webConsoleDir !== null) {
    const face = { folder: config.webConsoleDir, prefix: '/console/' };
    fastify.get('/console', (request, reply) => sendFace(face, '', request, reply));
    serve(fastify, face);
  }
  if (config.webH5Dir !== null) serve(fastify, { folder: config.webH5Dir, prefix: '/' });
}

function serve(fastify: FastifyInstance, face: Face): void {
  fastify.get(`${face.prefix}*`, async (request, reply) => {
    const name = (request.params as { '*': string })['*'];
    // The API's own addresses never answer with a page, known or not.
    if (face.prefix === '/' && (name === 'api' || name.startsWith('api/'))) return reply.callNotFound();
    return sendFace(face, name, request, reply);
  });
}
