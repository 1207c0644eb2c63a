import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { QueryClient, UseQueryResult } from '@tanstack/react-query';
import { Navigate, useLocation } from 'react-router';
import type { SessionReply } from '@tuanlink/shared/replies';
import { call } from '../api/call';
import type { ConsoleRoute } from '../api/call';
import { isSignedOut } from '../api/failure';
import { ErrorState, ForbiddenState, LoadingState } from '../components/page-state';
import { mayCall } from './access';

/** Where the session is kept among the answers; null stands for "not logged in". */
export const SESSION_KEY = ['console.session', 'current'] as const;

const SessionContext = createContext<SessionReply | null>(null);

async function readSession(): Promise<SessionReply | null> {
  try {
    return await call('console.session', {});
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

/** Begins or ends a session; nothing that was read for one operator stays for the next. */
export function changeSession(client: QueryClient, session: SessionReply | null): void {
  client.setQueryData(SESSION_KEY, session);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}

/** The session as far as it is known; its data are null for somebody who is not logged in. */
export function useSessionQuery(): UseQueryResult<SessionReply | null> {
  return useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: Infinity });
}

/** Shows its children to a logged-in operator; everybody else goes to the login and comes back afterwards. */
export function SignedIn({ children }: { children: ReactNode }) {
  const location = useLocation();
  const query = useSessionQuery();
  if (query.isPending) return <LoadingState full />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === null) {
    const next = encodeURIComponent(location.pathname + location.search);
    return <Navigate to={`/login?next=${next}`} replace />;
  }
  return <SessionContext.Provider value={query.data}>{children}</SessionContext.Provider>;
}

/** The logged-in operator. Throws outside of `SignedIn`. */
export function useSession(): SessionReply {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs SignedIn');
  return session;
}

/** Tells for any route whether the logged-in operator may call it. */
export function useMay(): (name: ConsoleRoute) => boolean {
  const { permissions } = useSession().operator;
  return (name) => mayCall(permissions, name);
}

/** Shows a page only to operators who may call the route it stands on. */
export function Allowed({ route, children }: { route: ConsoleRoute; children: ReactNode }) {
  return useMay()(route) ? children : <ForbiddenState />;
}
