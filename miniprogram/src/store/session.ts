import type { LoginReply, UserReply } from '@tuanlink/shared/replies';
import { create } from 'zustand';
import { readStored, store } from '../platform/storage';

const KEY = 'session';

interface Kept {
  token: string;
  user: UserReply;
}

interface Session {
  token: string | null;
  user: UserReply | null;
  open(reply: LoginReply): void;
  close(): void;
  setUser(user: UserReply): void;
}

const kept = readStored<Kept>(KEY);

/** Who is using the app. The token is kept, so that a relaunch needs no login. */
export const useSession = create<Session>((set, get) => ({
  token: kept?.token ?? null,
  user: kept?.user ?? null,
  open({ token, user }) {
    store(KEY, { token, user });
    set({ token, user });
  },
  close() {
    store(KEY, null);
    set({ token: null, user: null });
  },
  setUser(user) {
    const { token } = get();
    if (token !== null) {
      store(KEY, { token, user });
    }
    set({ user });
  },
}));

/** Part of every query's key: another person never sees what was read for the one before. */
export function useViewerId(): string {
  return useSession((state) => state.user?.id ?? '');
}
