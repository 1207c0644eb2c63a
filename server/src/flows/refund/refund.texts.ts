import type { RefundReason } from '@tuanlink/shared/states';

/** What WeChat shows the buyer beside a refund; at most 80 characters, always Chinese like WeChat itself. */
export const refundReasonTexts: Record<RefundReason, string> = {
  group_failed: '未成团，自动原路退款',
  group_dissolved: '商家解散了该团，原路退款',
  left_group: '您已退出拼团',
  paid_after_cancel: '订单已取消，原路退款',
  paid_late_no_seat: '支付超时且已无空位，原路退款',
  paid_late_sold_out: '支付超时且商品已售罄，原路退款',
  odd_amount: '支付金额与订单不符，原路退款',
  odd_payer: '支付人与下单人不符，原路退款',
  paid_twice: '重复支付，原路退款',
  operator_refund: '商家退款，原路退回',
  after_sale: '售后退款，原路退回',
};
