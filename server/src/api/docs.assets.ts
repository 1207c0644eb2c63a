import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';

const PREFIX = '/api/docs/assets';
const FILES = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png'],
]);
const DAY = 'public, max-age=86400';

const START = `window.ui = SwaggerUIBundle({
  url: '/api/docs-json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none',
  validatorUrl: null,
});
`;

/** The page of the documentation; everything it loads is served by us. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>TuanLink API</title>
    <link rel="icon" type="image/png" href="${PREFIX}/favicon-32x32.png" />
    <link rel="stylesheet" href="${PREFIX}/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${PREFIX}/swagger-ui-bundle.js"></script>
    <script src="${PREFIX}/start.js"></script>
  </body>
</html>
`;

/** Serves the few files of Swagger UI that the page needs, read when somebody looks at it. */
export function serveDocs(fastify: FastifyInstance): void {
  fastify.get(`${PREFIX}/start.js`, (_request, reply) =>
    reply.header('cache-control', DAY).type('text/javascript; charset=utf-8').send(START),
  );
  fastify.get<{ Params: { file: string } }>(`${PREFIX}/:file`, (request, reply) => {
    const { file } = request.params;
    const type = FILES.get(file);
    if (type === undefined) return reply.callNotFound();
    const main = createRequire(import.meta.url).resolve('swagger-ui-dist/package.json');
    const content = createReadStream(path.join(path.dirname(main), file));
    return reply.header('cache-control', DAY).type(type).send(content);
  });
}
