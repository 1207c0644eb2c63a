import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { StaffModule } from '../domains/staff/staff.module.js';
import { RetryJobFlow } from '../flows/jobs/retry-job.flow.js';
import { AuditController } from './console/audit.controller.js';
import { JobsController } from './console/jobs.controller.js';
import { SessionController } from './console/session.controller.js';
import { UploadsController } from './console/uploads.controller.js';
import { DocsController } from './docs.controller.js';
import { HealthController } from './health.controller.js';
import { AccessGuard } from './http/access.guard.js';
import { OriginCheck } from './http/origin-check.js';
import { RateLimits } from './http/rate-limits.js';
import { SessionCookie } from './http/session-cookie.js';
import { OpenApi } from './openapi/open-api.js';

/** All routes of the API. */
@Module({
  imports: [StaffModule],
  controllers: [
    HealthController,
    DocsController,
    SessionController,
    AuditController,
    JobsController,
    UploadsController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    OriginCheck,
    RateLimits,
    SessionCookie,
    OpenApi,
    RetryJobFlow,
  ],
})
export class ApiModule {}
