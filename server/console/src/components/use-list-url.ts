import { useEffect, useRef } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { limitOf, setParam, withCursor, withFilters } from './list-url.model';

/** Filters, page and open drawer of a list, all kept in the address. */
export interface ListUrl {
  /** Value of a filter, if it is set. */
  get: (name: string) => string | undefined;
  /** Sets filters and starts from the first page. */
  filter: (changes: Readonly<Record<string, string | undefined>>) => void;
  /** Sets a value that is no filter, such as the drawer that is open. */
  put: (name: string, value: string | undefined) => void;
  /** What the list's route takes. */
  page: { cursor: string | undefined; limit: number };
  /** Pages before this one that "previous" can go back to. */
  depth: number;
  goNext: (cursor: string) => void;
  goBack: () => void;
  goFirst: () => void;
}

/** Reads and writes the address of a list. The way back through pages is the browser's own history. */
export function useListUrl(): ListUrl {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const state = useLocation().state as { depth?: number } | null;
  const depth = state?.depth ?? 0;
  // A second click before the next page is drawn must not count as one more page.
  const asked = useRef<string | null>(null);
  useEffect(() => {
    asked.current = null;
  }, [params]);
  return {
    get: (name) => params.get(name) ?? undefined,
    filter: (changes) => setParams(withFilters(params, changes)),
    put: (name, value) => setParams(setParam(params, name, value), { replace: true, state }),
    page: { cursor: params.get('cursor') ?? undefined, limit: limitOf(params) },
    depth,
    goNext: (cursor) => {
      if (asked.current === cursor) return;
      asked.current = cursor;
      setParams(withCursor(params, cursor), { state: { depth: depth + 1 } });
    },
    goBack: () => void navigate(-1),
    goFirst: () => setParams(withCursor(params, undefined)),
  };
}
