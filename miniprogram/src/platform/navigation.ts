import Taro from '@tarojs/taro';
import { paths, tabPaths } from './paths';

/** WeChat refuses to open an eleventh page. */
const STACK_MAX = 10;

/** Opens a page on top of this one, or switches to it when it is a tab. */
export function goTo(url: string): void {
  if (tabPaths.includes(url)) {
    void Taro.switchTab({ url });
    return;
  }
  if (Taro.getCurrentPages().length >= STACK_MAX) {
    void Taro.redirectTo({ url });
    return;
  }
  void Taro.navigateTo({ url });
}

/** Puts a page in the place of this one. */
export function replaceWith(url: string): void {
  void (tabPaths.includes(url) ? Taro.switchTab({ url }) : Taro.redirectTo({ url }));
}

/** Whether there is a page below this one. */
export function canGoBack(): boolean {
  return Taro.getCurrentPages().length > 1;
}

/** Back to the page below, or home when this one was opened directly. */
export function goBack(): void {
  if (canGoBack()) {
    void Taro.navigateBack();
  } else {
    void Taro.switchTab({ url: paths.home });
  }
}

/** Names the four tabs in the reader's language. Does nothing where there is no tab bar on screen. */
export function setTabTexts(texts: readonly string[]): void {
  texts.forEach((text, index) => {
    Taro.setTabBarItem({ index, text }).catch(() => undefined);
  });
}

/** Ends the pull-down animation. */
export function endPullDown(): void {
  void Taro.stopPullDownRefresh();
}

/** The present page's path without a leading slash, such as `packages/buy/group/index`. */
export function currentPath(): string {
  const pages = Taro.getCurrentPages();
  return (pages[pages.length - 1]?.route ?? '').replace(/^\//, '').split('?')[0] ?? '';
}
