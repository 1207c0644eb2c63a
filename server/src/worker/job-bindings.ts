import type { Provider } from '@nestjs/common';
import { CampaignService } from '../domains/group-buying/campaign.service.js';
import { LedgerSealer } from '../domains/ledger/ledger.sealer.js';
import { AfterSaleDueJob } from '../flows/after-sales/after-sale-due.job.js';
import { HoldExpiryJob } from '../flows/cancel/hold-expiry.job.js';
import { DeliveryFlow } from '../flows/delivery/delivery.flow.js';
import { ExportRunJob } from '../flows/export/export-run.job.js';
import { GroupCloseJob } from '../flows/group-close/group-close.job.js';
import { PaymentCheckJob } from '../flows/paid/payment-check.job.js';
import { JanitorJob } from '../flows/reconcile/janitor.job.js';
import { ReconcileFlow, type RunDay } from '../flows/reconcile/reconcile.flow.js';
import { RefundFlow } from '../flows/refund/refund.flow.js';
import { PayoutFlow } from '../flows/withdraw/payout.flow.js';
import { JOB_HANDLERS, type JobHandler } from '../infra/jobs/job-handlers.js';
import type { JobTopic } from '../infra/jobs/topics.js';

/** Payloads are written by this program alone, so that their shape is known by topic. */
function handler<P>(topic: JobTopic, handle: (payload: P) => Promise<unknown>): JobHandler {
  return {
    topic,
    handle: async (payload) => {
      await handle(payload as P);
    },
  };
}

interface OfOrder {
  orderId: string;
  attempt: number;
}

/** Which flow does the work of which topic. */
export const jobBindings: Provider = {
  provide: JOB_HANDLERS,
  useFactory: (
    holds: HoldExpiryJob,
    groups: GroupCloseJob,
    refunds: RefundFlow,
    delivery: DeliveryFlow,
    payments: PaymentCheckJob,
    campaigns: CampaignService,
    sealer: LedgerSealer,
    janitor: JanitorJob,
    reconcile: ReconcileFlow,
    payouts: PayoutFlow,
    exports: ExportRunJob,
    afterSales: AfterSaleDueJob,
  ): JobHandler[] => [
    handler<OfOrder>('order.hold-expired', (job) => holds.handle(job)),
    handler<{ groupId: string }>('group.close', (job) => groups.handle(job)),
    handler<{ refundId: string }>('refund.send', (job) => refunds.send(job)),
    handler<{ refundId: string }>('refund.check', (job) => refunds.check(job)),
    handler<OfOrder>('shipment.upload', (job) => delivery.upload(job)),
    handler<OfOrder>('order.auto-receive', (job) => delivery.autoReceive(job)),
    handler<OfOrder>('order.complete', (job) => delivery.complete(job)),
    handler<{ campaignId: string }>('campaign.start', (job) => campaigns.startDue(job.campaignId)),
    handler<{ campaignId: string }>('campaign.end', (job) => campaigns.endDue(job.campaignId)),
    handler<OfOrder>('payment.check', (job) => payments.handle(job)),
    handler<{ withdrawalId: string }>('withdrawal.send', (job) => payouts.advance(job)),
    handler<{ withdrawalId: string }>('withdrawal.check', (job) => payouts.advance(job)),
    handler<{ afterSaleId: string }>('after-sale.due', (job) => afterSales.handle(job)),
    handler<object>('ledger.seal', () => sealer.seal()),
    handler<object>('janitor.sweep', () => janitor.sweep()),
    handler<object>('reconciliation.plan', () => reconcile.plan()),
    handler<RunDay>('reconciliation.run', (job) => reconcile.run(job)),
    handler<{ exportId: string }>('export.run', (job) => exports.run(job)),
    handler<{ exportId: string }>('export.expire', (job) => exports.expire(job)),
  ],
  inject: [
    HoldExpiryJob,
    GroupCloseJob,
    RefundFlow,
    DeliveryFlow,
    PaymentCheckJob,
    CampaignService,
    LedgerSealer,
    JanitorJob,
    ReconcileFlow,
    PayoutFlow,
    ExportRunJob,
    AfterSaleDueJob,
  ],
};
