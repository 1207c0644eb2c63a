import { createElement } from 'react';
import type { PropsWithChildren } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { useDidShow, useLaunch } from '@tarojs/taro';
import { startSession } from './api/client';
import { land } from './api/landing';
import { queryClient } from './api/query-client';
import { followNetwork } from './store/network';
import './app.scss';

/** The scene of a card on a timeline: there is no login there, and nothing must ask for one. */
const SINGLE_PAGE_SCENE = 1154;

interface EnterOptions {
  query?: Record<string, string | undefined>;
  scene?: number;
}

/** Starts the app; every entry, cold or warm, is looked at for a share. */
export default function App({ children }: PropsWithChildren) {
  useLaunch((options: EnterOptions) => {
    if (options.scene !== SINGLE_PAGE_SCENE) {
      // Without a login everything can be seen; whatever needs one asks again and tells what failed.
      startSession().catch(() => undefined);
    }
    followNetwork();
  });
  useDidShow((options) => {
    const entered = options as EnterOptions | undefined;
    void land(entered?.query ?? {}, entered?.scene);
  });
  return createElement(QueryClientProvider, { client: queryClient }, children);
}
