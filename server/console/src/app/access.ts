import { routeTable } from '@tuanlink/shared/routes';
import type { Permission } from '@tuanlink/shared/states';
import type { ConsoleRoute } from '../api/call';
import type { TextKey } from '../i18n/text';

/** Tells whether somebody with these permissions may call a route; the route table names what it needs. */
export function mayCall(permissions: readonly Permission[], name: ConsoleRoute): boolean {
  const needed = routeTable[name].permission;
  return needed === undefined || permissions.includes(needed);
}

/** One place of the side menu: where it leads, and the route without which it is of no use. */
export interface MenuPlace {
  path: string;
  text: TextKey;
  route: ConsoleRoute;
}

/** The side menu from top to bottom; the first place an operator may see is where they land. */
export const menuPlaces = [
  { path: '/orders', text: 'menu.orders', route: 'console.orders' },
  { path: '/exceptions', text: 'menu.exceptions', route: 'console.exceptions' },
  { path: '/after-sales', text: 'menu.afterSales', route: 'console.afterSales' },
  { path: '/refunds', text: 'menu.refunds', route: 'console.refunds' },
  { path: '/approvals', text: 'menu.approvals', route: 'console.approvals' },
  { path: '/groups', text: 'menu.groups', route: 'console.groups' },
  { path: '/products', text: 'menu.products', route: 'console.products' },
  { path: '/campaigns', text: 'menu.campaigns', route: 'console.campaigns' },
  { path: '/distributors', text: 'menu.distributors', route: 'console.distributors' },
  { path: '/commissions', text: 'menu.commissions', route: 'console.commissions' },
  { path: '/commission-rules', text: 'menu.commissionRules', route: 'console.rules' },
  { path: '/reconciliation', text: 'menu.reconciliation', route: 'console.reconciliation' },
  { path: '/withdrawals', text: 'menu.withdrawals', route: 'console.withdrawals' },
  { path: '/payout-runs', text: 'menu.payoutRuns', route: 'console.payoutRuns' },
  { path: '/ledger', text: 'menu.ledger', route: 'console.ledger.accounts' },
  { path: '/exports', text: 'menu.exports', route: 'console.exports' },
  { path: '/audit', text: 'menu.audit', route: 'console.audit' },
  { path: '/notices', text: 'menu.notices', route: 'console.noticeRejections' },
  { path: '/jobs', text: 'menu.jobs', route: 'console.jobs' },
] as const satisfies readonly MenuPlace[];

export type MenuPath = (typeof menuPlaces)[number]['path'];

/** The places of the menu that an operator may see. */
export function visiblePlaces(permissions: readonly Permission[]) {
  return menuPlaces.filter((place) => mayCall(permissions, place.route));
}

/** The place of the menu that an address belongs to. */
export function placeOf(pathname: string) {
  return menuPlaces.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}

/** Only addresses inside the console are followed after a login; anything else leads to the start. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
