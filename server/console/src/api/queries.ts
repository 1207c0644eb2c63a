import { QueryClient, keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { InputOf, ReplyOf } from '@tuanlink/shared/routes';
import { call } from './call';
import type { ConsoleRoute } from './call';
import { codeOf } from './failure';

/** Repeats only what may pass by itself: no answer, or a service that is still starting. */
function shouldRepeat(count: number, error: unknown): boolean {
  const code = codeOf(error);
  return (code === 'network.failed' && count < 1) || (code === 'service.starting' && count < 10);
}

/** The store of everything that was read; operators want fresh figures, so nothing stays fresh for long. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRepeat, retryDelay: 1_500, staleTime: 5_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}

interface CallOptions<K extends ConsoleRoute> {
  /** False waits; true when absent. */
  enabled?: boolean;
  /** Keeps showing the last answer while the next one is read, as lists do between pages. */
  keep?: boolean;
  /** Milliseconds after which it is read again, or a rule that decides by the last answer. */
  everyMs?: number | ((reply: ReplyOf<K> | undefined) => number | false);
}

/** Reads a route and keeps its answer under the route's name and input. */
export function useCall<K extends ConsoleRoute>(
  name: K,
  input: InputOf<K>,
  { enabled = true, keep = false, everyMs }: CallOptions<K> = {},
): UseQueryResult<ReplyOf<K>> {
  const query = useQuery<unknown>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(everyMs === undefined
      ? {}
      : {
          refetchInterval: ({ state }) =>
            typeof everyMs === 'number' ? everyMs : everyMs(state.data as ReplyOf<K> | undefined),
        }),
  });
  // TypeScript cannot see through the conditional type of a generic reply.
  return query as UseQueryResult<ReplyOf<K>>;
}

/** Reads it once more; throws when no answer came. */
export async function readAgain<T>(read: UseQueryResult<T>): Promise<T> {
  const { data, error } = await read.refetch({ throwOnError: true });
  if (data === undefined) throw error ?? new Error('a read ended without an answer');
  return data;
}

/** Calls a route that changes something, and afterwards reads again what `refresh` names. */
export function useCommand<K extends ConsoleRoute>(
  name: K,
  refresh: readonly ConsoleRoute[],
): UseMutationResult<ReplyOf<K>, Error, InputOf<K>> {
  const client = useQueryClient();
  return useMutation<ReplyOf<K>, Error, InputOf<K>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async () => {
      await Promise.all(refresh.map((route) => client.invalidateQueries({ queryKey: [route] })));
    },
  });
}
