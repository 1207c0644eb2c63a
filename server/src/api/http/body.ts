import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { type InvalidField, findBadValue } from './plain-json.js';
import type { ApiRequest } from './request.js';

/** Bodies of JSON routes, in bytes. */
export const BODY_MAX = 1024 * 1024;

/** Stands in for a body that could not be read; the validation refuses it, after login and permission. */
export class UnreadableBody {
  constructor(readonly error: InvalidField) {}
}

const WECHAT_PREFIX = '/api/wechat/';

/**
 * Reads bodies: JSON objects for our routes, bytes for WeChat's. Nothing is refused here, because who may
 * call is decided first.
 */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_MAX }, (request, raw, done) => {
    const bytes = raw as Buffer;
    if (request.url.startsWith(WECHAT_PREFIX)) {
      (request as ApiRequest).rawBody = bytes;
      done(null);
      return;
    }
    done(null, bytes.length === 0 ? undefined : parse(bytes, request.headers['content-type']));
  });
}

function parse(bytes: Buffer, contentType = ''): object {
  // A file of rows may come as it is; it then stands for the field `csv`.
  const isCsv = /^text\/(csv|plain)\s*(;|$)/i.test(contentType);
  if (!isCsv && !/^application\/json\s*(;|$)/i.test(contentType)) {
    return new UnreadableBody({ path: '', rule: 'contentType' });
  }
  let value: unknown;
  try {
    if (!isUtf8(bytes)) return new UnreadableBody({ path: '', rule: 'utf8' });
    const text = bytes.toString('utf8');
    value = isCsv ? { csv: text } : JSON.parse(text);
  } catch {
    return new UnreadableBody({ path: '', rule: 'json' });
  }
  const bad = findBadValue(value);
  if (bad !== null) return new UnreadableBody(bad);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new UnreadableBody({ path: '', rule: 'object' });
  }
  return value;
}
