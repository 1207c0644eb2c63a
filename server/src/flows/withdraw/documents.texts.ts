import type { Language } from '@tuanlink/shared/errors';

/** Words of statements and receipts. Accounts, reasons and states are open lists: a word may be missing. */
export interface DocumentTexts {
  statement: string;
  statementOf: string;
  receipt: string;
  receiptOf: string;
  shop: string;
  madeAt: string;
  opening: string;
  closing: string;
  earned: string;
  reversed: string;
  paid: string;
  tax: string;
  at: string;
  what: string;
  from: string;
  to: string;
  amount: string;
  reference: string;
  order: string;
  withdrawal: string;
  balances: string;
  more: string;
  statementNote: string;
  number: string;
  wechatNumber: string;
  payee: string;
  noName: string;
  requestedAt: string;
  paidAt: string;
  gross: string;
  month: string;
  monthBefore: string;
  monthTotal: string;
  deduction: string;
  taxable: string;
  rate: string;
  quickDeduction: string;
  monthTax: string;
  withheldBefore: string;
  net: string;
  receiptNote: string;
  entries: Readonly<Record<string, string>>;
  accounts: Readonly<Record<string, string>>;
  taxRules: Readonly<Record<string, string>>;
}

const zhCn: DocumentTexts = {
  statement: '推广佣金月结单',
  statementOf: '{name} · {month} · 编号 {id}',
  receipt: '提现回单',
  receiptOf: '{name} · 编号 {id}',
  shop: '团链',
  madeAt: '生成时间 {at}（北京时间）',
  opening: '期初',
  closing: '期末',
  earned: '本月入账佣金',
  reversed: '本月冲回',
  paid: '本月到账',
  tax: '本月代扣个税',
  at: '时间',
  what: '事项',
  from: '转出',
  to: '转入',
  amount: '金额',
  reference: '凭据',
  order: '订单 {id}',
  withdrawal: '提现 {id}',
  balances: '待结算 {held} · 可提现 {available} · 提现中 {paying} · 待抵扣 {debt}',
  more: '另有 {count} 条较早的记录未列出，完整明细见 CSV 文件。',
  statementNote: '本月结单全部取自账本；期末 = 期初 + 入账佣金 − 冲回 − 到账 − 代扣个税。',
  number: '商户单号',
  wechatNumber: '微信转账单号',
  payee: '收款人',
  noName: '微信用户（未实名校验）',
  requestedAt: '申请时间',
  paidAt: '到账时间',
  gross: '提现金额（税前）',
  month: '计税月份',
  monthBefore: '当月此前已付',
  monthTotal: '当月累计',
  deduction: '减除费用',
  taxable: '应纳税所得额',
  rate: '预扣率',
  quickDeduction: '速算扣除数',
  monthTax: '当月累计应预扣',
  withheldBefore: '当月此前已预扣',
  net: '实际到账',
  receiptNote: '款项经微信支付“商家转账”付至收款人零钱；代扣个税由商家向税务机关申报缴纳。',
  entries: {
    commission_held: '佣金进入待结算',
    commission_available: '佣金可提现',
    commission_reversed: '佣金冲回',
    commission_adjusted: '佣金调整',
    withdrawal_requested: '申请提现',
    withdrawal_paid: '提现到账',
    withdrawal_tax: '代扣个税',
    withdrawal_returned: '提现退回',
  },
  accounts: {
    held: '待结算',
    available: '可提现',
    paying: '提现中',
    debt: '待抵扣',
    commission_expense: '商家佣金支出',
    wechat_clearing: '微信零钱',
    tax_payable: '代扣个税',
  },
  taxRules: { 'labour-cn-1': '劳务报酬按月预扣', 'none-1': '不代扣个税' },
};

const en: DocumentTexts = {
  statement: 'Commission statement',
  statementOf: '{name} · {month} · no. {id}',
  receipt: 'Withdrawal receipt',
  receiptOf: '{name} · no. {id}',
  shop: 'TuanLink',
  madeAt: 'Made at {at} (Beijing time)',
  opening: 'Opening balances',
  closing: 'Closing balances',
  earned: 'Commission credited',
  reversed: 'Commission taken back',
  paid: 'Paid out',
  tax: 'Tax withheld',
  at: 'Time',
  what: 'What',
  from: 'From',
  to: 'To',
  amount: 'Amount',
  reference: 'Reference',
  order: 'Order {id}',
  withdrawal: 'Withdrawal {id}',
  balances: 'Held {held} · Available {available} · Paying {paying} · Debt {debt}',
  more: '{count} earlier entries are not listed; the CSV file has all.',
  statementNote:
    'Everything is taken from the ledger; closing = opening + credited − taken back − paid out − tax withheld.',
  number: 'Our number',
  wechatNumber: 'WeChat transfer',
  payee: 'Payee',
  noName: 'WeChat user (name not checked)',
  requestedAt: 'Requested',
  paidAt: 'Paid',
  gross: 'Amount before tax',
  month: 'Month of taxation',
  monthBefore: 'Paid before in the month',
  monthTotal: 'Paid in the month',
  deduction: 'Deduction',
  taxable: 'Taxable',
  rate: 'Rate',
  quickDeduction: 'Quick deduction',
  monthTax: 'Tax of the month',
  withheldBefore: 'Withheld before',
  net: 'Received',
  receiptNote:
    "Paid to the payee's WeChat balance by merchant transfer. The shop declares and pays the tax withheld.",
  entries: {
    commission_held: 'Commission held',
    commission_available: 'Commission available',
    commission_reversed: 'Commission taken back',
    commission_adjusted: 'Commission adjusted',
    withdrawal_requested: 'Withdrawal requested',
    withdrawal_paid: 'Withdrawal paid',
    withdrawal_tax: 'Tax withheld',
    withdrawal_returned: 'Withdrawal returned',
  },
  accounts: {
    held: 'Held',
    available: 'Available',
    paying: 'Paying',
    debt: 'Debt',
    commission_expense: "Shop's commission",
    wechat_clearing: 'WeChat balance',
    tax_payable: 'Tax withheld',
  },
  taxRules: { 'labour-cn-1': 'Labour remuneration, by the month', 'none-1': 'No tax withheld' },
};

/** Words of documents by language. */
export const documentTexts: Readonly<Record<Language, DocumentTexts>> = { 'zh-CN': zhCn, en };

/** Fills `{places}` of a text. */
export function fillText(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
