import { Module } from '@nestjs/common';
import { GroupBuyingModule } from '../domains/group-buying/group-buying.module.js';
import { ReconcileModule } from '../flows/reconcile/reconcile.module.js';
import { ExportModule } from '../flows/export.module.js';
import { TradeModule } from '../flows/trade.module.js';
import { JOB_HANDLERS } from '../infra/jobs/job-handlers.js';
import { jobBindings } from './job-bindings.js';

/** Everything that runs after a commit. */
@Module({
  imports: [TradeModule, ReconcileModule, ExportModule, GroupBuyingModule],
  providers: [jobBindings],
  exports: [JOB_HANDLERS],
})
export class WorkerModule {}
