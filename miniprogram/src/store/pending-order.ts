import { create } from 'zustand';
import { readStored, store } from '../platform/storage';
import type { PendingOrder } from './pending-order.rules';

const KEY = 'pending-order';

interface PendingOrders {
  pending: PendingOrder | null;
  keep(pending: PendingOrder): void;
  /** Settles the order of this id, or whichever there is. */
  settle(orderId?: string): void;
}

/** The one order whose outcome is not known yet; stored before it is sent, so that it survives a relaunch. */
export const usePendingOrder = create<PendingOrders>((set, get) => ({
  pending: readStored<PendingOrder>(KEY),
  keep(pending) {
    store(KEY, pending);
    set({ pending });
  },
  settle(orderId) {
    const { pending } = get();
    if (pending !== null && (orderId === undefined || pending.orderId === orderId)) {
      store(KEY, null);
      set({ pending: null });
    }
  },
}));
