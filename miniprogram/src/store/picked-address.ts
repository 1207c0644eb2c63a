import { create } from 'zustand';

interface PickedAddress {
  addressId: string | null;
  pick(addressId: string | null): void;
}

/** The address chosen for the purchase under way; forgotten when the app ends. */
export const usePickedAddress = create<PickedAddress>((set) => ({
  addressId: null,
  pick: (addressId) => set({ addressId }),
}));
