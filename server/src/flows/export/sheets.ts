import type { Language } from '@tuanlink/shared/errors';
import { fenToYuan, formatBp } from '@tuanlink/shared/money';
import type { ExportKind } from '@tuanlink/shared/exports';
import { formatTime, shanghaiParts } from '@tuanlink/shared/time';
import { type Heading, headings, units } from './sheet.texts.js';

export type SheetKind = Exclude<ExportKind, 'shop'>;

/** How a value is written: as it is, as an amount (twice), a moment in Shanghai, or a rate. */
type Form = 'text' | 'fen' | 'moment' | 'rate';

/** A column of a sheet: its heading, the SQL of its value, and its form. */
type Column = readonly [Heading, string, Form];

/** What a sheet shows, from which rows. */
interface Sheet {
  columns: readonly Column[];
  from: string;
  /** The moment by which rows are chosen. */
  at: string;
  order: string;
}

/** The sheets for spreadsheets; docs/export.md describes them. */
export const sheets: Readonly<Record<SheetKind, Sheet>> = {
  orders: {
    columns: [
      ['orderId', 'o.id', 'text'],
      ['createdAt', 'iso(o.created_at)', 'moment'],
      ['paidAt', 'iso(o.paid_at)', 'moment'],
      ['completedAt', 'iso(o.completed_at)', 'moment'],
      ['state', 'o.state', 'text'],
      ['kind', 'o.kind', 'text'],
      ['buyer', 'u.nickname', 'text'],
      [
        'goods',
        `(select string_agg(l.title || ' / ' || l.sku_name || ' × ' || l.quantity, '; ' order by l.position)
          from order_line l where l.order_id = o.id)`,
        'text',
      ],
      ['goodsFen', 'o.goods_fen', 'fen'],
      ['discountFen', 'o.discount_fen', 'fen'],
      ['shippingFen', 'o.shipping_fen', 'fen'],
      ['payFen', 'o.pay_fen', 'fen'],
      ['refundedFen', 'o.refunded_fen', 'fen'],
      ['outTradeNo', 'y.out_trade_no', 'text'],
      ['transactionId', 'y.transaction_id', 'text'],
      ['groupId', 'o.group_id', 'text'],
      ['recipient', "o.address ->> 'name'", 'text'],
      ['phone', "o.address ->> 'phone'", 'text'],
      [
        'address',
        `concat(o.address ->> 'province', o.address ->> 'city', o.address ->> 'district',
          o.address ->> 'detail')`,
        'text',
      ],
      ['carrier', 'o.carrier', 'text'],
      ['trackingNo', 'o.tracking_no', 'text'],
      ['note', 'o.note', 'text'],
    ],
    from: `shop_order o join shop_user u on u.id = o.user_id left join payment y on y.order_id = o.id`,
    at: 'o.created_at',
    order: 'o.created_at, o.id',
  },
  refunds: {
    columns: [
      ['refundId', 'r.id', 'text'],
      ['orderId', 'r.order_id', 'text'],
      ['requestedAt', 'iso(r.requested_at)', 'moment'],
      ['succeededAt', 'iso(r.succeeded_at)', 'moment'],
      ['state', 'r.state', 'text'],
      ['amountFen', 'r.amount_fen', 'fen'],
      ['reason', 'r.reason', 'text'],
      ['outRefundNo', 'r.out_refund_no', 'text'],
      ['transactionId', 'r.transaction_id', 'text'],
      ['wechatRefundId', 'r.wechat_refund_id', 'text'],
    ],
    from: 'refund r',
    at: 'r.requested_at',
    order: 'r.requested_at, r.id',
  },
  commissions: {
    columns: [
      ['lineId', 'c.id', 'text'],
      ['orderId', 'c.order_id', 'text'],
      ['createdAt', 'iso(c.created_at)', 'moment'],
      ['goods', 'c.title', 'text'],
      ['distributor', 'u.nickname', 'text'],
      ['state', 'c.state', 'text'],
      ['attributionCode', 'c.attribution_code', 'text'],
      ['reasonCode', 'c.reason_code', 'text'],
      ['baseFen', 'c.base_fen', 'fen'],
      ['rate', 'c.rate_bp', 'rate'],
      ['amountFen', 'c.amount_fen', 'fen'],
      ['availableAt', 'iso(c.available_at)', 'moment'],
      ['partOf', 'c.parent_id', 'text'],
      ['note', 'c.note', 'text'],
    ],
    // What two people gave or took apart from any order stands among the lines, as in the console's list.
    from: `(
        select c.id, c.order_id, c.created_at, l.title, c.user_id, c.state, c.attribution_code, c.reason_code,
          c.base_fen, c.rate_bp, c.amount_fen, c.available_at, c.parent_id,
          case when c.reason_code = 'ADJUSTED' then void_reason(c.id) end as note
        from commission_line c join order_line l on l.id = c.order_line_id
        union all
        select a.id, a.order_id, a.created_at, null, a.user_id, 'available', null, 'ADJUSTED',
          null, null, a.amount_fen, a.created_at, null, a.note
        from commission_adjustment a
      ) c join shop_user u on u.id = c.user_id`,
    at: 'c.created_at',
    order: 'c.created_at, c.id',
  },
  transfers: {
    columns: [
      ['transferId', 't.id', 'text'],
      ['seq', 't.seq', 'text'],
      ['at', 'iso(t.at)', 'moment'],
      ['from', 't.from_account', 'text'],
      ['to', 't.to_account', 'text'],
      ['amountFen', 't.amount_fen', 'fen'],
      ['reason', 't.reason', 'text'],
      ['orderId', 't.order_id', 'text'],
      ['lineId', 't.commission_line_id', 'text'],
      ['blockId', 'e.block_id', 'text'],
    ],
    from: 'ledger_transfer t left join ledger_block_entry e on e.transfer_id = t.id',
    at: 't.at',
    order: 't.seq',
  },
};

/** Where a spreadsheet would begin to compute; some take the wide signs of Chinese keyboards too. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** Digits that it would not show as they are: many, or with zeros in front, or like `1E5`. */
const CHANGED_NUMBER = /^(\d{12,}|0\d+|\d+E\d+)$/i;

/** A text that a spreadsheet shows and never runs. */
export function safeText(text: string): string {
  return FORMULA.test(text) || CHANGED_NUMBER.test(text) ? `'${text}` : text;
}

function moment(iso: string): string {
  return `${formatTime(iso)}:${String(shanghaiParts(iso).second).padStart(2, '0')}`;
}

/** Headings of a sheet. */
export function headLine(kind: SheetKind, language: Language): string[] {
  return sheets[kind].columns.flatMap(([heading, , form]) => {
    const name = headings[heading][language];
    return form === 'fen' ? [`${name}${units.yuan[language]}`, `${name}${units.fen[language]}`] : [name];
  });
}

/** One row as it stands in the file. */
export function sheetLine(kind: SheetKind, values: readonly (string | null)[]): (string | null)[] {
  return sheets[kind].columns.flatMap(([, , form], index) => {
    const value = values[index] ?? null;
    if (value === null) return form === 'fen' ? [null, null] : [null];
    if (form === 'fen') return [fenToYuan(Number(value)).replaceAll(',', ''), value];
    if (form === 'moment') return [moment(value)];
    return [form === 'rate' ? formatBp(Number(value)) : safeText(value)];
  });
}
