import type { ComponentType } from 'react';
import { Navigate, createBrowserRouter } from 'react-router';
import type { RouteObject } from 'react-router';
import type { ConsoleRoute } from '../api/call';
import { ForbiddenState, LoadingState, NotFoundState } from '../components/page-state';
import { visiblePlaces } from './access';
import { CrashPage } from './crash-page';
import { Frame } from './frame';
import { Allowed, SignedIn, useSession } from './session';

/** A page of its own chunk, shown to operators who may call `route`. */
function page(path: string, route: ConsoleRoute, load: () => Promise<ComponentType>): RouteObject {
  return {
    path,
    ErrorBoundary: CrashPage,
    lazy: async () => {
      const Page = await load();
      const Component = () => (
        <Allowed route={route}>
          <Page />
        </Allowed>
      );
      return { Component };
    },
  };
}

function Start() {
  const first = visiblePlaces(useSession().operator.permissions)[0];
  return first ? <Navigate to={first.path} replace /> : <ForbiddenState />;
}

function Inside() {
  return (
    <SignedIn>
      <Frame />
    </SignedIn>
  );
}

const Waiting = () => <LoadingState full />;

/** All pages of the console; each is loaded when it is first opened. */
export const router = createBrowserRouter(
  [
    {
      path: '/login',
      HydrateFallback: Waiting,
      ErrorBoundary: CrashPage,
      lazy: async () => ({ Component: (await import('../pages/login')).LoginPage }),
    },
    {
      path: '/',
      Component: Inside,
      HydrateFallback: Waiting,
      ErrorBoundary: CrashPage,
      children: [
        { index: true, Component: Start },
        page('orders', 'console.orders', async () => (await import('../pages/orders')).OrdersPage),
        page(
          'exceptions',
          'console.exceptions',
          async () => (await import('../pages/exceptions')).ExceptionsPage,
        ),
        page(
          'after-sales',
          'console.afterSales',
          async () => (await import('../pages/after-sales')).AfterSalesPage,
        ),
        page('refunds', 'console.refunds', async () => (await import('../pages/refunds')).RefundsPage),
        page(
          'approvals',
          'console.approvals',
          async () => (await import('../pages/approvals')).ApprovalsPage,
        ),
        page('groups', 'console.groups', async () => (await import('../pages/groups')).GroupsPage),
        page('products', 'console.products', async () => (await import('../pages/products')).ProductsPage),
        page(
          'products/new',
          'console.product.create',
          async () => (await import('../pages/product-edit')).ProductNewPage,
        ),
        page(
          'products/:id',
          'console.product',
          async () => (await import('../pages/product-edit')).ProductEditPage,
        ),
        page(
          'campaigns',
          'console.campaigns',
          async () => (await import('../pages/campaigns')).CampaignsPage,
        ),
        page(
          'campaigns/new',
          'console.campaign.create',
          async () => (await import('../pages/campaign-edit')).CampaignNewPage,
        ),
        page(
          'campaigns/:id',
          'console.campaign',
          async () => (await import('../pages/campaign-edit')).CampaignEditPage,
        ),
        page(
          'distributors',
          'console.distributors',
          async () => (await import('../pages/distributors')).DistributorsPage,
        ),
        page(
          'commissions',
          'console.commissions',
          async () => (await import('../pages/commissions')).CommissionsPage,
        ),
        page(
          'reconciliation',
          'console.reconciliation',
          async () => (await import('../pages/reconciliation')).ReconciliationPage,
        ),
        page(
          'commission-rules',
          'console.rules',
          async () => (await import('../pages/commission-rules')).CommissionRulesPage,
        ),
        page(
          'withdrawals',
          'console.withdrawals',
          async () => (await import('../pages/withdrawals')).WithdrawalsPage,
        ),
        page(
          'payout-runs',
          'console.payoutRuns',
          async () => (await import('../pages/payout-runs')).PayoutRunsPage,
        ),
        page('ledger', 'console.ledger.accounts', async () => (await import('../pages/ledger')).LedgerPage),
        page('exports', 'console.exports', async () => (await import('../pages/exports')).ExportsPage),
        page('audit', 'console.audit', async () => (await import('../pages/audit')).AuditPage),
        page(
          'notices',
          'console.noticeRejections',
          async () => (await import('../pages/notices')).NoticesPage,
        ),
        page('jobs', 'console.jobs', async () => (await import('../pages/jobs')).JobsPage),
        { path: '*', Component: NotFoundState },
      ],
    },
  ],
  { basename: '/console' },
);
