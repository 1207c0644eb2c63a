import { Module } from '@nestjs/common';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { AdjustmentFlow } from '../commission/adjustment.flow.js';
import { CommissionModule } from '../commission/commission.module.js';
import { CommissionReviewFlow } from '../commission/review.flow.js';
import { CommissionRulesFlow } from '../commission/rules.flow.js';
import { OperatorRefundFlow } from '../refund/operator-refund.flow.js';
import { TradeModule } from '../trade.module.js';
import { TaxFlow } from '../withdraw/tax.flow.js';
import { ApprovalsFlow } from './approvals.flow.js';
import { APPROVED_ACTIONS, type ApprovedAction } from './approved-action.js';

/** Every money action that waits for a second person, by its kind. */
const actions = {
  provide: APPROVED_ACTIONS,
  useFactory: (
    refunds: OperatorRefundFlow,
    adjustments: AdjustmentFlow,
    reviews: CommissionReviewFlow,
    rules: CommissionRulesFlow,
    tax: TaxFlow,
  ): ApprovedAction[] => [
    refunds.refunding,
    refunds.settling,
    adjustments.adjusting,
    reviews.voiding,
    rules.announcing,
    tax.handingOver,
    tax.changingRules,
  ],
  inject: [OperatorRefundFlow, AdjustmentFlow, CommissionReviewFlow, CommissionRulesFlow, TaxFlow],
};

/** The second person. */
@Module({
  imports: [StaffModule, TradeModule, CommissionModule],
  providers: [actions, ApprovalsFlow],
  exports: [ApprovalsFlow],
})
export class ApprovalsModule {}
