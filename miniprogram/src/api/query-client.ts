import { QueryClient, focusManager } from '@tanstack/react-query';
import { isOffline } from './failure';
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
