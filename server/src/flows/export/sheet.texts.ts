import type { Language } from '@tuanlink/shared/errors';

/** A text in both languages. */
export type SheetText = Readonly<Record<Language, string>>;

const text = (zh: string, en: string): SheetText => ({ 'zh-CN': zh, en });

/** Headings of columns; the amounts' come twice, in yuan and in fen. */
export const headings = {
  orderId: text('订单编号', 'Order'),
  createdAt: text('下单时间', 'Placed at'),
  paidAt: text('支付时间', 'Paid at'),
  completedAt: text('完成时间', 'Completed at'),
  state: text('状态', 'State'),
  kind: text('购买方式', 'Kind'),
  buyer: text('买家', 'Buyer'),
  goods: text('商品', 'Goods'),
  goodsFen: text('商品金额', 'Goods amount'),
  discountFen: text('优惠金额', 'Discount'),
  shippingFen: text('运费', 'Shipping'),
  payFen: text('实付金额', 'Paid amount'),
  refundedFen: text('已退金额', 'Refunded amount'),
  outTradeNo: text('商户订单号', 'Merchant order number'),
  transactionId: text('微信支付单号', 'WeChat transaction'),
  groupId: text('团编号', 'Group'),
  recipient: text('收货人', 'Recipient'),
  phone: text('电话', 'Phone'),
  address: text('地址', 'Address'),
  carrier: text('快递公司', 'Carrier'),
  trackingNo: text('快递单号', 'Tracking number'),
  note: text('备注', 'Note'),
  refundId: text('退款编号', 'Refund'),
  outRefundNo: text('商户退款单号', 'Merchant refund number'),
  amountFen: text('金额', 'Amount'),
  reason: text('原因', 'Reason'),
  requestedAt: text('申请时间', 'Requested at'),
  succeededAt: text('完成时间', 'Succeeded at'),
  wechatRefundId: text('微信退款单号', 'WeChat refund'),
  lineId: text('佣金编号', 'Commission line'),
  distributor: text('推广员', 'Distributor'),
  attributionCode: text('归因', 'Attribution'),
  reasonCode: text('说明', 'Status reason'),
  baseFen: text('计佣金额', 'Base'),
  rate: text('佣金比例', 'Rate'),
  availableAt: text('可提现时间', 'Available at'),
  partOf: text('冲回自', 'Taken back from'),
  transferId: text('分录编号', 'Transfer'),
  seq: text('序号', 'Number'),
  at: text('时间', 'At'),
  from: text('转出账户', 'From account'),
  to: text('转入账户', 'To account'),
  blockId: text('区块', 'Block'),
} as const;

export type Heading = keyof typeof headings;

/** Put behind the heading of an amount. */
export const units = { yuan: text('（元）', ' (yuan)'), fen: text('（分）', ' (fen)') } as const;
