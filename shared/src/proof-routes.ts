/** Routes of the ledger's proof and of exports; part of the one table in `routes.ts`. */
import type { RouteName } from './route-types.js';
import type { Route } from './routes.js';

export const proofRoutes = {
  'shop.commission.proof': {
    method: 'GET',
    path: '/shop/distributor/commissions/:id/proof',
    access: 'user',
  },
  'shop.ledger.blocks': { method: 'GET', path: '/shop/ledger/roots', access: 'public' },
  'console.commission.proof': {
    method: 'GET',
    path: '/console/commissions/:id/proof',
    access: 'operator',
    permission: 'commission.read',
  },
  'console.exports': {
    method: 'GET',
    path: '/console/exports',
    access: 'operator',
    permission: 'export.read',
  },
  'console.export.create': {
    method: 'POST',
    path: '/console/exports',
    access: 'operator',
    permission: 'export.write',
    status: 201,
  },
  'console.export': {
    method: 'GET',
    path: '/console/exports/:id',
    access: 'operator',
    permission: 'export.read',
  },
  'console.export.file': {
    method: 'GET',
    path: '/console/exports/:id/file',
    access: 'operator',
    permission: 'export.read',
  },
} as const satisfies Partial<Record<RouteName, Route>>;
