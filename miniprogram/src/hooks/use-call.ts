import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Page } from '@tuanlink/shared/paging';
import type { InputOf, ReplyOf, RouteName } from '@tuanlink/shared/routes';
import { call } from '../api/client';
import type { CallFailure } from '../api/failure';
import { useViewerId } from '../store/session';

interface CallOptions {
  /** False waits; nothing is asked. */
  enabled?: boolean;
  /** Milliseconds between repeated reads while the page shows something that others change. */
  every?: number | false;
}

/** What a read looks like to a page. */
export type Read<T> = Pick<
  UseQueryResult<T, CallFailure>,
  'data' | 'error' | 'isPending' | 'isFetching' | 'dataUpdatedAt'
> & { refetch: () => unknown };

/**
 * Reads a route. What another person saw is never shown, but while somebody logs in the public answer to the
 * same question stays on screen.
 */
export function useCall<K extends RouteName>(
  route: K,
  input: InputOf<K>,
  { enabled = true, every = false }: CallOptions = {},
): UseQueryResult<ReplyOf<K>, CallFailure> {
  const viewer = useViewerId();
  const question = JSON.stringify(input);
  return useQuery<ReplyOf<K>, CallFailure>({
    queryKey: [route, question, viewer],
    queryFn: () => call(route, input),
    enabled,
    refetchInterval: every,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === question && query.queryKey[2] === '' ? previous : undefined,
  });
}

/** Reads it once more; throws the `CallFailure` when no answer came. */
export async function readAgain<T>(read: UseQueryResult<T, CallFailure>): Promise<T> {
  const { data, error } = await read.refetch({ throwOnError: true });
  if (data === undefined) {
    throw error ?? new Error('a read ended without an answer');
  }
  return data;
}

type ListRoute = { [K in RouteName]: ReplyOf<K> extends Page<unknown> ? K : never }[RouteName];
type ItemOf<K extends ListRoute> = ReplyOf<K> extends Page<infer T> ? T : never;

const PAGE_SIZE = 20;

/** Reads a list page by page, newest first. `query` is what narrows it. */
export function useList<K extends ListRoute>(route: K, query: object, { enabled = true }: CallOptions = {}) {
  const viewer = useViewerId();
  const result = useInfiniteQuery({
    queryKey: [route, JSON.stringify(query), viewer],
    initialPageParam: '',
    queryFn: async ({ pageParam }) => {
      const page = { ...query, limit: PAGE_SIZE, cursor: pageParam || undefined };
      // The table of routes gives every list a query with cursor and limit.
      return (await call(route, { query: page } as unknown as InputOf<K>)) as Page<ItemOf<K>>;
    },
    getNextPageParam: (last) => last.nextCursor,
    enabled,
  });
  const items = result.data?.pages.flatMap((page) => page.items);
  return {
    data: items,
    error: result.error as CallFailure | null,
    isPending: result.isPending,
    isFetching: result.isFetching,
    dataUpdatedAt: result.dataUpdatedAt,
    refetch: () => result.refetch(),
    hasMore: result.hasNextPage,
    isLoadingMore: result.isFetchingNextPage,
    loadMore: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) {
        void result.fetchNextPage();
      }
    },
  };
}
