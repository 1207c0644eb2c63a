/**
 * The routes of the API: one table for server, mini program, console and tests. `route-types.ts` says what
 * a route takes and answers, this file where it lives and who may call it. All paths stand below `/api`.
 */
import { proofRoutes } from './proof-routes.js';
import { groupRoutes } from './group-routes.js';
import { afterSaleRoutes } from './after-sale-routes.js';
import { commissionRoutes } from './commission-routes.js';
import type { RouteName } from './route-types.js';
import type { Permission } from './states.js';
import { withdrawalRoutes } from './withdrawal-routes.js';

export type { BodyOf, InputOf, ParamsOf, QueryOf, ReplyOf, RouteName, RouteTypes } from './route-types.js';

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
  'shop.rules': { method: 'GET', path: '/shop/commission-rules', access: 'public' },
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
  'console.order.refund': {
    method: 'POST',
    path: '/console/orders/:id/refunds',
    access: 'operator',
    permission: 'refund.write',
    status: 201,
  },
  'console.refunds': {
    method: 'GET',
    path: '/console/refunds',
    access: 'operator',
    permission: 'refund.read',
  },
  'console.refund': {
    method: 'GET',
    path: '/console/refunds/:id',
    access: 'operator',
    permission: 'refund.read',
  },
  'console.refund.retry': {
    method: 'POST',
    path: '/console/refunds/:id/retry',
    access: 'operator',
    permission: 'refund.write',
  },
  'console.refund.settle': {
    method: 'POST',
    path: '/console/refunds/:id/settle',
    access: 'operator',
    permission: 'refund.write',
    status: 201,
  },
  'console.approvals': {
    method: 'GET',
    path: '/console/approvals',
    access: 'operator',
    permission: 'approval.read',
  },
  'console.approval': {
    method: 'GET',
    path: '/console/approvals/:id',
    access: 'operator',
    permission: 'approval.read',
  },
  'console.approval.approve': {
    method: 'POST',
    path: '/console/approvals/:id/approve',
    access: 'operator',
    permission: 'approval.decide',
  },
  'console.approval.reject': {
    method: 'POST',
    path: '/console/approvals/:id/reject',
    access: 'operator',
    permission: 'approval.decide',
  },
  'console.approval.withdraw': {
    method: 'POST',
    path: '/console/approvals/:id/withdraw',
    access: 'operator',
    permission: 'approval.read',
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
  ...commissionRoutes,
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
  'console.reconciliation': {
    method: 'GET',
    path: '/console/reconciliation',
    access: 'operator',
    permission: 'reconciliation.read',
  },
  'console.reconciliation.day': {
    method: 'GET',
    path: '/console/reconciliation/:day',
    access: 'operator',
    permission: 'reconciliation.read',
  },
  'console.reconciliation.run': {
    method: 'POST',
    path: '/console/reconciliation/:day/run',
    access: 'operator',
    permission: 'reconciliation.write',
  },
  'console.reconciliation.import': {
    method: 'POST',
    path: '/console/reconciliation/:day/bills',
    access: 'operator',
    permission: 'reconciliation.write',
  },
  'console.differences': {
    method: 'GET',
    path: '/console/differences',
    access: 'operator',
    permission: 'reconciliation.read',
  },
  'console.difference.ask': {
    method: 'POST',
    path: '/console/differences/:id/ask',
    access: 'operator',
    permission: 'reconciliation.write',
  },
  'console.difference.resolve': {
    method: 'POST',
    path: '/console/differences/:id/resolve',
    access: 'operator',
    permission: 'reconciliation.write',
  },
  'console.exceptions': {
    method: 'GET',
    path: '/console/exceptions',
    access: 'operator',
    permission: 'order.read',
  },
  'console.exceptions.counts': {
    method: 'GET',
    path: '/console/exceptions/counts',
    access: 'operator',
    permission: 'order.read',
  },

  ...afterSaleRoutes,
  ...withdrawalRoutes,
  ...proofRoutes,
  ...groupRoutes,
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
