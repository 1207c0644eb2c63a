import { create } from 'zustand';
import { watchNetwork } from '../platform/network';

interface Network {
  online: boolean;
}

/** Whether the device has a network. */
export const useNetwork = create<Network>(() => ({ online: true }));

/** Starts following the device's network; called once, at launch. */
export function followNetwork(): void {
  watchNetwork((online) => useNetwork.setState({ online }));
}
