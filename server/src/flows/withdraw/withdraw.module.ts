import { Module } from '@nestjs/common';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { WithdrawalsModule } from '../../domains/withdrawals/withdrawals.module.js';
import { DocumentsFlow } from './documents.flow.js';
import { PayoutRunFlow } from './payout-run.flow.js';
import { PayoutFlow } from './payout.flow.js';
import { TaxFlow } from './tax.flow.js';
import { WithdrawFlow } from './withdraw.flow.js';
import { WithdrawalDecisionFlow } from './withdrawal-decision.flow.js';
import { WithdrawalViews } from './withdrawal.views.js';

const flows = [
  WithdrawFlow,
  PayoutFlow,
  PayoutRunFlow,
  WithdrawalDecisionFlow,
  WithdrawalViews,
  DocumentsFlow,
  TaxFlow,
];

/** From what is available to the money in somebody's wallet. */
@Module({
  imports: [WithdrawalsModule, StaffModule],
  providers: flows,
  exports: [...flows, WithdrawalsModule],
})
export class WithdrawModule {}
