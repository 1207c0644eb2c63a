import { QueryClient, focusManager } from '@tanstack/react-query';
import { isOffline } from './failure';
import type { RouteName } from '@tuanlink/shared/routes';
import type { CallFailure } from './failure';

/** Answers younger than this are shown without asking again. */
const FRESH_MS = 5_000;
/** A second try helps against a lost packet; more would only delay the truth. */
const RETRIES = 1;

// Pages tell by themselves when they come back to the screen; there is no document to watch in WeChat.
focusManager.setFocused(true);

/** What was read from the API, kept for the life of the app. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: FRESH_MS,
      retry: (count, error) => count < RETRIES && isOffline(error as unknown as CallFailure),
      retryDelay: 600,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** What a purchase, a refund or a receipt changes; links and prices stay as they are. */
const CHANGING: readonly unknown[] = [
  'shop.groups',
  'shop.group',
  'shop.orders',
  'shop.order',
  'shop.afterSales',
  'shop.afterSale',
  'shop.products',
  'shop.product',
] satisfies RouteName[];

/** Reads again what is on screen of orders, groups and stock, and the rest when it is looked at. */
export function refreshOrders(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => CHANGING.includes(queryKey[0]) });
}
