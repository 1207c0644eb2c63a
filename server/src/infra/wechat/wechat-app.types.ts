/** What goes in and out of {@link WechatApp}. Sources: reference/wechat.md §1, 2.5, 2.8, 3.1, 6. */

/** Who logged in. */
export interface WechatSession {
  /** The person within this mini program. */
  openid: string;
  /** Base64 key that opens `encryptedData`; never leaves the server. */
  sessionKey: string;
  /** The person across the merchant's applications; only with a WeChat Open Platform account. */
  unionid?: string;
}

export interface WechatPhone {
  /** With country code for foreign numbers. */
  phoneNumber: string;
  purePhoneNumber: string;
  countryCode: string;
}

/** Which build of the mini program a link opens. */
export type MiniProgramBuild = 'release' | 'trial' | 'develop';

export interface SubscribeMessageInput {
  openid: string;
  templateId: string;
  /** Page with query, without leading `/`; absent: the message is not a link. */
  page?: string;
  /** Keyword of the template → text; each type of keyword has its own limits (reference/wechat.md §3.2). */
  data: Readonly<Record<string, string>>;
  build?: MiniProgramBuild;
  lang?: 'zh_CN' | 'en_US' | 'zh_HK' | 'zh_TW';
}

/** A card in a chat whose text follows a group. */
export interface CardActivity {
  activityId: string;
  /** After that the card can no longer be updated; 24 hours by default. */
  expiresAt: Date;
}

/** `gathering` may be followed by itself and by `done`; `done` is the last that may be sent. */
export type CardUpdate =
  | { activityId: string; state: 'gathering'; memberCount: number; roomLimit: number }
  | { activityId: string; state: 'done'; path: string; build?: MiniProgramBuild };

export interface UnlimitedCodeInput {
  /** 1–32 of digits, letters and ``!#$&'()*+,/:;=?@-._~``. */
  scene: string;
  /** Page without leading `/` and without query; default: home. */
  page?: string;
  /** Default true: the page must exist in the published version. */
  mustBePublished?: boolean;
  build?: MiniProgramBuild;
  /** 280–1280 pixels, default 430. */
  widthPx?: number;
}

export interface ShippingInput {
  /** WeChat's number of the payment. */
  transactionId: string;
  openid: string;
  /** How it goes; `express` needs parcels with carrier and tracking number. */
  by: 'express' | 'city' | 'virtual' | 'pickup';
  /** 1–15 parcels. */
  parcels: readonly ShippingParcel[];
  /**
   * Absent: everything goes at once. Otherwise, whether this is the last of several uploads (express only).
   */
  split?: { allDelivered: boolean };
  /** Later than the previous upload for the same payment. */
  uploadedAt: Date;
}

export interface ShippingParcel {
  /** What is inside; cut at 120 characters. */
  itemDescription: string;
  /** WeChat's code of the carrier. */
  carrier?: string;
  trackingNo?: string;
  /** Masked phone of the receiver; SF Express asks for it. */
  receiverContact?: string;
}
