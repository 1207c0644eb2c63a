import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { StaffModule } from '../domains/staff/staff.module.js';
import { ApprovalsModule } from '../flows/approvals/approvals.module.js';
import { ReconcileModule } from '../flows/reconcile/reconcile.module.js';
import { ExportModule } from '../flows/export.module.js';
import { TradeModule } from '../flows/trade.module.js';
import { RetryJobFlow } from '../flows/jobs/retry-job.flow.js';
import { ConsoleAfterSalesController } from './console/after-sales.controller.js';
import { ApprovalsController } from './console/approvals.controller.js';
import { AuditController } from './console/audit.controller.js';
import { ConsoleGroupsController } from './console/groups.controller.js';
import { ConsoleExportsController } from './console/exports.controller.js';
import { JobsController } from './console/jobs.controller.js';
import { ConsoleLedgerController } from './console/ledger.controller.js';
import { NoticeRejectionsController } from './console/notice-rejections.controller.js';
import { ConsoleOrdersController } from './console/orders.controller.js';
import { ConsoleRefundsController } from './console/refunds.controller.js';
import { ConsoleReconciliationController } from './console/reconciliation.controller.js';
import { SessionController } from './console/session.controller.js';
import { ConsolePayoutsController } from './console/payouts.controller.js';
import { ConsoleTaxController } from './console/tax.controller.js';
import { ConsoleStatementsController } from './console/statements.controller.js';
import { UploadsController } from './console/uploads.controller.js';
import { DocsController } from './docs.controller.js';
import { HealthController } from './health.controller.js';
import { AccessGuard } from './http/access.guard.js';
import { OriginCheck } from './http/origin-check.js';
import { RateLimits } from './http/rate-limits.js';
import { SessionCookie } from './http/session-cookie.js';
import { ShopAfterSalesController } from './shop/after-sales.controller.js';
import { GroupPageController } from './shop/group-page.controller.js';
import { LedgerRootsController } from './shop/ledger-roots.controller.js';
import { ShopOrdersController } from './shop/orders.controller.js';
import { ShopWithdrawalsController } from './shop/withdrawals.controller.js';
import { WechatNoticesController } from './wechat/notices.controller.js';
import { WechatPushController } from './wechat/push.controller.js';
import { OpenApi } from './openapi/open-api.js';
import { ShopApiModule } from './shop-api.module.js';
import { PayoutRunSubject, WithdrawalSubject } from './payout-subjects.js';
import {
  AfterSaleSubject,
  ApprovalSubject,
  DaySubject,
  DifferenceSubject,
  GroupSubject,
  JobSubject,
  OrderSubject,
  RefundSubject,
} from './subjects.js';

/** All routes of the API. */
@Module({
  imports: [StaffModule, TradeModule, ExportModule, ApprovalsModule, ReconcileModule, ShopApiModule],
  controllers: [
    HealthController,
    DocsController,
    SessionController,
    AuditController,
    JobsController,
    UploadsController,
    ConsoleOrdersController,
    ConsoleRefundsController,
    ConsoleAfterSalesController,
    ApprovalsController,
    ConsoleGroupsController,
    NoticeRejectionsController,
    ConsoleLedgerController,
    ConsoleReconciliationController,
    ConsolePayoutsController,
    ConsoleStatementsController,
    ConsoleTaxController,
    ConsoleExportsController,
    ShopOrdersController,
    ShopAfterSalesController,
    LedgerRootsController,
    ShopWithdrawalsController,
    GroupPageController,
    WechatNoticesController,
    WechatPushController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    OriginCheck,
    RateLimits,
    SessionCookie,
    OpenApi,
    RetryJobFlow,
    OrderSubject,
    AfterSaleSubject,
    RefundSubject,
    ApprovalSubject,
    GroupSubject,
    JobSubject,
    DaySubject,
    DifferenceSubject,
    WithdrawalSubject,
    PayoutRunSubject,
  ],
})
export class ApiModule {}
