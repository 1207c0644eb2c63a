/** Shipping management (发货信息管理): what was shipped, and what state that puts the order in. */
import { flag, integer, list, may, must, oneOf, shape, text, type Rule } from '../fields.js';
import type { ShipmentRecord, TransactionRecord } from '../state.js';
import { parseRfc3339 } from '../text.js';
import type { World } from '../world.js';
import { AppError, good, type AppGateway } from './gateway.js';

/** Orders per page of get_order_list. */
const PAGE_MAX = 50;

const orderKeyRule: Rule = shape({
  order_number_type: must(oneOf(1, 2)),
  transaction_id: may(text(64)),
  mchid: may(text(32)),
  out_trade_no: may(text(64)),
});

const uploadRule: Rule = shape({
  order_key: must(orderKeyRule),
  logistics_type: must(integer(-100, 100)),
  delivery_mode: must(integer(-100, 100)),
  is_all_delivered: may(flag),
  shipping_list: must(
    list(
      shape({
        tracking_no: may(text(128)),
        express_company: may(text(128)),
        item_desc: must(text(120)),
        contact: may(shape({ consignor_contact: may(text(1024)), receiver_contact: may(text(1024)) })),
      }),
      1,
      15,
    ),
  ),
  upload_time: must(text(64)),
  payer: must(shape({ openid: must(text(128)) })),
});

interface Upload {
  order_key: OrderKey;
  logistics_type: number;
  delivery_mode: number;
  is_all_delivered?: boolean;
  shipping_list: {
    tracking_no?: string;
    express_company?: string;
    item_desc: string;
    contact?: { consignor_contact?: string; receiver_contact?: string };
  }[];
  upload_time: string;
  payer: { openid: string };
}

interface OrderKey {
  order_number_type: number;
  transaction_id?: string;
  mchid?: string;
  out_trade_no?: string;
}

/** Registers the routes under /wxa/sec/order/. */
export function addShippingRoutes(world: World, gateway: AppGateway): void {
  const base = '/wxa/sec/order';
  const checkAppid = (input: unknown): void => {
    shape({ appid: must(text(64)) })(input, '');
    if ((input as { appid: string }).appid !== world.config.appid) throw new AppError(40013, 'invalid appid');
  };
  gateway.withToken('POST', `${base}/is_trade_managed`, (_call, input) => {
    checkAppid(input);
    return good({ is_trade_managed: true });
  });
  gateway.withToken('POST', `${base}/is_trade_management_confirmation_completed`, (_call, input) => {
    checkAppid(input);
    return good({ completed: true });
  });
  gateway.withToken('POST', `${base}/upload_shipping_info`, (_call, input) => upload(world, input));
  gateway.withToken('POST', `${base}/get_order`, (_call, input) => getOrder(world, input));
  gateway.withToken('POST', `${base}/get_order_list`, (_call, input) => getOrders(world, input));
  gateway.withToken('POST', `${base}/notify_confirm_receive`, (_call, input) => remind(world, input));
  gateway.withToken('POST', `${base}/set_msg_jump_path`, async (_call, input) => {
    shape({ path: must(text(1024, 0)) })(input, '');
    const { path } = input as { path: string };
    await world.store.commit([['meta', 'shippingJumpPath', { name: 'shippingJumpPath', value: path }]]);
    return good();
  });
}

function findByKey({ store, config }: World, key: OrderKey): TransactionRecord {
  const missing = new AppError(10060001, '支付单不存在');
  if (key.order_number_type === 1 && key.mchid !== config.mchid) throw missing;
  const payment = store.get('payments', key.out_trade_no ?? '');
  const id = key.order_number_type === 2 ? key.transaction_id : payment?.transactionIds[0];
  const transaction = store.get('transactions', id ?? '');
  if (!transaction) throw missing;
  return transaction;
}

