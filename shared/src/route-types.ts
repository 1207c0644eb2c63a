/** What each route of the API takes and answers; where it lives stands in `routes.ts`. */
import type {
  AddressBody,
  AdjustmentBody,
  AddressPatchBody,
  AfterSaleSettingsBody,
  ApplyAfterSaleBody,
  ApproveAfterSaleBody,
  ApprovalsQuery,
  ApprovePayoutRunBody,
  AuditQuery,
  CampaignsQuery,
  CommissionRulesBody,
  CommissionsQuery,
  ConsoleAfterSalesQuery,
  ConsoleCommissionsQuery,
  ConsoleLoginBody,
  ConsoleOrdersQuery,
  ConsoleProductsQuery,
  ConsoleWithdrawalsQuery,
  CreateCampaignBody,
  CreatePayoutRunBody,
  CreateExportBody,
  CreateProductBody,
  CreateShareBody,
  DifferencesQuery,
  DistributorApplicationBody,
  DistributorsQuery,
  EmptyBody,
  ExceptionsQuery,
  ExtendGroupBody,
  ExportsQuery,
  GroupQuery,
  GroupsQuery,
  ImportBillBody,
  JobsQuery,
  LedgerBlocksQuery,
  OperatorRefundBody,
  NoticeRejectionsQuery,
  OrdersQuery,
  PageQuery,
  PatchCampaignBody,
  PatchDistributorBody,
  PatchProductBody,
  PatchWithdrawalRulesBody,
  PayeeBody,
  PayoutRunsQuery,
  PlaceOrderBody,
  ProductsQuery,
  ProfilePatchBody,
  QuoteBody,
  ReasonBody,
  RecordVisitBody,
  RefundsQuery,
  RequestWithdrawalBody,
  SettleRefundBody,
  ResolveDifferenceBody,
  ShipBody,
  ShipmentsImportBody,
  ShopAfterSalesQuery,
  ShopGroupsQuery,
  StatementQuery,
  TrackReturnBody,
  TaxHandoverBody,
  TransfersQuery,
  VersionBody,
  WechatLoginBody,
  WithdrawalPreviewQuery,
  WithdrawalsQuery,
} from './dto/index.js';
import type { Page } from './paging.js';
import type {
  AddressReply,
  AfterSaleCardReply,
  AfterSaleReply,
  AfterSaleSettingsReply,
  ApprovalReply,
  AuditEntryReply,
  CommissionExplanationReply,
  CommissionLineReply,
  CommissionProofReply,
  CommissionRulesReply,
  ConsoleAfterSaleCardReply,
  ConsoleAfterSaleReply,
  ConsoleCampaignReply,
  ConsoleCommissionReply,
  ConsoleDistributorReply,
  ConsoleGroupDetailReply,
  ConsoleGroupReply,
  ConsoleOrderCardReply,
  ConsoleOrderReply,
  ConsoleProductReply,
  ConsoleRefundReply,
  DifferenceReply,
  ConsoleWithdrawalDetailReply,
  ConsoleWithdrawalReply,
  DistributorReply,
  ExceptionCountsReply,
  ExceptionReply,
  ExportReply,
  GroupCardReply,
  GroupReply,
  HealthReply,
  JobReply,
  LedgerAccountReply,
  LedgerBlockReply,
  LedgerTransferReply,
  LedgerVerifyReply,
  LoginReply,
  NoticeRejectionReply,
  OrderCardReply,
  OrderCashierReply,
  OrderReply,
  PayeeReply,
  PayoutPreviewReply,
  PayoutRunReply,
  PlacedOrderReply,
  ProductCardReply,
  ProductReply,
  QuoteReply,
  ReconciliationDayReply,
  SessionReply,
  ShareReply,
  ShipmentsImportReply,
  StatementReply,
  ShopCommissionRulesReply,
  TaxMonthsReply,
  UploadReply,
  UserReply,
  VisitReply,
  WithdrawalPreviewReply,
  WithdrawalReply,
  WithdrawalRulesReply,
} from './replies/index.js';

interface IdParams {
  id: string;
}

interface DayParams {
  /** A day in China, `YYYY-MM-DD`. */
  day: string;
}

/** What each route takes and answers. A part that is absent is not taken. */
export interface RouteTypes {
  health: { reply: HealthReply };
  docs: { reply: string };
  'docs.json': { reply: object };

