/** What operators decide about groups, and refused notices; part of the one table in `routes.ts`. */
import type { RouteName } from './route-types.js';
import type { Route } from './routes.js';

export const groupRoutes = {
  'console.group': {
    method: 'GET',
    path: '/console/groups/:id',
    access: 'operator',
    permission: 'order.read',
  },
  'console.group.extend': {
    method: 'POST',
    path: '/console/groups/:id/extend',
    access: 'operator',
    permission: 'group.decide',
  },
  'console.group.complete': {
    method: 'POST',
    path: '/console/groups/:id/complete',
    access: 'operator',
    permission: 'group.decide',
  },
  'console.group.dissolve': {
    method: 'POST',
    path: '/console/groups/:id/dissolve',
    access: 'operator',
    permission: 'group.decide',
  },
  'console.noticeRejections': {
    method: 'GET',
    path: '/console/notice-rejections',
    access: 'operator',
    permission: 'audit.read',
  },
} as const satisfies Partial<Record<RouteName, Route>>;
