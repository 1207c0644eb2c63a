import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from './api/api.module.js';
import { InfraModule, type InfraOptions } from './infra/infra.module.js';
import { JobRunner } from './infra/jobs/job-runner.js';
import { WorkerModule } from './worker/worker.module.js';

/** The process that answers requests. */
@Module({})
export class AppModule {
  static with(options: InfraOptions): DynamicModule {
    return { module: AppModule, imports: [InfraModule.with(options), ApiModule] };
  }
}

/** The process that runs jobs. */
@Module({})
export class WorkerRootModule {
  static with(options: InfraOptions): DynamicModule {
    return {
      module: WorkerRootModule,
      imports: [InfraModule.with(options), WorkerModule],
      providers: [JobRunner],
      exports: [JobRunner],
    };
  }
}
