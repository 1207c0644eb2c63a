import { checkSubject, type Fields, ShapeError } from './fields.js';
import {
  type PaidTransaction,
  refundStatuses,
  type RefundView,
  type Transaction,
  tradeStates,
  transferStates,
  type TransferView,
} from './wechat-pay.types.js';

/**
 * WeChat Pay's JSON → our plain objects. Readers of things that arrive in an answer also take what was asked
 * for and compare: the signature of an answer does not cover the question, so a genuine answer to another
 * question, sent again within five minutes, would otherwise be believed.
 */

/** Merchant and mini program that a transaction must belong to. */
export interface Owner {
  appid: string;
  mchid: string;
}

/** Reads a transaction as in pay notices and query answers. */
export function readTransaction(fields: Fields, owner: Owner): Transaction {
  checkSubject(fields, 'mchid', owner.mchid);
  checkSubject(fields, 'appid', owner.appid);
  const state = fields.oneOf('trade_state', tradeStates);
  const common = {
    outTradeNo: fields.string('out_trade_no'),
    stateDescription: fields.optionalString('trade_state_desc'),
    attach: fields.optionalString('attach'),
    bankType: fields.optionalString('bank_type'),
  };
  if (state === 'SUCCESS' || state === 'REFUND') return { ...common, ...readPayment(fields), state };
  const amount = fields.optionalObject('amount');
  return {
    ...common,
    state,
    transactionId: fields.optionalString('transaction_id'),
    openid: fields.optionalObject('payer')?.optionalString('openid'),
    totalFen: amount?.optionalFen('total'),
    payerTotalFen: amount?.optionalFen('payer_total'),
    paidAt: fields.optionalTime('success_time'),
  };
}

function readPayment(fields: Fields): Omit<PaidTransaction, 'state' | 'outTradeNo'> {
  const amount = fields.object('amount');
  const currency = amount.optionalString('currency') ?? 'CNY';
  if (currency !== 'CNY') throw new ShapeError(`amount.currency is ${currency}`);
  const totalFen = amount.fen('total');
  return {
    transactionId: fields.string('transaction_id'),
    openid: fields.object('payer').string('openid'),
    totalFen,
    payerTotalFen: amount.optionalFen('payer_total') ?? totalFen,
    paidAt: fields.time('success_time'),
  };
}

/** Reads a refund as in answers, where the state is called `status`. */
export function readRefund(fields: Fields): RefundView {
  return { ...readRefundFacts(fields), status: fields.oneOf('status', refundStatuses) };
}

/** Reads a refund as in notices, where the state is called `refund_status` and the merchant is named. */
export function readNoticedRefund(fields: Fields, owner: Owner): RefundView {
  checkSubject(fields, 'mchid', owner.mchid);
  return { ...readRefundFacts(fields), status: fields.oneOf('refund_status', refundStatuses) };
}

function readRefundFacts(fields: Fields): Omit<RefundView, 'status'> {
  const amount = fields.object('amount');
  return {
    outRefundNo: fields.string('out_refund_no'),
    refundId: fields.string('refund_id'),
    outTradeNo: fields.string('out_trade_no'),
    transactionId: fields.string('transaction_id'),
    refundFen: amount.fen('refund'),
    totalFen: amount.fen('total'),
    payerRefundFen: amount.optionalFen('payer_refund'),
    refundedAt: fields.optionalTime('success_time'),
    receivedAccount: fields.optionalString('user_received_account'),
  };
}

/**
 * Reads a transfer as in answers and notices; where they name the merchant or mini program, it must be ours.
 */
export function readTransfer(fields: Fields, owner: Owner): TransferView {
  if (fields.has('mch_id')) checkSubject(fields, 'mch_id', owner.mchid);
  if (fields.has('appid')) checkSubject(fields, 'appid', owner.appid);
  return {
    outBillNo: fields.string('out_bill_no'),
    transferBillNo: fields.string('transfer_bill_no'),
    state: fields.oneOf('state', transferStates),
    failReason: fields.optionalString('fail_reason'),
    packageInfo: fields.optionalString('package_info'),
    amountFen: fields.optionalFen('transfer_amount'),
    openid: fields.optionalString('openid'),
    updatedAt: fields.optionalTime('update_time'),
  };
}
