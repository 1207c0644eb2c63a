/**
 * What the WeChat client needs to know about one mini program and the merchant bound to it.
 * A plain object: `infra/config` parses the environment and fills it.
 */
export interface WechatConfig {
  /** The mini program's id, `wx` and 16 hex digits. */
  appid: string;
  /** The mini program's secret; sent only to `apiBaseUrl` and never part of an error message. */
  appSecret: string;
  /** The merchant's number at WeChat Pay. */
  mchid: string;
  /** Serial number of the merchant's own certificate, upper-case hex. */
  mchSerial: string;
  /** The merchant's private key, PEM (PKCS#8 or PKCS#1); signs every request and every cashier. */
  mchPrivateKeyPem: string;
  /** The APIv3 key: 32 bytes of ASCII; opens notices and platform certificates. */
  apiV3Key: string;
  /**
   * Id of WeChat Pay's public key, `PUB_KEY_ID_…`. Merchants that still use platform certificates have none.
   */
  wechatPublicKeyId?: string;
  /**
   * WeChat Pay's public key, PEM; goes with `wechatPublicKeyId`. Without it answers are verified by
   * certificate.
   */
  wechatPublicKeyPem?: string;
  /** Where the mini program's server interface lives: `https://api.weixin.qq.com`, without a path. */
  apiBaseUrl: string;
  /** Where WeChat Pay lives: `https://api.mch.weixin.qq.com`, or its second domain; without a path. */
  payBaseUrl: string;
  /** Origin at which WeChat reaches this server; the notice routes of `noticePaths` are appended to it. */
  notifyBaseUrl: string;
  /** Token of the message push, chosen in WeChat's console. Absent: no message is accepted. */
  pushToken?: string;
  /** EncodingAESKey of the message push, 43 base64 characters. */
  encodingAesKey?: string;
  /** Longest wait for one answer, in milliseconds, connection included. Default 5,000. */
  timeoutMs?: number;
  /** Longest wait for the file of a bill, in milliseconds. Default 60,000. */
  billTimeoutMs?: number;
  /**
   * How often a call is repeated whose clock was refused by either side, default 3. While a movable clock
   * catches up (within a second) both sides may be more than five minutes apart; every call made here may be
   * repeated.
   */
  skewRetries?: number;
  /** Wait before such a repetition, in milliseconds. Default 400. */
  skewRetryDelayMs?: number;
}

/** The two things besides the network that the client may not reach for itself: time and chance. */
export interface WechatContext {
  /** The clock of the process. */
  now: () => Date;
  /** Cryptographically strong random bytes. */
  random: (byteCount: number) => Buffer;
}

/** Routes at which this server takes notices (`design.md` §8), appended to `notifyBaseUrl`. */
export const noticePaths = {
  payment: '/api/wechat/pay-notices',
  refund: '/api/wechat/refund-notices',
  transfer: '/api/wechat/transfer-notices',
} as const;

export const defaultTimeoutMs = 5_000;
export const defaultBillTimeoutMs = 60_000;
export const defaultSkewRetries = 3;
export const defaultSkewRetryDelayMs = 400;
