import { fenToYuan } from '@tuanlink/shared/money';
import { formatTime, shanghaiParts } from '@tuanlink/shared/time';
import type { BillAsk } from './bill.rules.js';

/** Whose bills tests write. */
export const billAsk: BillAsk = { day: '2026-11-22', mchid: '1900000001', appid: 'wx0123456789abcdef' };

/** A payment or a refund as a test wants it in a trade bill. */
export interface TradeLine {
  kind: 'payment' | 'refund';
  /** ISO. */
  at: string;
  fen: number;
  feeFen?: number;
  transactionId: string;
  outTradeNo: string;
  outRefundNo?: string;
  state?: string;
  title?: string;
  appid?: string;
  mchid?: string;
}

/** A movement of the account as a test wants it in a fund-flow bill. */
export interface FlowLine {
  at: string;
  /** Below 0: money leaves. */
  fen: number;
  voucher: string;
  name: string;
}

const yuan = (fen: number) => fenToYuan(fen).replaceAll(',', '');
const second = (iso: string) => `${formatTime(iso)}:${String(shanghaiParts(iso).second).padStart(2, '0')}`;
const line = (values: readonly (string | number)[]) => values.map((value) => `\`${value}`).join(',');
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,' +
  '手续费,费率,订单金额,申请退款金额,费率备注';

function tradeLine(row: TradeLine, ask: BillAsk): string {
  const paid = row.kind === 'payment';
  const amount = yuan(row.fen);
  const refund = paid
    ? ['0', '0', '0.00', '0.00', '', '']
    : [`50${row.outRefundNo}`, row.outRefundNo ?? '', amount, '0.00', 'ORIGINAL', row.state ?? 'SUCCESS'];
  return line([
    second(row.at),
    row.appid ?? ask.appid,
    row.mchid ?? ask.mchid,
    '0',
    '',
    row.transactionId,
    row.outTradeNo,
    'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    'JSAPI',
    paid ? (row.state ?? 'SUCCESS') : 'REFUND',
    'OTHERS',
    'CNY',
    paid ? amount : '0.00',
    '0.00',
    ...refund,
    row.title ?? '赣南脐橙, 5 斤',
    '',
    yuan(row.feeFen ?? 0),
    '0.60%',
    amount,
    paid ? '0.00' : amount,
    '',
  ]);
}

/** A trade bill as WeChat writes it. */
export function tradeBillText(rows: readonly TradeLine[], ask: BillAsk = billAsk): string {
  const paidFen = sum(rows.filter(({ kind }) => kind === 'payment').map(({ fen }) => fen));
  const refundFen = sum(rows.filter(({ kind }) => kind === 'refund').map(({ fen }) => fen));
  const sums = [paidFen, refundFen, 0, sum(rows.map(({ feeFen = 0 }) => feeFen)), paidFen, refundFen];
  return [
    `\uFEFF${TRADE_HEADER}`,
    ...rows.map((row) => tradeLine(row, ask)),
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
    line([rows.length, ...sums.map(yuan)]),
    '',
  ].join('\r\n');
}

/** A fund-flow bill as WeChat writes it. */
export function fundFlowBillText(rows: readonly FlowLine[]): string {
  const incoming = rows.filter(({ fen }) => fen >= 0).map(({ fen }) => fen);
  const outgoing = rows.filter(({ fen }) => fen < 0).map(({ fen }) => -fen);
  return [
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,' +
      '备注,业务凭证号',
    ...rows.map((row, index) =>
      line([
        second(row.at),
        `42${row.voucher}`,
        `43${row.voucher}${index}`,
        row.name,
        row.name,
        row.fen >= 0 ? '收入' : '支出',
        yuan(Math.abs(row.fen)),
        '1000000.00',
        'system',
        '',
        row.voucher,
      ]),
    ),
    '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
    line([rows.length, incoming.length, yuan(sum(incoming)), outgoing.length, yuan(sum(outgoing))]),
    '',
  ].join('\r\n');
}
