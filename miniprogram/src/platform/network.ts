import Taro from '@tarojs/taro';

/** Calls back with whether the device has a network: now, and at every change. */
export function watchNetwork(onChange: (online: boolean) => void): void {
  Taro.getNetworkType().then(
    ({ networkType }) => onChange(networkType !== 'none'),
    () => onChange(true),
  );
  Taro.onNetworkStatusChange(({ isConnected }) => onChange(isConnected));
}
