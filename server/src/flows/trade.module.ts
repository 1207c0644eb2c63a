import { Module } from '@nestjs/common';
import { LedgerModule } from '../domains/ledger/ledger.module.js';
import { SharingModule } from '../domains/sharing/sharing.module.js';
import { StaffModule } from '../domains/staff/staff.module.js';
import { AfterSaleDecisionFlow } from './after-sales/after-sale-decision.flow.js';
import { AfterSaleDueJob } from './after-sales/after-sale-due.job.js';
import { AfterSaleMoves } from './after-sales/after-sale-moves.js';
import { AfterSaleFlow } from './after-sales/after-sale.flow.js';
import { CancelFlow } from './cancel/cancel.flow.js';
import { HoldExpiryJob } from './cancel/hold-expiry.job.js';
import { Cashier } from './checkout/cashier.flow.js';
import { CheckoutFlow } from './checkout/checkout.flow.js';
import { DeliveryFlow } from './delivery/delivery.flow.js';
import { GroupCloseJob } from './group-close/group-close.job.js';
import { OpenPayments } from './group-close/open-payments.js';
import { GroupDecisionFlow } from './group-decision/group-decision.flow.js';
import { NoticesFlow } from './notices/notices.flow.js';
import { PushFlow } from './notices/push.flow.js';
import { RejectedNotices } from './notices/rejected-notices.js';
import { PaidFlow } from './paid/paid.flow.js';
import { PaymentCheckJob } from './paid/payment-check.job.js';
import { OperatorRefundFlow } from './refund/operator-refund.flow.js';
import { RefundFlow } from './refund/refund.flow.js';
import { ConsoleGroupViews } from './views/console-groups.views.js';
import { AfterSaleViews } from './views/after-sale.views.js';
import { GroupViews } from './views/group.views.js';
import { LedgerViews } from './views/ledger.views.js';
import { NoticeRejectionViews } from './views/notice-rejections.views.js';
import { OrderViews } from './views/order.views.js';
import { RefundViews } from './views/refund.views.js';
import { WithdrawModule } from './withdraw/withdraw.module.js';

const flows = [
  CheckoutFlow,
  Cashier,
  PaidFlow,
  PaymentCheckJob,
  CancelFlow,
  HoldExpiryJob,
  OpenPayments,
  GroupCloseJob,
  GroupDecisionFlow,
  RefundFlow,
  OperatorRefundFlow,
  RefundViews,
  AfterSaleFlow,
  AfterSaleDecisionFlow,
  AfterSaleDueJob,
  AfterSaleMoves,
  AfterSaleViews,
  DeliveryFlow,
  NoticesFlow,
  PushFlow,
  RejectedNotices,
  OrderViews,
  GroupViews,
  ConsoleGroupViews,
  LedgerViews,
  NoticeRejectionViews,
];

/** From the order to the money and the parcel: the operations that touch several domains. */
@Module({
  imports: [LedgerModule, SharingModule, StaffModule, WithdrawModule],
  providers: flows,
  exports: [...flows, LedgerModule, WithdrawModule],
})
export class TradeModule {}
