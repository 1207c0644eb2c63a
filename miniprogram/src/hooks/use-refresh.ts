import { useRef } from 'react';
import { useDidShow, usePullDownRefresh } from '@tarojs/taro';
import { endPullDown } from '../platform/navigation';

/** Reads again when the page comes back to the screen, and when the reader pulls it down. */
export function useRefresh(refetch: () => unknown): void {
  const shown = useRef(false);
  useDidShow(() => {
    if (shown.current) {
      void refetch();
    }
    shown.current = true;
  });
  usePullDownRefresh(() => {
    void Promise.resolve(refetch()).finally(endPullDown);
  });
}