  'shop.login': { body: WechatLoginBody; reply: LoginReply };
  'shop.me': { reply: UserReply };
  'shop.me.patch': { body: ProfilePatchBody; reply: UserReply };
  'shop.products': { query: ProductsQuery; reply: Page<ProductCardReply> };
  'shop.product': { params: IdParams; reply: ProductReply };
  'shop.groups': { query: ShopGroupsQuery; reply: Page<GroupCardReply> };
  'shop.group': { params: IdParams; query: GroupQuery; reply: GroupReply };
  'shop.addresses': { reply: Page<AddressReply> };
  'shop.address.create': { body: AddressBody; reply: AddressReply };
  'shop.address.patch': { params: IdParams; body: AddressPatchBody; reply: AddressReply };
  'shop.address.delete': { params: IdParams; reply: Record<string, never> };
  'shop.quote': { body: QuoteBody; reply: QuoteReply };
  'shop.order.place': { body: PlaceOrderBody; reply: PlacedOrderReply };
  'shop.orders': { query: OrdersQuery; reply: Page<OrderCardReply> };
  'shop.order': { params: IdParams; reply: OrderReply };
  'shop.order.cashier': { params: IdParams; body: EmptyBody; reply: OrderCashierReply };
  'shop.order.confirm': { params: IdParams; body: EmptyBody; reply: OrderReply };
  'shop.order.cancel': { params: IdParams; body: EmptyBody; reply: OrderReply };
  'shop.order.receive': { params: IdParams; body: EmptyBody; reply: OrderReply };
  'shop.upload': { reply: UploadReply };
  'shop.afterSale.apply': { params: IdParams; body: ApplyAfterSaleBody; reply: AfterSaleReply };
  'shop.afterSales': { query: ShopAfterSalesQuery; reply: Page<AfterSaleCardReply> };
  'shop.afterSale': { params: IdParams; reply: AfterSaleReply };
  'shop.afterSale.withdraw': { params: IdParams; body: EmptyBody; reply: AfterSaleReply };
  'shop.afterSale.track': { params: IdParams; body: TrackReturnBody; reply: AfterSaleReply };
  'shop.share.create': { body: CreateShareBody; reply: ShareReply };
  'shop.visit': { body: RecordVisitBody; reply: VisitReply };
  'shop.distributor.apply': { body: DistributorApplicationBody; reply: DistributorReply };
  'shop.distributor': { reply: DistributorReply };
  'shop.rules': { reply: ShopCommissionRulesReply };
  'shop.commissions': { query: CommissionsQuery; reply: Page<CommissionLineReply> };
  'shop.commission': { params: IdParams; reply: CommissionExplanationReply };
  'shop.commission.proof': { params: IdParams; reply: CommissionProofReply };
  'shop.ledger.blocks': { query: LedgerBlocksQuery; reply: Page<LedgerBlockReply> };
  'shop.payee': { body: PayeeBody; reply: PayeeReply };
  'shop.withdrawal.preview': { query: WithdrawalPreviewQuery; reply: WithdrawalPreviewReply };
  'shop.withdrawals': { query: WithdrawalsQuery; reply: Page<WithdrawalReply> };
  'shop.withdrawal.request': { body: RequestWithdrawalBody; reply: WithdrawalReply };
  'shop.withdrawal': { params: IdParams; reply: WithdrawalReply };
  'shop.withdrawal.confirm': { params: IdParams; body: EmptyBody; reply: WithdrawalReply };
  /** PDF. */
  'shop.withdrawal.receipt': { params: IdParams; reply: string };
  'shop.withdrawal.receipt.csv': { params: IdParams; reply: string };
  'shop.statement': { query: StatementQuery; reply: StatementReply };
  /** CSV. */
  'shop.statement.csv': { query: StatementQuery; reply: string };
  /** PDF. */
  'shop.statement.pdf': { query: StatementQuery; reply: string };

  'wechat.payNotice': { reply: object };
  'wechat.refundNotice': { reply: object };
  'wechat.transferNotice': { reply: object };
  'wechat.push.verify': { reply: string };
  'wechat.push': { reply: string };

