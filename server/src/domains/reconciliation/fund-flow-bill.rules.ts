import { readStatedYuan } from '@tuanlink/shared/money';
import {
  type BillFormat,
  type BillRow,
  isNumber,
  readCount,
  readMoment,
  readRowAmount,
} from './bill.rules.js';

/** The fund-flow bill: every movement of one of the merchant's accounts. */
export const fundFlowBill: BillFormat = {
  columns: [
    '记账时间',
    '微信支付业务单号',
    '资金流水单号',
    '业务名称',
    '收支类型',
    '收支金额(元)',
    '业务凭证号',
  ],
  summaryBegin: '资金流水总笔数',
  sums: {
    row_count: '资金流水总笔数',
    in_count: '收入笔数',
    in_fen: '收入金额',
    out_count: '支出笔数',
    out_fen: '支出金额',
  },
  readRow(cell, line, ask) {
    const moment = readMoment(cell('记账时间'), ask);
    if (typeof moment === 'string') return moment;
    const fen = readRowAmount(cell('收支金额(元)'));
    if (fen === null) return 'amount';
    const direction = cell('收支类型');
    if (direction !== '收入' && direction !== '支出') return 'state';
    const wechatNo = cell('资金流水单号');
    if (!isNumber(wechatNo)) return 'number';
    const isIn = direction === '收入';
    const row: BillRow = {
      line,
      kind: 'flow',
      key: cell('业务凭证号'),
      ...moment,
      amountFen: isIn ? fen : -fen,
      feeFen: 0,
      state: cell('业务名称'),
      outTradeNo: '',
      transactionId: cell('微信支付业务单号'),
      wechatNo,
    };
    const counts = {
      row_count: 1,
      in_count: isIn ? 1 : 0,
      in_fen: isIn ? fen : 0,
      out_count: isIn ? 0 : 1,
      out_fen: isIn ? 0 : fen,
    };
    return { row, own: true, counts };
  },
  readSum(name, text) {
    return name.endsWith('_count') ? readCount(text) : readStatedYuan(text);
  },
};
