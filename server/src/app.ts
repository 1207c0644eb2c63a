import multipart from '@fastify/multipart';
import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serveDocs } from './api/docs.assets.js';
import { BODY_MAX, readBodies } from './api/http/body.js';
import { RefusalFilter, refusalReply } from './api/http/exception.filter.js';
import { serveFiles, serveShareLinks } from './api/http/public-links.js';
import { RawJson } from './api/http/raw-json.js';
import { keepRefusedActions } from './api/http/refused-actions.js';
import { logRequests } from './api/http/request-log.js';
import { checkRoutes } from './api/http/route-check.js';
import { addSecurityHeaders } from './api/http/security-headers.js';
import { tellTime } from './api/http/server-time.js';
import { ShareLinks } from './api/http/share-links.js';
import { DtoPipe } from './api/http/validation.pipe.js';
import { endUnusedConnections } from './api/http/unused-connections.js';
import { serveFaces } from './api/http/web-faces.js';
import { AppModule, WorkerRootModule } from './app.module.js';
import { AuditTrail } from './domains/staff/audit-trail.service.js';
import { entities } from './entities.js';
import { Clock } from './infra/clock.js';
import { Database } from './infra/database/database.js';
import type { InfraOptions } from './infra/infra.module.js';
import { Log } from './infra/log.js';
import { Refusal } from './infra/refusal.js';
import { FileStorage } from './infra/storage/file-storage.js';
import { migrations } from './migrations/index.js';

/** What a process is made of; tests replace clock, ids, WeChat or the log. */
export type AppOptions = Omit<InfraOptions, 'applicationName' | 'entities' | 'migrationNames'>;

/** Requests on one connection are given this long to arrive completely. */
const REQUEST_TIMEOUT_MS = 30_000;

function complete(options: AppOptions, applicationName: string) {
  const log = options.log ?? new Log(options.config.logLevel);
  const migrationNames = migrations.map((migration) => migration.name);
  return { ...options, log, applicationName, entities, migrationNames };
}

function makeAdapter(options: AppOptions): FastifyAdapter {
  let count = 0;
  return new FastifyAdapter({
    bodyLimit: BODY_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: [...options.config.trustedProxies],
    requestIdHeader: false,
    genReqId: () => `${process.pid.toString(36)}-${(count++).toString(36)}`,
    // Paths that cannot be decoded name nothing.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void reply.status(404).send(refusalReply(new Refusal('not_found'), request.headers['accept-language'])),
    skipMiddie: true,
    multipart: false,
    forceCloseConnections: 'idle',
  });
}

/**
 * The API with all its routes and the web faces, not listening yet: call `listen`.
 * Close it with `close()`, which waits for running requests and closes the database connections.
 */
export async function createApp(options: AppOptions): Promise<NestFastifyApplication> {
  const infra = complete(options, 'tuanlink-api');
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(infra), makeAdapter(options), {
    bodyParser: false,
    abortOnError: false,
    logger: infra.log,
  });
  const fastify = app.getHttpAdapter().getInstance();
  endUnusedConnections(fastify);
  addSecurityHeaders(fastify);
  tellTime(fastify, app.get(Clock));
  logRequests(fastify, infra.log);
  readBodies(fastify);
  await fastify.register(multipart);
  // Replies that PostgreSQL built as JSON go out as they are.
  fastify.setReplySerializer((payload) =>
    payload instanceof RawJson ? payload.text : JSON.stringify(payload),
  );
  serveFiles(fastify, app.get(FileStorage));
  serveShareLinks(fastify, app.get(ShareLinks, { strict: false }));
  serveDocs(fastify);
  serveFaces(fastify, options.config);
  app.useGlobalPipes(new DtoPipe());
  const note = keepRefusedActions(app.get(AuditTrail, { strict: false }), app.get(Database));
  app.useGlobalFilters(new RefusalFilter(infra.log, note));
  checkRoutes(app.get(ModulesContainer));
  await app.init();
  await fastify.ready();
  return app;
}

/**
 * The worker, not working yet: `app.get(JobRunner).start()` begins, `drain()` is for tests, and `close()`
 * waits for running jobs.
 */
export function createWorker(options: AppOptions): Promise<INestApplicationContext> {
  const infra = complete(options, 'tuanlink-worker');
  return NestFactory.createApplicationContext(WorkerRootModule.with(infra), {
    abortOnError: false,
    logger: infra.log,
  });
}
