import { useEffect, useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { RouterProvider } from 'react-router/dom';
import { isSignedOut } from '../api/failure';
import { makeQueryClient } from '../api/queries';
import { TextProvider, useText } from '../i18n/use-text';
import { theme } from '../styles/theme';
import { router } from './router';
import { SESSION_KEY } from './session';

/** Any call may find the session ended; the guard then leads to the login and back. */
function watchSession(client: QueryClient): () => void {
  const end = (error: unknown) => {
    if (isSignedOut(error)) client.setQueryData(SESSION_KEY, null);
  };
  const stopQueries = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') end(event.action.error);
  });
  const stopMutations = client.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') end(event.action.error);
  });
  return () => {
    stopQueries();
    stopMutations();
  };
}

function Localised() {
  const { language } = useText();
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={theme}
      button={{ autoInsertSpace: false }}
    >
      <AntApp>
        <RouterProvider router={router} />
      </AntApp>
    </ConfigProvider>
  );
}

/** The whole console. */
export function App() {
  const [client] = useState(makeQueryClient);
  useEffect(() => watchSession(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <TextProvider>
        <Localised />
      </TextProvider>
    </QueryClientProvider>
  );
}
