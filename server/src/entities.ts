import { AfterSaleEventEntity } from './domains/after-sales/after-sale-event.entity.js';
import { AfterSaleLineEntity } from './domains/after-sales/after-sale-line.entity.js';
import { AfterSaleEntity } from './domains/after-sales/after-sale.entity.js';
import { ProductEntity } from './domains/catalog/product.entity.js';
import { SkuStockEntity } from './domains/catalog/sku-stock.entity.js';
import { SkuEntity } from './domains/catalog/sku.entity.js';
import { CommissionAdjustmentEntity } from './domains/distribution/commission-adjustment.entity.js';
import { CommissionBudgetEntity } from './domains/distribution/commission-budget.entity.js';
import { CommissionEventEntity } from './domains/distribution/commission-event.entity.js';
import { CommissionLineEntity } from './domains/distribution/commission-line.entity.js';
import { CommissionRulesEntity } from './domains/distribution/commission-rules.entity.js';
import { DistributorEventEntity } from './domains/distribution/distributor-event.entity.js';
import { DistributorEntity } from './domains/distribution/distributor.entity.js';
import { ExportEventEntity } from './domains/exports/export-event.entity.js';
import { ExportJobEntity } from './domains/exports/export-job.entity.js';
import { BuyGroupEntity } from './domains/group-buying/buy-group.entity.js';
import { CampaignEventEntity } from './domains/group-buying/campaign-event.entity.js';
import { CampaignPriceEntity } from './domains/group-buying/campaign-price.entity.js';
import { CampaignEntity } from './domains/group-buying/campaign.entity.js';
import { GroupEventEntity } from './domains/group-buying/group-event.entity.js';
import { GroupSeatEntity } from './domains/group-buying/group-seat.entity.js';
import { GroupSeatsEntity } from './domains/group-buying/group-seats.entity.js';
import { AddressEntity } from './domains/identity/address.entity.js';
import { ShopUserEntity } from './domains/identity/shop-user.entity.js';
import { LedgerAccountEntity } from './domains/ledger/ledger-account.entity.js';
import { LedgerBlockEntryEntity } from './domains/ledger/ledger-block-entry.entity.js';
import { LedgerBlockEntity } from './domains/ledger/ledger-block.entity.js';
import { LedgerPlatformSumEntity } from './domains/ledger/ledger-platform-sum.entity.js';
import { LedgerTransferEntity } from './domains/ledger/ledger-transfer.entity.js';
import { OrderEventEntity } from './domains/orders/order-event.entity.js';
import { OrderLineEntity } from './domains/orders/order-line.entity.js';
import { ShopOrderEntity } from './domains/orders/shop-order.entity.js';
import { ShopSettingEntity } from './domains/orders/shop-setting.entity.js';
import { NoticeRejectionEntity } from './domains/payments/notice-rejection.entity.js';
import { OddMoneyEntity } from './domains/payments/odd-money.entity.js';
import { PaymentEventEntity } from './domains/payments/payment-event.entity.js';
import { PaymentEntity } from './domains/payments/payment.entity.js';
import { RefundEventEntity } from './domains/payments/refund-event.entity.js';
import { RefundLineEntity } from './domains/payments/refund-line.entity.js';
import { RefundEntity } from './domains/payments/refund.entity.js';
import { JanitorMarkEntity } from './domains/reconciliation/janitor-mark.entity.js';
import { ReconciliationDayEntity } from './domains/reconciliation/reconciliation-day.entity.js';
import { DifferenceEventEntity } from './domains/reconciliation/difference-event.entity.js';
import { DifferenceEntity } from './domains/reconciliation/difference.entity.js';
import { WechatBillRowEntity } from './domains/reconciliation/wechat-bill-row.entity.js';
import { WechatBillEntity } from './domains/reconciliation/wechat-bill.entity.js';
import { BindingEntity } from './domains/sharing/binding.entity.js';
import { ShareEntity } from './domains/sharing/share.entity.js';
import { VisitEntity } from './domains/sharing/visit.entity.js';
import { ApprovalEventEntity } from './domains/staff/approval-event.entity.js';
import { ApprovalEntity } from './domains/staff/approval.entity.js';
import { AuditEntryEntity } from './domains/staff/audit-entry.entity.js';
import { OperatorSessionEntity } from './domains/staff/operator-session.entity.js';
import { OperatorEntity } from './domains/staff/operator.entity.js';
import { PayeeEntity } from './domains/withdrawals/payee.entity.js';
import { PayoutRunEventEntity } from './domains/withdrawals/payout-run-event.entity.js';
import { PayoutRunEntity } from './domains/withdrawals/payout-run.entity.js';
import { TaxHandoverEntity } from './domains/withdrawals/tax-handover.entity.js';
import { WithdrawalEventEntity } from './domains/withdrawals/withdrawal-event.entity.js';
import { WithdrawalRuleEntity } from './domains/withdrawals/withdrawal-rule.entity.js';
import { WithdrawalEntity } from './domains/withdrawals/withdrawal.entity.js';
import { OutboxEntity } from './infra/outbox/outbox.entity.js';

/** Every entity, listed by hand: what is not here does not exist for TypeORM. */
export const entities = [
  AfterSaleEventEntity,
  AfterSaleLineEntity,
  AfterSaleEntity,
  ProductEntity,
  SkuStockEntity,
  SkuEntity,
  CommissionAdjustmentEntity,
  CommissionBudgetEntity,
  CommissionEventEntity,
  CommissionLineEntity,
  CommissionRulesEntity,
  DistributorEventEntity,
  DistributorEntity,
  ExportEventEntity,
  ExportJobEntity,
  BuyGroupEntity,
  CampaignEventEntity,
  CampaignPriceEntity,
  CampaignEntity,
  GroupEventEntity,
  GroupSeatEntity,
  GroupSeatsEntity,
  AddressEntity,
  ShopUserEntity,
  LedgerAccountEntity,
  LedgerBlockEntryEntity,
  LedgerBlockEntity,
  LedgerPlatformSumEntity,
  LedgerTransferEntity,
  OrderEventEntity,
  OrderLineEntity,
  ShopOrderEntity,
  ShopSettingEntity,
  NoticeRejectionEntity,
  OddMoneyEntity,
  PaymentEventEntity,
  PaymentEntity,
  RefundEventEntity,
  RefundEntity,
  RefundLineEntity,
  JanitorMarkEntity,
  ReconciliationDayEntity,
  DifferenceEventEntity,
  DifferenceEntity,
  WechatBillRowEntity,
  WechatBillEntity,
  BindingEntity,
  ShareEntity,
  VisitEntity,
  ApprovalEventEntity,
  ApprovalEntity,
  AuditEntryEntity,
  OperatorSessionEntity,
  OperatorEntity,
  PayeeEntity,
  PayoutRunEventEntity,
  PayoutRunEntity,
  TaxHandoverEntity,
  WithdrawalEventEntity,
  WithdrawalRuleEntity,
  WithdrawalEntity,
  OutboxEntity,
];
