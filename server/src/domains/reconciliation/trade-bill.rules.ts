import { MAX_FEN, readStatedYuan, roundStatedYuan } from '@tuanlink/shared/money';
import {
  type BillAsk,
  type BillFormat,
  type BillRow,
  type Cell,
  type CountedRow,
  isNumber,
  type LineFault,
  readCount,
  readMoment,
  readRowAmount,
} from './bill.rules.js';

/** What every row has: when, whose, and what WeChat charges for it. */
interface Common {
  at: string;
  feeFen: number;
  /** The same for the sum; not a number when it is no whole fen. */
  feeCount: number;
  own: boolean;
}

function readCommon(cell: Cell, ask: BillAsk): Common | LineFault {
  const moment = readMoment(cell('交易时间'), ask);
  if (typeof moment === 'string') return moment;
  if (cell('商户号') !== ask.mchid) return 'merchant';
  const feeFen = roundStatedYuan(cell('手续费'));
  if (feeFen === null || Math.abs(feeFen) > MAX_FEN) return 'amount';
  const feeCount = readStatedYuan(cell('手续费')) ?? Number.NaN;
  return { ...moment, feeFen, feeCount, own: cell('公众账号ID') === ask.appid };
}

function readPayment(
  cell: Cell,
  line: number,
  { at, feeFen, feeCount, own }: Common,
): CountedRow | LineFault {
  const amountFen = readRowAmount(cell('订单金额'));
  if (amountFen === null || amountFen === 0) return 'amount';
  const transactionId = cell('微信订单号');
  const outTradeNo = cell('商户订单号');
  if (!isNumber(transactionId) || !isNumber(outTradeNo)) return 'number';
  const row: BillRow = {
    line,
    kind: 'payment',
    key: transactionId,
    at,
    amountFen,
    feeFen,
    state: 'SUCCESS',
    outTradeNo,
    transactionId,
    wechatNo: '',
  };
  return { row, own, counts: { row_count: 1, order_fen: amountFen, refund_fen: 0, fee_fen: feeCount } };
}

const refundStates = ['SUCCESS', 'PROCESSING', 'CHANGE', 'ABNORMAL', 'CLOSED', 'REFUNDCLOSE', 'FAIL'];

function readRefund(cell: Cell, line: number, { at, feeFen, feeCount, own }: Common): CountedRow | LineFault {
  const amountFen = readRowAmount(cell('申请退款金额'));
  if (amountFen === null || amountFen === 0) return 'amount';
  const state = cell('退款状态');
  if (!refundStates.includes(state)) return 'state';
  const wechatNo = cell('微信退款单号');
  // A refund made by hand at WeChat has no number of ours.
  const key = cell('商户退款单号') || wechatNo;
  if (!isNumber(key) || !isNumber(cell('微信订单号'))) return 'number';
  const row: BillRow = {
    line,
    kind: 'refund',
    key,
    at,
    amountFen,
    feeFen,
    state,
    outTradeNo: cell('商户订单号'),
    transactionId: cell('微信订单号'),
    wechatNo,
  };
  return { row, own, counts: { row_count: 1, order_fen: 0, refund_fen: amountFen, fee_fen: feeCount } };
}

/**
 * The trade bill (`bill_type=ALL`): payments on the day they were made, refunds on the day they were asked
 * for, in the state they had when the bill was made.
 */
export const tradeBill: BillFormat = {
  columns: [
    '交易时间',
    '公众账号ID',
    '商户号',
    '微信订单号',
    '商户订单号',
    '交易状态',
    '微信退款单号',
    '商户退款单号',
    '退款状态',
    '手续费',
    '订单金额',
    '申请退款金额',
  ],
  summaryBegin: '总交易单数',
  sums: {
    row_count: '总交易单数',
    order_fen: '订单总金额',
    refund_fen: '申请退款总金额',
    fee_fen: '手续费总金额',
  },
  readRow(cell, line, ask) {
    const common = readCommon(cell, ask);
    if (typeof common === 'string') return common;
    const state = cell('交易状态');
    if (state === 'SUCCESS') return readPayment(cell, line, common);
    return state === 'REFUND' ? readRefund(cell, line, common) : 'state';
  },
  readSum(name, text) {
    if (name === 'fee_fen') return roundStatedYuan(text);
    if (name === 'row_count') return readCount(text);
    return readStatedYuan(text);
  },
};
