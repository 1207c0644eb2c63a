import { Module } from '@nestjs/common';
import { ReconciliationModule } from '../../domains/reconciliation/reconciliation.module.js';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { TradeModule } from '../trade.module.js';
import { WithdrawModule } from '../withdraw/withdraw.module.js';
import { BillIntake } from './bill-intake.js';
import { DifferenceDeskFlow } from './difference-desk.flow.js';
import { ExceptionViews } from './exceptions.views.js';
import { InquiryFlow } from './inquiry.flow.js';
import { JanitorJob } from './janitor.job.js';
import { MatchFlow } from './match.flow.js';
import { ReconcileDeskFlow } from './reconcile-desk.flow.js';
import { ReconcileFlow } from './reconcile.flow.js';
import { ReconciliationViews } from './reconciliation.views.js';

const flows = [
  BillIntake,
  MatchFlow,
  ReconcileFlow,
  ReconcileDeskFlow,
  InquiryFlow,
  DifferenceDeskFlow,
  JanitorJob,
  ReconciliationViews,
  ExceptionViews,
];

/**
 * Nothing is forgotten: the janitor, the daily comparison with WeChat's bills, and the lists of what is
 * amiss.
 */
@Module({
  imports: [TradeModule, WithdrawModule, StaffModule, ReconciliationModule],
  providers: flows,
  exports: [...flows, ReconciliationModule],
})
export class ReconcileModule {}
