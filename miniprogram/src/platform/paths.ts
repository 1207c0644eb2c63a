/** Addresses of all pages, with their query. Shares and the sandbox's redirects rely on them. */
type Query = Record<string, string | number | undefined>;

/** A page's address with its query; absent and empty values are left out. */
export function pageUrl(path: string, query: Query = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** How somebody buys: with a new group, in an existing one, or alone. */
export type BuyMode = 'open' | 'join' | 'solo';

/** What the checkout needs to know. `product` is absent for `join`, `group` for the other two. */
export interface CheckoutQuery {
  mode: BuyMode;
  product?: string;
  group?: string;
  sku: string;
  quantity?: number;
}

export const paths = {
  home: '/pages/home/index',
  groups: '/pages/groups/index',
  orders: '/pages/orders/index',
  me: '/pages/me/index',
  product: (id: string, share?: string) => pageUrl('/packages/buy/product/index', { id, share }),
  group: (id: string, share?: string) => pageUrl('/packages/buy/group/index', { id, share }),
  checkout: (query: CheckoutQuery) => pageUrl('/packages/buy/checkout/index', { ...query }),
  result: (id: string) => pageUrl('/packages/buy/result/index', { id }),
  order: (id: string) => pageUrl('/packages/order/detail/index', { id }),
  /** Asks for money back on this order. */
  askBack: (orderId: string) => pageUrl('/packages/order/after-sale-apply/index', { id: orderId }),
  afterSales: '/packages/order/after-sales/index',
  afterSale: (id: string) => pageUrl('/packages/order/after-sale/index', { id }),
  addresses: (pick = false) => pageUrl('/packages/account/addresses/index', { pick: pick ? 1 : undefined }),
  address: (id?: string) => pageUrl('/packages/account/address/index', { id }),
  centre: '/packages/promote/centre/index',
  ledger: (state?: string) => pageUrl('/packages/promote/ledger/index', { state }),
  withdraw: '/packages/promote/withdraw/index',
  line: (id: string) => pageUrl('/packages/promote/line/index', { id }),
};

/** The four pages of the tab bar; they take no query and are switched to. */
export const tabPaths: readonly string[] = [paths.home, paths.groups, paths.orders, paths.me];
