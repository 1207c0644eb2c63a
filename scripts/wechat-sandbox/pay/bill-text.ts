/** The text of bills: header, rows, summary header, one summary row; every value after a backtick. */
import type { RefundRecord, TransactionRecord } from '../state.js';
import { shanghaiTime, yuan } from '../text.js';
import type { World } from '../world.js';

const DAY = 24 * 3600 * 1000;

/** The merchant's balance before its first transaction, so that transfers have something to draw on. */
const OPENING_FEN = 100_000_000;

/** Fee in basis points, rounded half up to the fen, as ordinary merchants pay it. */
const FEE_BP = 60;
const feeOf = (fen: number): number => Math.floor((fen * FEE_BP + 5000) / 10_000);

/** All, payments only, or refunds only. */
export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND';

const refundColumns = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态';
const firstColumns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,' +
  '应结订单金额,代金券金额';
const lastColumns = '商品名称,商户数据包,手续费,费率';

const headers: Record<TradeBillType, string> = {
  ALL: `${firstColumns},${refundColumns},${lastColumns},订单金额,申请退款金额,费率备注`,
  SUCCESS: `${firstColumns},${lastColumns},订单金额,费率备注`,
  REFUND:
    `${firstColumns},退款申请时间,退款成功时间,${refundColumns},${lastColumns},` +
    '订单金额,申请退款金额,费率备注',
};

const line = (values: (string | number)[]): string => values.map((value) => `\`${value}`).join(',');
const within = (ms: number, from: number): boolean => ms >= from && ms < from + DAY;

/** Trade bill of the Shanghai day that starts at `from`, refunds by request day; null without any row. */
export function tradeBill(world: World, from: number, kind: TradeBillType): string | null {
  const paid = kind === 'REFUND' ? [] : transactionsOf(world, from);
  const refunded = kind === 'SUCCESS' ? [] : refundsOf(world, from);
  if (paid.length + refunded.length === 0) return null;
  const rows = [
    ...paid.map((each) => ({ at: each.paidAt, text: line(paidRow(world, each, kind)) })),
    ...refunded.map((each) => ({ at: each.createdAt, text: line(refundRow(world, each, kind)) })),
  ].sort((a, b) => a.at - b.at);
  const paidFen = sum(paid.map((each) => each.amountFen));
  const refundFen = sum(refunded.map((each) => each.amountFen));
  const feeFen =
    sum(paid.map((each) => feeOf(each.amountFen))) - sum(refunded.map((each) => feeOf(each.amountFen)));
  const summary = [rows.length, ...[paidFen, refundFen, 0, feeFen, paidFen, refundFen].map(yuan)];
  return [
    headers[kind],
    ...rows.map((row) => row.text),
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
    line(summary),
    '',
  ].join('\r\n');
}

const sum = (values: number[]): number => values.reduce((total, each) => total + each, 0);
const transactionsOf = ({ store }: World, from: number): TransactionRecord[] =>
  [...store.table('transactions').values()].filter((each) => within(each.paidAt, from));
const refundsOf = ({ store }: World, from: number): RefundRecord[] =>
  [...store.table('refunds').values()].filter((each) => within(each.createdAt, from));

function paidRow(world: World, paid: TransactionRecord, kind: TradeBillType): string[] {
  const { first, last } = commonColumns(world, paid, paid.paidAt, 'SUCCESS', paid.amountFen);
  const fee = yuan(feeOf(paid.amountFen));
  const amount = yuan(paid.amountFen);
  const refunds = kind === 'ALL' ? ['0', '0', '0.00', '0.00', '', ''] : [];
  const tail = kind === 'ALL' ? [amount, '0.00', ''] : [amount, ''];
  return [...first, ...refunds, ...last, fee, rateText, ...tail];
}

const rateText = '0.60%';

