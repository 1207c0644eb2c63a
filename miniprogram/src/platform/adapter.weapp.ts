import Taro from '@tarojs/taro';
import type { ChosenPicture, Platform } from './platform';

/** What WeChat's own types and Taro's do not know yet (base library 3.3.0). */
interface WithTransfers {
  requestMerchantTransfer?: (options: {
    mchId: string;
    appId: string;
    package: string;
    success: () => void;
    fail: (error: unknown) => void;
  }) => void;
}
declare const wx: WithTransfers;

function isCancel(error: unknown): boolean {
  const text = (error as { errMsg?: string } | null)?.errMsg ?? '';
  return /cancel|auth deny/i.test(text);
}

function sendingOf(filePath: string): ChosenPicture {
  return async (url, header) => {
    const { statusCode, data } = await Taro.uploadFile({ url, filePath, name: 'file', header });
    return { status: statusCode, data: parsed(data) };
  };
}

/** WeChat hands the answer to an upload over as text; a proxy's page is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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

  takeTransfer: ({ mchId, appId, package: packageInfo }) =>
    new Promise((resolve) => {
      if (wx.requestMerchantTransfer === undefined) {
        resolve('unavailable');
        return;
      }
      wx.requestMerchantTransfer({
        mchId,
        appId,
        package: packageInfo,
        success: () => resolve('done'),
        fail: (error) => resolve(isCancel(error) ? 'cancelled' : 'failed'),
      });
    }),

  async openFile({ url, header, name, kind }) {
    const { statusCode, tempFilePath } = await Taro.downloadFile({ url, header });
    if (statusCode !== 200) {
      return false;
    }
    if (kind === 'pdf') {
      await Taro.openDocument({ filePath: tempFilePath, fileType: 'pdf', showMenu: true });
    } else {
      await Taro.shareFileMessage({ filePath: tempFilePath, fileName: name });
    }
    return true;
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

  async choosePictures(most) {
    try {
      const { tempFiles } = await Taro.chooseMedia({
        count: most,
        mediaType: ['image'],
        sizeType: ['compressed'],
      });
      return tempFiles.map(({ tempFilePath }) => sendingOf(tempFilePath));
    } catch (error) {
      if (isCancel(error)) {
        return [];
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
