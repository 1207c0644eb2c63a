import { Module } from '@nestjs/common';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { OperatorRefundFlow } from '../refund/operator-refund.flow.js';
import { TradeModule } from '../trade.module.js';
import { ApprovalsFlow } from './approvals.flow.js';
import { APPROVED_ACTIONS, type ApprovedAction } from './approved-action.js';

/** Every money action that waits for a second person, by its kind. */
const actions = {
  provide: APPROVED_ACTIONS,
  useFactory: (refunds: OperatorRefundFlow): ApprovedAction[] => [refunds.refunding, refunds.settling],
  inject: [OperatorRefundFlow],
};

/** The second person. */
@Module({
  imports: [StaffModule, TradeModule],
  providers: [actions, ApprovalsFlow],
  exports: [ApprovalsFlow],
})
export class ApprovalsModule {}