function refundRow(world: World, refund: RefundRecord, kind: TradeBillType): string[] {
  const paid = world.store.get('transactions', refund.transactionId);
  if (!paid) throw new Error(`refund ${refund.outRefundNo} has no transaction`);
  const { first, last } = commonColumns(world, paid, refund.createdAt, 'REFUND', 0);
  const finished = refund.state === 'SUCCESS' ? shanghaiTime(refund.finishedAt ?? refund.createdAt) : '';
  const times = kind === 'REFUND' ? [shanghaiTime(refund.createdAt), finished] : [];
  const amount = yuan(refund.amountFen);
  return [
    ...first,
    ...times,
    refund.refundId,
    refund.outRefundNo,
    amount,
    '0.00',
    'ORIGINAL',
    refund.state === 'ABNORMAL' ? 'CHANGE' : refund.state,
    ...last,
    yuan(-feeOf(refund.amountFen)),
    rateText,
    yuan(refund.totalFen),
    amount,
    '',
  ];
}

function commonColumns(
  { store, config }: World,
  paid: TransactionRecord,
  at: number,
  state: string,
  dueFen: number,
): { first: string[]; last: string[] } {
  const body = store.get('payments', paid.outTradeNo)?.body;
  const first = [
    shanghaiTime(at),
    config.appid,
    config.mchid,
    '0',
    '',
    paid.transactionId,
    paid.outTradeNo,
    paid.openid,
    'JSAPI',
    state,
    'OTHERS',
    'CNY',
    yuan(dueFen),
    '0.00',
  ];
  return { first, last: [body?.description ?? '', body?.attach ?? ''] };
}

interface Flow {
  at: number;
  businessNo: string;
  name: string;
  fen: number;
  voucher: string;
}

/** Fund-flow bill of one day; null when nothing moved. Money moves in the BASIC account only. */
export function fundFlowBill(world: World, from: number, account: string): string | null {
  const all = account === 'BASIC' ? flows(world).sort((a, b) => a.at - b.at) : [];
  const today = all.filter((flow) => within(flow.at, from));
  if (today.length === 0) return null;
  let balance = OPENING_FEN + sum(all.filter((flow) => flow.at < from).map((flow) => flow.fen));
  const rows = today.map((flow, index) => {
    balance += flow.fen;
    const direction = flow.fen >= 0 ? '收入' : '支出';
    const flowNo = `${flow.businessNo}${String(index).padStart(4, '0')}`;
    const amounts = [direction, yuan(Math.abs(flow.fen)), yuan(balance)];
    return line([
      shanghaiTime(flow.at),
      flow.businessNo,
      flowNo,
      flow.name,
      flow.name,
      ...amounts,
      'system',
      '',
      flow.voucher,
    ]);
  });
  const incoming = today.filter((flow) => flow.fen >= 0);
  const outgoing = today.filter((flow) => flow.fen < 0);
  return [
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),' +
      '资金变更提交申请人,备注,业务凭证号',
    ...rows,
    '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
    line([
      today.length,
      incoming.length,
      yuan(sum(incoming.map((flow) => flow.fen))),
      outgoing.length,
      yuan(-sum(outgoing.map((flow) => flow.fen))),
    ]),
    '',
  ].join('\r\n');
}

function flows({ store }: World): Flow[] {
  const all: Flow[] = [];
  for (const paid of store.table('transactions').values()) {
    const common = { at: paid.paidAt, businessNo: paid.transactionId, voucher: paid.outTradeNo };
    all.push({ ...common, name: '交易', fen: paid.amountFen });
    const fee = feeOf(paid.amountFen);
    if (fee > 0) all.push({ ...common, name: '扣除交易手续费', fen: -fee });
  }
  for (const refund of store.table('refunds').values()) {
    if (refund.state !== 'SUCCESS') continue;
    const at = refund.finishedAt ?? refund.createdAt;
    const net = refund.amountFen - feeOf(refund.amountFen);
    all.push({ at, businessNo: refund.refundId, name: '退款', fen: -net, voucher: refund.outRefundNo });
  }
  for (const transfer of store.table('transfers').values()) {
    const { outBillNo, transferBillNo: businessNo } = transfer;
    const common = { businessNo, voucher: outBillNo };
    all.push({ ...common, at: transfer.createdAt, name: '商家转账', fen: -transfer.amountFen });
    if (transfer.state === 'FAIL' || transfer.state === 'CANCELLED') {
      all.push({ ...common, at: transfer.updatedAt, name: '商家转账退回', fen: transfer.amountFen });
    }
  }
  return all;
}
