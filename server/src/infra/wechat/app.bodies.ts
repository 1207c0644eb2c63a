import { cutText } from './pay.bodies.js';
import { toChinaTimeWithMs } from './rfc3339.js';
import type {
  CardUpdate,
  MiniProgramBuild,
  ShippingInput,
  ShippingParcel,
  SubscribeMessageInput,
  UnlimitedCodeInput,
} from './wechat-app.types.js';

/**
 * Request bodies of the mini program's server interface. Input beyond a documented limit throws `RangeError`.
 */

const scenePattern = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;
const messageBuilds = { release: 'formal', trial: 'trial', develop: 'developer' } as const;
const logisticsTypes = { express: 1, city: 2, virtual: 3, pickup: 4 } as const;
const unifiedDelivery = 1;
const splitDelivery = 2;
const byTransactionId = 2;
const parcelCountMax = 15;

/** Body of `POST /cgi-bin/message/subscribe/send`. */
export function subscribeMessageBody(message: SubscribeMessageInput): object {
  const entries = Object.entries(message.data).map(([name, value]) => [name, { value }] as const);
  return {
    touser: message.openid,
    template_id: message.templateId,
    page: message.page,
    data: Object.fromEntries(entries),
    miniprogram_state: messageBuilds[message.build ?? 'release'],
    lang: message.lang ?? 'zh_CN',
  };
}

/** Body of `POST /cgi-bin/message/wxopen/updatablemsg/send`; all parameters are texts. */
export function cardUpdateBody(update: CardUpdate): object {
  const gathering = update.state === 'gathering';
  const parameters: Record<string, string> = gathering
    ? { member_count: String(update.memberCount), room_limit: String(update.roomLimit) }
    : { path: update.path, version_type: update.build ?? ('release' satisfies MiniProgramBuild) };
  return {
    activity_id: update.activityId,
    target_state: gathering ? 0 : 1,
    template_info: {
      parameter_list: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    },
  };
}

/** Body of `POST /wxa/getwxacodeunlimit`. */
export function unlimitedCodeBody(code: UnlimitedCodeInput): object {
  if (!scenePattern.test(code.scene)) {
    throw new RangeError('scene is not 1–32 of the characters WeChat allows');
  }
  if (code.page?.startsWith('/') || code.page?.includes('?')) {
    throw new RangeError('page begins with a slash or carries a query');
  }
  const widthPx = code.widthPx ?? 430;
  if (!Number.isInteger(widthPx) || widthPx < 280 || widthPx > 1280) {
    throw new RangeError('widthPx is not an integer from 280 to 1280');
  }
  return {
    scene: code.scene,
    page: code.page,
    check_path: code.mustBePublished ?? true,
    env_version: code.build ?? 'release',
    width: widthPx,
  };
}

/** Body of `POST /wxa/sec/order/upload_shipping_info`. */
export function shippingBody(shipping: ShippingInput): object {
  const { by, parcels, split } = shipping;
  if (parcels.length < 1 || parcels.length > parcelCountMax) {
    throw new RangeError(`parcels are not 1–${parcelCountMax}`);
  }
  if (split !== undefined && by !== 'express') {
    throw new RangeError('only express goods may go in several uploads');
  }
  return {
    order_key: { order_number_type: byTransactionId, transaction_id: shipping.transactionId },
    logistics_type: logisticsTypes[by],
    delivery_mode: split === undefined ? unifiedDelivery : splitDelivery,
    is_all_delivered: split?.allDelivered,
    shipping_list: parcels.map((parcel) => parcelBody(parcel, by === 'express')),
    upload_time: toChinaTimeWithMs(shipping.uploadedAt),
    payer: { openid: shipping.openid },
  };
}

function parcelBody(parcel: ShippingParcel, needsTracking: boolean): object {
  const { carrier, trackingNo, receiverContact } = parcel;
  if (needsTracking && (carrier === undefined || trackingNo === undefined)) {
    throw new RangeError('an express parcel needs carrier and trackingNo');
  }
  if ((trackingNo ?? '').length > 128) throw new RangeError('trackingNo is longer than 128 characters');
  return {
    tracking_no: trackingNo,
    express_company: carrier,
    item_desc: cutText(parcel.itemDescription, 120),
    contact: receiverContact === undefined ? undefined : { receiver_contact: receiverContact },
  };
}
