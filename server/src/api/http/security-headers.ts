import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Sent with every reply: nothing is guessed, framed, or told to other sites. */
const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
};

/** Replies that are not pages may do nothing at all. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

/** Adds the headers to every reply; pages replace the policy by their own. */
export function addSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(COMMON).header('content-security-policy', NO_PAGE);
    done();
  });
}

/**
 * Policy of a page: scripts are files of ours or the inline ones that stand in this very page; styles may be
 * inline, because the console's components write them; faces of members come from WeChat over https.
 */
export function pagePolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, code = '']) => ` 'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
