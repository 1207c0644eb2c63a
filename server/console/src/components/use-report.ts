import { App } from 'antd';
import { useText } from '../i18n/use-text';
import type { TextKey, TextParams } from '../i18n/text';

/** Tells the operator how a command ended. */
export function useReport() {
  const { message } = App.useApp();
  const { t, errorText } = useText();
  return {
    done: (key: TextKey, params?: TextParams) => void message.success(t(key, params)),
    failed: (error: unknown) => void message.error(errorText(error), 5),
  };
}
