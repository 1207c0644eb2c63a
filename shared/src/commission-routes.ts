import type { Route } from './routes.js';

/** Routes by which operators set rates, and two of them decide about commission. */
export const commissionRoutes = {
  'console.distributor.patch': {
    method: 'PATCH',
    path: '/console/distributors/:id',
    access: 'operator',
    permission: 'commission.write',
  },
  'console.distributor.adjust': {
    method: 'POST',
    path: '/console/distributors/:id/adjustments',
    access: 'operator',
    permission: 'commission.write',
    status: 201,
  },
  'console.distributor.void': {
    method: 'POST',
    path: '/console/distributors/:id/voids',
    access: 'operator',
    permission: 'commission.write',
    status: 201,
  },
  'console.rules': {
    method: 'GET',
    path: '/console/commission-rules',
    access: 'operator',
    permission: 'commission.read',
  },
  'console.rules.propose': {
    method: 'POST',
    path: '/console/commission-rules',
    access: 'operator',
    permission: 'commission.write',
    status: 201,
  },
} as const satisfies Record<string, Route>;
