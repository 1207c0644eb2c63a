/** Routes of withdrawals, payout runs and the papers about them; part of the one table in `routes.ts`. */
import type { RouteName } from './route-types.js';
import type { Route } from './routes.js';

export const withdrawalRoutes = {
  'shop.payee': { method: 'POST', path: '/shop/distributor/payee', access: 'user' },
  'shop.withdrawal.preview': {
    method: 'GET',
    path: '/shop/distributor/withdrawal-preview',
    access: 'user',
  },
  'shop.withdrawals': { method: 'GET', path: '/shop/distributor/withdrawals', access: 'user' },
  'shop.withdrawal.request': {
    method: 'POST',
    path: '/shop/distributor/withdrawals',
    access: 'user',
    status: 201,
  },
  'shop.withdrawal': { method: 'GET', path: '/shop/distributor/withdrawals/:id', access: 'user' },
  'shop.withdrawal.confirm': {
    method: 'POST',
    path: '/shop/distributor/withdrawals/:id/confirm',
    access: 'user',
  },
  'shop.withdrawal.receipt': {
    method: 'GET',
    path: '/shop/distributor/withdrawals/:id/receipt.pdf',
    access: 'user',
  },
  'shop.withdrawal.receipt.csv': {
    method: 'GET',
    path: '/shop/distributor/withdrawals/:id/receipt.csv',
    access: 'user',
  },
  'shop.statement': { method: 'GET', path: '/shop/distributor/statement', access: 'user' },
  'shop.statement.csv': { method: 'GET', path: '/shop/distributor/statement.csv', access: 'user' },
  'shop.statement.pdf': { method: 'GET', path: '/shop/distributor/statement.pdf', access: 'user' },

  'console.withdrawals': {
    method: 'GET',
    path: '/console/withdrawals',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.withdrawal': {
    method: 'GET',
    path: '/console/withdrawals/:id',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.withdrawal.reject': {
    method: 'POST',
    path: '/console/withdrawals/:id/reject',
    access: 'operator',
    permission: 'withdrawal.write',
  },
  'console.withdrawal.stop': {
    method: 'POST',
    path: '/console/withdrawals/:id/stop',
    access: 'operator',
    permission: 'withdrawal.write',
  },
  'console.withdrawal.receipt': {
    method: 'GET',
    path: '/console/withdrawals/:id/receipt.pdf',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.withdrawal.receipt.csv': {
    method: 'GET',
    path: '/console/withdrawals/:id/receipt.csv',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.withdrawal.rule': {
    method: 'GET',
    path: '/console/withdrawal-rules',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.withdrawal.rule.change': {
    method: 'POST',
    path: '/console/withdrawal-rules',
    access: 'operator',
    permission: 'withdrawal.write',
    status: 201,
  },
  'console.tax': {
    method: 'GET',
    path: '/console/tax-months',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.tax.handover': {
    method: 'POST',
    path: '/console/tax-handovers',
    access: 'operator',
    permission: 'withdrawal.write',
    status: 201,
  },
  'console.payoutRuns': {
    method: 'GET',
    path: '/console/payout-runs',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.payoutRun.preview': {
    method: 'GET',
    path: '/console/payout-runs/preview',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.payoutRun.create': {
    method: 'POST',
    path: '/console/payout-runs',
    access: 'operator',
    permission: 'withdrawal.write',
    status: 201,
  },
  'console.payoutRun': {
    method: 'GET',
    path: '/console/payout-runs/:id',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.payoutRun.approve': {
    method: 'POST',
    path: '/console/payout-runs/:id/approve',
    access: 'operator',
    permission: 'payout.approve',
  },
  'console.payoutRun.cancel': {
    method: 'POST',
    path: '/console/payout-runs/:id/cancel',
    access: 'operator',
    permission: 'withdrawal.write',
  },
  'console.payoutRun.csv': {
    method: 'GET',
    path: '/console/payout-runs/:id/items.csv',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.statement': {
    method: 'GET',
    path: '/console/distributors/:id/statement',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.statement.csv': {
    method: 'GET',
    path: '/console/distributors/:id/statement.csv',
    access: 'operator',
    permission: 'withdrawal.read',
  },
  'console.statement.pdf': {
    method: 'GET',
    path: '/console/distributors/:id/statement.pdf',
    access: 'operator',
    permission: 'withdrawal.read',
  },
} as const satisfies Partial<Record<RouteName, Route>>;