async function upload(world: World, input: unknown): Promise<object> {
  const { store } = world;
  uploadRule(input, '');
  const body = input as Upload;
  const transaction = findByKey(world, body.order_key);
  if (transaction.openid !== body.payer.openid) {
    throw new AppError(10060031, '该笔支付单不属于 openid 所指定的用户');
  }
  if (transaction.refundedFen >= transaction.amountFen) {
    throw new AppError(10060004, '支付单处于不可发货的状态');
  }
  const uploadTime = checkUpload(body);
  const before = store.get('shipments', transaction.transactionId);
  if (before) checkAgain(before, uploadTime);
  const items = body.shipping_list.map((each) => ({
    ...(each.tracking_no === undefined ? {} : { trackingNo: each.tracking_no }),
    ...(each.express_company === undefined ? {} : { expressCompany: each.express_company }),
    itemDesc: each.item_desc,
  }));
  const extending = before !== undefined && !before.isAllDelivered;
  const shipment: ShipmentRecord = {
    transactionId: transaction.transactionId,
    outTradeNo: transaction.outTradeNo,
    openid: transaction.openid,
    logisticsType: body.logistics_type,
    deliveryMode: body.delivery_mode,
    isAllDelivered: body.delivery_mode === 1 || body.is_all_delivered === true,
    items: extending ? [...before.items, ...items] : items,
    uploadTime,
    uploads: before && before.isAllDelivered ? before.uploads + 1 : (before?.uploads ?? 1),
    orderState: 2,
  };
  await store.commit([['shipments', shipment.transactionId, shipment]]);
  return good();
}

/** A complete shipment may be replaced once; a split one goes on until it is complete. */
function checkAgain(before: ShipmentRecord, uploadTime: number): void {
  if (before.orderState === 3) throw new AppError(10060002, '支付单已完成发货，无法继续发货');
  if (before.isAllDelivered && before.uploads >= 2) throw new AppError(10060003, '支付单已使用重新发货机会');
  if (uploadTime <= before.uploadTime) {
    throw new AppError(268485216, '上传时间非法，请按照 RFC 3339 格式填写');
  }
}

/** Rules between the fields; returns the upload time in ms. */
function checkUpload(body: Upload): number {
  const { logistics_type: logistics, delivery_mode: mode, shipping_list: items } = body;
  if (![1, 2, 3, 4].includes(logistics)) throw new AppError(10060005, '物流类型有误');
  if (mode !== 1 && mode !== 2) throw new AppError(268485195, '发货模式有误');
  if (mode === 2 && logistics !== 1) throw new AppError(10060006, '非快递发货时不允许分拆发货');
  if (mode === 2 && body.is_all_delivered === undefined) {
    throw new AppError(10060007, '分拆发货模式下必须填写 is_all_delivered 字段');
  }
  if (mode === 1 && items.length !== 1) {
    throw new AppError(10060008, '统一发货模式下物流信息列表长度必须为 1');
  }
  for (const item of items) {
    if (logistics !== 1) continue;
    if (item.tracking_no === undefined || item.express_company === undefined) {
      throw new AppError(268485197, '快递发货时必须填写物流单号和物流公司');
    }
    const { consignor_contact: from, receiver_contact: to } = item.contact ?? {};
    if (item.express_company === 'SF' && from === undefined && to === undefined) {
      throw new AppError(268485198, '顺丰发货时必须填写收件人或寄件人联系方式');
    }
  }
  const at = parseRfc3339(body.upload_time);
  if (at === null) throw new AppError(268485216, '上传时间非法，请按照 RFC 3339 格式填写');
  return at;
}

