/** Routes of after-sales, and the pictures buyers show with them. Part of `routes.ts`. */
import type { Route } from './routes.js';

export const afterSaleRoutes = {
  'shop.upload': {
    method: 'POST',
    path: '/shop/uploads',
    access: 'user',
    status: 201,
  },
  'shop.afterSale.apply': {
    method: 'POST',
    path: '/shop/orders/:id/after-sales',
    access: 'user',
    status: 201,
  },
  'shop.afterSales': {
    method: 'GET',
    path: '/shop/after-sales',
    access: 'user',
  },
  'shop.afterSale': {
    method: 'GET',
    path: '/shop/after-sales/:id',
    access: 'user',
  },
  'shop.afterSale.withdraw': {
    method: 'POST',
    path: '/shop/after-sales/:id/withdraw',
    access: 'user',
  },
  'shop.afterSale.track': {
    method: 'POST',
    path: '/shop/after-sales/:id/tracking',
    access: 'user',
  },
  'console.afterSales': {
    method: 'GET',
    path: '/console/after-sales',
    access: 'operator',
    permission: 'after_sale.read',
  },
  'console.afterSale': {
    method: 'GET',
    path: '/console/after-sales/:id',
    access: 'operator',
    permission: 'after_sale.read',
  },
  'console.afterSale.approve': {
    method: 'POST',
    path: '/console/after-sales/:id/approve',
    access: 'operator',
    permission: 'after_sale.decide',
  },
  'console.afterSale.reject': {
    method: 'POST',
    path: '/console/after-sales/:id/reject',
    access: 'operator',
    permission: 'after_sale.decide',
  },
  'console.afterSale.received': {
    method: 'POST',
    path: '/console/after-sales/:id/received',
    access: 'operator',
    permission: 'after_sale.decide',
  },
  'console.afterSaleSettings': {
    method: 'GET',
    path: '/console/after-sale-settings',
    access: 'operator',
    permission: 'after_sale.read',
  },
  'console.afterSaleSettings.patch': {
    method: 'PATCH',
    path: '/console/after-sale-settings',
    access: 'operator',
    permission: 'after_sale.rules',
  },
} as const satisfies Record<string, Route>;
