import { useDidShow } from '@tarojs/taro';
import { setTabTexts } from '../platform/navigation';
import { useText } from './use-text';

/** Names the tabs in the reader's language whenever one of them comes to the screen. */
export function useTabTexts(): void {
  const t = useText();
  useDidShow(() => {
    setTabTexts([t('tab.home'), t('tab.groups'), t('tab.orders'), t('tab.me')]);
  });
}