function orderReply({ store }: World, transaction: TransactionRecord): object {
  const payment = store.get('payments', transaction.outTradeNo);
  const shipment = store.get('shipments', transaction.transactionId);
  const refunded = transaction.refundedFen >= transaction.amountFen;
  return {
    transaction_id: transaction.transactionId,
    merchant_id: payment?.body.mchid,
    merchant_trade_no: transaction.outTradeNo,
    description: payment?.body.description,
    paid_amount: transaction.amountFen,
    openid: transaction.openid,
    pay_time: Math.floor(transaction.paidAt / 1000),
    order_state: refunded ? 5 : (shipment?.orderState ?? 1),
    in_complaint: false,
    shipping: shipment
      ? {
          delivery_mode: shipment.deliveryMode,
          logistics_type: shipment.logisticsType,
          finish_shipping: shipment.isAllDelivered,
          finish_shipping_count: shipment.uploads,
          shipping_list: shipment.items.map((item) => ({
            tracking_no: item.trackingNo ?? '',
            express_company: item.expressCompany ?? '',
            goods_desc: item.itemDesc,
            upload_time: Math.floor(shipment.uploadTime / 1000),
          })),
        }
      : { shipping_list: [] },
  };
}

const lookupFields = {
  transaction_id: may(text(64)),
  merchant_id: may(text(32)),
  sub_merchant_id: may(text(32)),
  merchant_trade_no: may(text(64)),
};

interface Lookup {
  transaction_id?: string;
  merchant_id?: string;
  merchant_trade_no?: string;
}

function lookup(world: World, given: Lookup): TransactionRecord {
  return given.transaction_id === undefined
    ? findByKey(world, {
        order_number_type: 1,
        mchid: given.merchant_id ?? '',
        out_trade_no: given.merchant_trade_no ?? '',
      })
    : findByKey(world, { order_number_type: 2, transaction_id: given.transaction_id });
}

function getOrder(world: World, input: unknown): object {
  shape(lookupFields)(input, '');
  return good({ order: orderReply(world, lookup(world, input as Lookup)) });
}

function getOrders(world: World, input: unknown): object {
  shape({
    pay_time_range: may(shape({ begin_time: may(integer(0, 1e12)), end_time: may(integer(0, 1e12)) })),
    order_state: may(integer(1, 6)),
    openid: may(text(128)),
    last_index: may(text(64, 0)),
    page_size: may(integer(1, PAGE_MAX)),
  })(input, '');
  const body = input as {
    pay_time_range?: { begin_time?: number; end_time?: number };
    order_state?: number;
    openid?: string;
    last_index?: string;
    page_size?: number;
  };
  const { begin_time: begin = 0, end_time: end = 1e12 } = body.pay_time_range ?? {};
  const matching = [...world.store.table('transactions').values()].filter((each) => {
    const paid = Math.floor(each.paidAt / 1000);
    const state = (orderReply(world, each) as { order_state: number }).order_state;
    return (
      paid >= begin &&
      paid <= end &&
      (body.openid === undefined || each.openid === body.openid) &&
      (body.order_state === undefined || state === body.order_state)
    );
  });
  const start = body.last_index ? Number(body.last_index) || 0 : 0;
  const page = matching.slice(start, start + (body.page_size ?? PAGE_MAX));
  return good({
    order_list: page.map((each) => orderReply(world, each)),
    last_index: String(start + page.length),
    has_more: start + page.length < matching.length,
  });
}

async function remind(world: World, input: unknown): Promise<object> {
  shape({ ...lookupFields, received_time: must(integer(0, 1e12)) })(input, '');
  const { transactionId } = lookup(world, input as Lookup);
  const shipment = world.store.get('shipments', transactionId);
  if (!shipment || shipment.logisticsType !== 1) throw new AppError(10060004, '支付单处于不可提醒的状态');
  const name = `reminded ${transactionId}`;
  if (world.store.get('meta', name)) throw new AppError(10060035, '每个支付单只能提醒一次');
  await world.store.commit([['meta', name, { name, value: true }]]);
  return good();
}

/** The user confirms receipt in WeChat's component. Returns null when nothing was shipped. */
export async function receive(world: World, transactionId: string): Promise<ShipmentRecord | null> {
  const shipment = world.store.get('shipments', transactionId);
  if (!shipment) return null;
  const received: ShipmentRecord = { ...shipment, orderState: 3, receivedAt: world.clock.now() };
  await world.store.commit([['shipments', transactionId, received]]);
  return received;
}
