import { Module } from '@nestjs/common';
import { JOB_HANDLERS } from '../infra/jobs/job-handlers.js';
import { jobBindings } from './job-bindings.js';

/** Everything that runs after a commit. */
@Module({ providers: [jobBindings], exports: [JOB_HANDLERS] })
export class WorkerModule {}
