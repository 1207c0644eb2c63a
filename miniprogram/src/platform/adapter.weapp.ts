import Taro from '@tarojs/taro';
import type { Platform } from './platform';

function isCancel(error: unknown): boolean {
  const text = (error as { errMsg?: string } | null)?.errMsg ?? '';
  return /cancel|auth deny/i.test(text);
}

/** The mini program inside WeChat. */
export const platform: Platform = {
  kind: 'weapp',
  apiBase: process.env.TARO_APP_API,
  silentLogin: true,
  hasAddressBook: true,
  sharesCards: true,

  async login() {
    const { code } = await Taro.login();
    return { kind: 'code', code };
  },

  takeReturnedCode: () => null,

  async pay(_orderId, cashier) {
    try {
      await Taro.requestPayment({ ...cashier });
      return 'done';
    } catch (error) {
      return isCancel(error) ? 'cancelled' : 'failed';
    }
  },

  async pickAddress() {
    try {
      const picked = await Taro.chooseAddress();
      return {
        name: picked.userName,
        phone: picked.telNumber,
        province: picked.provinceName,
        city: picked.cityName,
        district: picked.countyName,
        detail: picked.detailInfo,
      };
    } catch (error) {
      if (isCancel(error)) {
        return null;
      }
      throw error;
    }
  },

  systemLanguage: () => Taro.getAppBaseInfo().language ?? 'zh_CN',

  systemFontScale() {
    const info = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number };
    return info.fontSizeScaleFactor ?? 1;
  },
};
