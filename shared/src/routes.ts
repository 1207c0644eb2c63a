/**
 * The routes of the API: one table for server, mini program, console and tests. `RouteTypes` says what a
 * route takes and answers, `routes` where it lives and who may call it. All paths stand below `/api`.
 */
import type {
  AddressBody,
  AddressPatchBody,
  AuditQuery,
  CampaignsQuery,
  CommissionsQuery,
  ConsoleCommissionsQuery,
  ConsoleLoginBody,
  ConsoleOrdersQuery,
  ConsoleProductsQuery,
  CreateCampaignBody,
  CreateProductBody,
  CreateShareBody,
  DistributorApplicationBody,
  DistributorsQuery,
  EmptyBody,
  GroupQuery,
  GroupsQuery,
  JobsQuery,
  OrdersQuery,
  PageQuery,
  PatchCampaignBody,
  PatchProductBody,
  PlaceOrderBody,
  ProductsQuery,
  ProfilePatchBody,
  QuoteBody,
  ReasonBody,
  RecordVisitBody,
  ShipBody,
  ShipmentsImportBody,
  ShopGroupsQuery,
  TransfersQuery,
  VersionBody,
  WechatLoginBody,
} from './dto/index.js';
import type { Page } from './paging.js';
import type {
  AddressReply,
  AuditEntryReply,
  CommissionExplanationReply,
  CommissionLineReply,
  ConsoleCampaignReply,
  ConsoleCommissionReply,
  ConsoleDistributorReply,
  ConsoleGroupReply,
  ConsoleOrderCardReply,
  ConsoleOrderReply,
  ConsoleProductReply,
  DistributorReply,
  GroupCardReply,
  GroupReply,
  HealthReply,
  JobReply,
  LedgerAccountReply,
  LedgerTransferReply,
  LedgerVerifyReply,
  LoginReply,
  OrderCardReply,
  OrderCashierReply,
  OrderReply,
  PlacedOrderReply,
  ProductCardReply,
  ProductReply,
  QuoteReply,
  SessionReply,
  ShareReply,
  ShipmentsImportReply,
  UploadReply,
  UserReply,
  VisitReply,
} from './replies/index.js';
import type { Permission } from './states.js';

interface IdParams {
  id: string;
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
  'shop.share.create': { body: CreateShareBody; reply: ShareReply };
  'shop.visit': { body: RecordVisitBody; reply: VisitReply };
  'shop.distributor.apply': { body: DistributorApplicationBody; reply: DistributorReply };
  'shop.distributor': { reply: DistributorReply };
  'shop.commissions': { query: CommissionsQuery; reply: Page<CommissionLineReply> };
  'shop.commission': { params: IdParams; reply: CommissionExplanationReply };

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
  'console.orders': { query: ConsoleOrdersQuery; reply: Page<ConsoleOrderCardReply> };
  'console.order': { params: IdParams; reply: ConsoleOrderReply };
  'console.order.ship': { params: IdParams; body: ShipBody; reply: ConsoleOrderReply };
  'console.shipments.import': { body: ShipmentsImportBody; reply: ShipmentsImportReply };
  'console.distributors': { query: DistributorsQuery; reply: Page<ConsoleDistributorReply> };
  'console.distributor.approve': { params: IdParams; body: VersionBody; reply: ConsoleDistributorReply };
  'console.distributor.reject': { params: IdParams; body: ReasonBody; reply: ConsoleDistributorReply };
  'console.distributor.suspend': { params: IdParams; body: ReasonBody; reply: ConsoleDistributorReply };
  'console.commissions': { query: ConsoleCommissionsQuery; reply: Page<ConsoleCommissionReply> };
  'console.commission': { params: IdParams; reply: CommissionExplanationReply };
  'console.ledger.verify': { body: EmptyBody; reply: LedgerVerifyReply };
  'console.ledger.accounts': { query: PageQuery; reply: Page<LedgerAccountReply> };
  'console.ledger.transfers': { query: TransfersQuery; reply: Page<LedgerTransferReply> };
  'console.upload': { reply: UploadReply };
  'console.audit': { query: AuditQuery; reply: Page<AuditEntryReply> };
  'console.jobs': { query: JobsQuery; reply: Page<JobReply> };
  'console.job.retry': { params: IdParams; body: EmptyBody; reply: JobReply };
}

export type RouteName = keyof RouteTypes;

type Part<K extends RouteName, P extends string> = P extends keyof RouteTypes[K]
  ? RouteTypes[K][P]
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

