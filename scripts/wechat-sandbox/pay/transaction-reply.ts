/** An order as queries and payment notices show it. */
import type { SandboxConfig } from '../config.js';
import type { PaymentRecord, TradeState, TransactionRecord } from '../state.js';
import { rfc3339 } from '../text.js';

const descriptions: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
};

/** With a transaction: what was really paid and by whom. Without: what was asked. */
export function transactionReply(
  config: SandboxConfig,
  payment: PaymentRecord,
  transaction: TransactionRecord | undefined,
): unknown {
  const common = {
    appid: config.appid,
    mchid: config.mchid,
    out_trade_no: payment.outTradeNo,
  };
  if (!transaction) {
    return {
      ...common,
      trade_state: payment.state,
      trade_state_desc: descriptions[payment.state],
      amount: { total: payment.body.amount.total, currency: 'CNY' },
      payer: { openid: payment.body.payer.openid },
    };
  }
  const state: TradeState = transaction.refundCount > 0 ? 'REFUND' : 'SUCCESS';
  return {
    ...common,
    transaction_id: transaction.transactionId,
    trade_type: 'JSAPI',
    trade_state: state,
    trade_state_desc: descriptions[state],
    bank_type: 'OTHERS',
    attach: payment.body.attach ?? '',
    success_time: rfc3339(transaction.paidAt),
    payer: { openid: transaction.openid },
    amount: {
      total: transaction.amountFen,
      payer_total: transaction.amountFen,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
  };
}