  'console.login': { body: ConsoleLoginBody; reply: SessionReply };
  'console.session': { reply: SessionReply };
  'console.logout': { reply: Record<string, never> };
  'console.products': { query: ConsoleProductsQuery; reply: Page<ConsoleProductReply> };
  'console.product.create': { body: CreateProductBody; reply: ConsoleProductReply };
  'console.product': { params: IdParams; reply: ConsoleProductReply };
  'console.product.patch': { params: IdParams; body: PatchProductBody; reply: ConsoleProductReply };
  'console.campaigns': { query: CampaignsQuery; reply: Page<ConsoleCampaignReply> };
  'console.campaign.create': { body: CreateCampaignBody; reply: ConsoleCampaignReply };
  'console.campaign': { params: IdParams; reply: ConsoleCampaignReply };
  'console.campaign.patch': { params: IdParams; body: PatchCampaignBody; reply: ConsoleCampaignReply };
  'console.campaign.publish': { params: IdParams; body: VersionBody; reply: ConsoleCampaignReply };
  'console.campaign.pause': { params: IdParams; body: VersionBody; reply: ConsoleCampaignReply };
  'console.campaign.resume': { params: IdParams; body: VersionBody; reply: ConsoleCampaignReply };
  'console.campaign.end': { params: IdParams; body: VersionBody; reply: ConsoleCampaignReply };
  'console.groups': { query: GroupsQuery; reply: Page<ConsoleGroupReply> };
  'console.group': { params: IdParams; reply: ConsoleGroupDetailReply };
  'console.group.extend': { params: IdParams; body: ExtendGroupBody; reply: ConsoleGroupDetailReply };
  'console.group.complete': { params: IdParams; body: ReasonBody; reply: ConsoleGroupDetailReply };
  'console.group.dissolve': { params: IdParams; body: ReasonBody; reply: ConsoleGroupDetailReply };
  'console.orders': { query: ConsoleOrdersQuery; reply: Page<ConsoleOrderCardReply> };
  'console.order': { params: IdParams; reply: ConsoleOrderReply };
  'console.order.ship': { params: IdParams; body: ShipBody; reply: ConsoleOrderReply };
  'console.order.refund': { params: IdParams; body: OperatorRefundBody; reply: ApprovalReply };
  'console.refunds': { query: RefundsQuery; reply: Page<ConsoleRefundReply> };
  'console.refund': { params: IdParams; reply: ConsoleRefundReply };
  'console.refund.retry': { params: IdParams; body: EmptyBody; reply: ConsoleRefundReply };
  'console.refund.settle': { params: IdParams; body: SettleRefundBody; reply: ApprovalReply };
  'console.afterSales': { query: ConsoleAfterSalesQuery; reply: Page<ConsoleAfterSaleCardReply> };
  'console.afterSale': { params: IdParams; reply: ConsoleAfterSaleReply };
  'console.afterSale.approve': {
    params: IdParams;
    body: ApproveAfterSaleBody;
    reply: ConsoleAfterSaleReply;
  };
  'console.afterSale.reject': { params: IdParams; body: ReasonBody; reply: ConsoleAfterSaleReply };
  'console.afterSale.received': { params: IdParams; body: EmptyBody; reply: ConsoleAfterSaleReply };
  'console.afterSaleSettings': { reply: AfterSaleSettingsReply };
  'console.afterSaleSettings.patch': { body: AfterSaleSettingsBody; reply: AfterSaleSettingsReply };
  'console.approvals': { query: ApprovalsQuery; reply: Page<ApprovalReply> };
  'console.approval': { params: IdParams; reply: ApprovalReply };
  'console.approval.approve': { params: IdParams; body: EmptyBody; reply: ApprovalReply };
  'console.approval.reject': { params: IdParams; body: ReasonBody; reply: ApprovalReply };
  'console.approval.withdraw': { params: IdParams; body: EmptyBody; reply: ApprovalReply };
  'console.shipments.import': { body: ShipmentsImportBody; reply: ShipmentsImportReply };
  'console.distributors': { query: DistributorsQuery; reply: Page<ConsoleDistributorReply> };
  'console.distributor.approve': { params: IdParams; body: VersionBody; reply: ConsoleDistributorReply };
  'console.distributor.reject': { params: IdParams; body: ReasonBody; reply: ConsoleDistributorReply };
  'console.distributor.suspend': { params: IdParams; body: ReasonBody; reply: ConsoleDistributorReply };
  'console.distributor.patch': {
    params: IdParams;
    body: PatchDistributorBody;
    reply: ConsoleDistributorReply;
  };
  'console.distributor.adjust': { params: IdParams; body: AdjustmentBody; reply: ApprovalReply };
  'console.distributor.void': { params: IdParams; body: ReasonBody; reply: ApprovalReply };
  'console.rules': { query: PageQuery; reply: Page<CommissionRulesReply> };
  'console.rules.propose': { body: CommissionRulesBody; reply: ApprovalReply };
  'console.commissions': { query: ConsoleCommissionsQuery; reply: Page<ConsoleCommissionReply> };
  'console.commission': { params: IdParams; reply: CommissionExplanationReply };
  'console.commission.proof': { params: IdParams; reply: CommissionProofReply };
  'console.withdrawals': { query: ConsoleWithdrawalsQuery; reply: Page<ConsoleWithdrawalReply> };
  'console.withdrawal': { params: IdParams; reply: ConsoleWithdrawalDetailReply };
  'console.withdrawal.reject': { params: IdParams; body: ReasonBody; reply: ConsoleWithdrawalDetailReply };
  'console.withdrawal.stop': { params: IdParams; body: ReasonBody; reply: ConsoleWithdrawalDetailReply };
  /** PDF. */
  'console.withdrawal.receipt': { params: IdParams; reply: string };
  'console.withdrawal.receipt.csv': { params: IdParams; reply: string };
  'console.withdrawal.rule': { reply: WithdrawalRulesReply };
  'console.withdrawal.rule.change': { body: PatchWithdrawalRulesBody; reply: ApprovalReply };
  'console.tax': { reply: TaxMonthsReply };
  'console.tax.handover': { body: TaxHandoverBody; reply: ApprovalReply };
  'console.payoutRuns': { query: PayoutRunsQuery; reply: Page<PayoutRunReply> };
  'console.payoutRun.preview': { reply: PayoutPreviewReply };
  'console.payoutRun.create': { body: CreatePayoutRunBody; reply: PayoutRunReply };
  'console.payoutRun': { params: IdParams; reply: PayoutRunReply };
  'console.payoutRun.approve': { params: IdParams; body: ApprovePayoutRunBody; reply: PayoutRunReply };
  'console.payoutRun.cancel': { params: IdParams; body: EmptyBody; reply: PayoutRunReply };
  /** CSV. */
  'console.payoutRun.csv': { params: IdParams; reply: string };
  'console.statement': { params: IdParams; query: StatementQuery; reply: StatementReply };
  /** CSV. */
  'console.statement.csv': { params: IdParams; query: StatementQuery; reply: string };
  /** PDF. */
  'console.statement.pdf': { params: IdParams; query: StatementQuery; reply: string };
  'console.ledger.verify': { body: EmptyBody; reply: LedgerVerifyReply };
  'console.ledger.accounts': { query: PageQuery; reply: Page<LedgerAccountReply> };
  'console.ledger.transfers': { query: TransfersQuery; reply: Page<LedgerTransferReply> };
  'console.exports': { query: ExportsQuery; reply: Page<ExportReply> };
  'console.export.create': { body: CreateExportBody; reply: ExportReply };
  'console.export': { params: IdParams; reply: ExportReply };
  'console.export.file': { params: IdParams; reply: string };
  'console.upload': { reply: UploadReply };
  'console.audit': { query: AuditQuery; reply: Page<AuditEntryReply> };
  'console.noticeRejections': { query: NoticeRejectionsQuery; reply: Page<NoticeRejectionReply> };
  'console.jobs': { query: JobsQuery; reply: Page<JobReply> };
  'console.job.retry': { params: IdParams; body: EmptyBody; reply: JobReply };
  'console.reconciliation': { query: PageQuery; reply: Page<ReconciliationDayReply> };
  'console.reconciliation.day': { params: DayParams; reply: ReconciliationDayReply };
  'console.reconciliation.run': { params: DayParams; body: EmptyBody; reply: ReconciliationDayReply };
  'console.reconciliation.import': {
    params: DayParams;
    body: ImportBillBody;
    reply: ReconciliationDayReply;
  };
  'console.differences': { query: DifferencesQuery; reply: Page<DifferenceReply> };
  'console.difference.ask': { params: IdParams; body: EmptyBody; reply: DifferenceReply };
  'console.difference.resolve': { params: IdParams; body: ResolveDifferenceBody; reply: DifferenceReply };
  'console.exceptions': { query: ExceptionsQuery; reply: Page<ExceptionReply> };
  'console.exceptions.counts': { reply: ExceptionCountsReply };
}

export type RouteName = keyof RouteTypes;

type Part<K extends RouteName, P extends string> = P extends keyof RouteTypes[K]
  ? RouteTypes[K][P] & object
  : undefined;
export type ParamsOf<K extends RouteName> = Part<K, 'params'>;
export type QueryOf<K extends RouteName> = Part<K, 'query'>;
export type BodyOf<K extends RouteName> = Part<K, 'body'>;
export type ReplyOf<K extends RouteName> = RouteTypes[K]['reply'];

/** Keeps the parts of a call that the route really takes. */
type Given<T, K extends string> = T extends undefined ? { [P in K]?: undefined } : { [P in K]: T };
/** What `call(route, input)` wants: params and body as the route defines them; every query is optional. */
export type InputOf<K extends RouteName> = Given<ParamsOf<K>, 'params'> &
  Given<BodyOf<K>, 'body'> & { query?: QueryOf<K> };