/**
 * Who may call: `public` anyone; `optional` anyone, a valid token is used; `user` a shop token;
 * `wechat` WeChat, by signature; `operator` a console session, with `permission` when one is named.
 */
export type RouteAccess = 'public' | 'optional' | 'user' | 'wechat' | 'operator';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api`, with `:id` for parameters. */
  path: string;
  access: RouteAccess;
  permission?: Permission;
  /** HTTP status of a success; 200 when absent. */
  status?: 201;
}

export const routes = {
  health: { method: 'GET', path: '/health', access: 'public' },
  docs: { method: 'GET', path: '/docs', access: 'public' },
  'docs.json': { method: 'GET', path: '/docs-json', access: 'public' },

  'shop.login': { method: 'POST', path: '/shop/auth/wechat-login', access: 'public' },
  'shop.me': { method: 'GET', path: '/shop/me', access: 'user' },
  'shop.me.patch': { method: 'PATCH', path: '/shop/me', access: 'user' },
  'shop.products': { method: 'GET', path: '/shop/products', access: 'optional' },
  'shop.product': { method: 'GET', path: '/shop/products/:id', access: 'optional' },
  'shop.groups': { method: 'GET', path: '/shop/groups', access: 'optional' },
  'shop.group': { method: 'GET', path: '/shop/groups/:id', access: 'optional' },
  'shop.addresses': { method: 'GET', path: '/shop/addresses', access: 'user' },
  'shop.address.create': { method: 'POST', path: '/shop/addresses', access: 'user', status: 201 },
  'shop.address.patch': { method: 'PATCH', path: '/shop/addresses/:id', access: 'user' },
  'shop.address.delete': { method: 'DELETE', path: '/shop/addresses/:id', access: 'user' },
  'shop.quote': { method: 'POST', path: '/shop/quotes', access: 'user' },
  'shop.order.place': { method: 'POST', path: '/shop/orders', access: 'user', status: 201 },
  'shop.orders': { method: 'GET', path: '/shop/orders', access: 'user' },
  'shop.order': { method: 'GET', path: '/shop/orders/:id', access: 'user' },
  'shop.order.cashier': { method: 'POST', path: '/shop/orders/:id/cashier', access: 'user' },
  'shop.order.confirm': { method: 'POST', path: '/shop/orders/:id/confirm', access: 'user' },
  'shop.order.cancel': { method: 'POST', path: '/shop/orders/:id/cancel', access: 'user' },
  'shop.order.receive': { method: 'POST', path: '/shop/orders/:id/receive', access: 'user' },
  'shop.share.create': { method: 'POST', path: '/shop/shares', access: 'user', status: 201 },
  'shop.visit': { method: 'POST', path: '/shop/visits', access: 'optional', status: 201 },
  'shop.distributor.apply': {
    method: 'POST',
    path: '/shop/distributor/application',
    access: 'user',
    status: 201,
  },
  'shop.distributor': { method: 'GET', path: '/shop/distributor', access: 'user' },
  'shop.commissions': { method: 'GET', path: '/shop/distributor/commissions', access: 'user' },
  'shop.commission': { method: 'GET', path: '/shop/distributor/commissions/:id', access: 'user' },

  'wechat.payNotice': { method: 'POST', path: '/wechat/pay-notices', access: 'wechat' },
  'wechat.refundNotice': { method: 'POST', path: '/wechat/refund-notices', access: 'wechat' },
  'wechat.transferNotice': { method: 'POST', path: '/wechat/transfer-notices', access: 'wechat' },
  'wechat.push.verify': { method: 'GET', path: '/wechat/push', access: 'wechat' },
  'wechat.push': { method: 'POST', path: '/wechat/push', access: 'wechat' },

  'console.login': { method: 'POST', path: '/console/session', access: 'public' },
  'console.session': { method: 'GET', path: '/console/session', access: 'operator' },
  'console.logout': { method: 'DELETE', path: '/console/session', access: 'operator' },
  'console.products': {
    method: 'GET',
    path: '/console/products',
    access: 'operator',
    permission: 'product.read',
  },
  'console.product.create': {
    method: 'POST',
    path: '/console/products',
    access: 'operator',
    permission: 'product.write',
    status: 201,
  },
  'console.product': {
    method: 'GET',
    path: '/console/products/:id',
    access: 'operator',
    permission: 'product.read',
  },
  'console.product.patch': {
    method: 'PATCH',
    path: '/console/products/:id',
    access: 'operator',
    permission: 'product.write',
  },
  'console.campaigns': {
    method: 'GET',
    path: '/console/campaigns',
    access: 'operator',
    permission: 'campaign.read',
  },
  'console.campaign.create': {
    method: 'POST',
    path: '/console/campaigns',
    access: 'operator',
    permission: 'campaign.write',
    status: 201,
  },
  'console.campaign': {
    method: 'GET',
    path: '/console/campaigns/:id',
    access: 'operator',
    permission: 'campaign.read',
  },
  'console.campaign.patch': {
    method: 'PATCH',
    path: '/console/campaigns/:id',
    access: 'operator',
    permission: 'campaign.write',
  },
  'console.campaign.publish': {
    method: 'POST',
    path: '/console/campaigns/:id/publish',
    access: 'operator',
    permission: 'campaign.write',
  },
  'console.campaign.pause': {
    method: 'POST',
    path: '/console/campaigns/:id/pause',
    access: 'operator',
    permission: 'campaign.write',
  },
  'console.campaign.resume': {
    method: 'POST',
    path: '/console/campaigns/:id/resume',
    access: 'operator',
    permission: 'campaign.write',
  },
  'console.campaign.end': {
    method: 'POST',
    path: '/console/campaigns/:id/end',
    access: 'operator',
    permission: 'campaign.write',
  },
  'console.groups': { method: 'GET', path: '/console/groups', access: 'operator', permission: 'order.read' },
  'console.orders': { method: 'GET', path: '/console/orders', access: 'operator', permission: 'order.read' },
  'console.order': {
    method: 'GET',
    path: '/console/orders/:id',
    access: 'operator',
    permission: 'order.read',
  },
  'console.order.ship': {
    method: 'POST',
    path: '/console/orders/:id/ship',
    access: 'operator',
    permission: 'order.ship',
  },
  'console.shipments.import': {
    method: 'POST',
    path: '/console/shipments/import',
    access: 'operator',
    permission: 'order.ship',
  },
  'console.distributors': {
    method: 'GET',
    path: '/console/distributors',
    access: 'operator',
    permission: 'distributor.read',
  },
  'console.distributor.approve': {
    method: 'POST',
    path: '/console/distributors/:id/approve',
    access: 'operator',
    permission: 'distributor.decide',
  },
  'console.distributor.reject': {
    method: 'POST',
    path: '/console/distributors/:id/reject',
    access: 'operator',
    permission: 'distributor.decide',
  },
  'console.distributor.suspend': {
    method: 'POST',
    path: '/console/distributors/:id/suspend',
    access: 'operator',
    permission: 'distributor.decide',
  },
  'console.commissions': {
    method: 'GET',
    path: '/console/commissions',
    access: 'operator',
    permission: 'commission.read',
  },
  'console.commission': {
    method: 'GET',
    path: '/console/commissions/:id',
    access: 'operator',
    permission: 'commission.read',
  },
  'console.ledger.verify': {
    method: 'POST',
    path: '/console/ledger/verify',
    access: 'operator',
    permission: 'ledger.verify',
  },
  'console.ledger.accounts': {
    method: 'GET',
    path: '/console/ledger/accounts',
    access: 'operator',
    permission: 'ledger.read',
  },
  'console.ledger.transfers': {
    method: 'GET',
    path: '/console/ledger/transfers',
    access: 'operator',
    permission: 'ledger.read',
  },
  'console.upload': {
    method: 'POST',
    path: '/console/uploads',
    access: 'operator',
    permission: 'product.write',
    status: 201,
  },
  'console.audit': { method: 'GET', path: '/console/audit', access: 'operator', permission: 'audit.read' },
  'console.jobs': { method: 'GET', path: '/console/jobs', access: 'operator', permission: 'job.read' },
  'console.job.retry': {
    method: 'POST',
    path: '/console/jobs/:id/retry',
    access: 'operator',
    permission: 'job.retry',
  },
} as const satisfies Record<RouteName, Route>;

/** The table with its entries as plain `Route`s, for code that walks over all of them. */
export const routeTable: Readonly<Record<RouteName, Route>> = routes;

/** Puts parameters into a route's path: `/shop/orders/:id` with `{id}` → `/shop/orders/018f…`. */
export function routePath(name: RouteName, params?: object): string {
  const values = new Map(Object.entries(params ?? {}));
  return routeTable[name].path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String(values.get(key) ?? '')),
  );
}

/** Query string with a leading `?`, or nothing; absent values are left out. */
export function routeQuery(query?: object): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
