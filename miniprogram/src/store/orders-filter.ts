import type { OrderState } from '@tuanlink/shared/states';
import { create } from 'zustand';

interface OrdersFilter {
  /** Undefined shows all orders. */
  state: OrderState | undefined;
  show(state: OrderState | undefined): void;
}

/** What the orders tab shows; other pages set it before switching there, as a tab takes no query. */
export const useOrdersFilter = create<OrdersFilter>((set) => ({
  state: undefined,
  show: (state) => set({ state }),
}));
