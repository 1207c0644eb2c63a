import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** A fixed moment: the function takes its time from outside. */
export const NOW = '2026-11-20T08:00:00.000Z';
const HELD_UNTIL = '2026-11-20T08:05:00.000Z';

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const USER = (n: number) => uuid(1, n);
export const SKU = (n: number) => uuid(2, n);
export const GROUP = (n: number) => uuid(3, n);
const PRODUCT = uuid(4, 0);
const CAMPAIGN = uuid(5, 0);
const TOKEN = 'abcdefghij';

/** A small shop in which nearly everything is scarce: seats, stock, what one person may order. */
export const world = `
  insert into shop_user (id, openid, nickname, created_at)
  select ('00000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'o' || n, 'Buyer ' || n, '${NOW}'
  from generate_series(0, 4) n;
  insert into product (id, title, description, images, status, created_at, updated_at)
  values ('${PRODUCT}', 'tea', '', '[]', 'on_sale', '${NOW}', '${NOW}');
  insert into sku (id, product_id, name, price_fen, position)
  values ('${SKU(0)}', '${PRODUCT}', 'small', 100, 0), ('${SKU(1)}', '${PRODUCT}', 'large', 300, 1);
  insert into sku_stock (sku_id, on_hand) values ('${SKU(0)}', 5), ('${SKU(1)}', 9);
  insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
    commission_rate_bp, created_at, updated_at)
  values ('${CAMPAIGN}', '${PRODUCT}', 'timed', 'tea for two', 'running', 3, 60, '2026-11-01', '2026-12-01',
    1000, '${NOW}', '${NOW}');
  insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
    leader_order_id, leader_sku_id, terms, created_at, closes_at, decided_at)
  select ('00000003-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '${CAMPAIGN}', '${PRODUCT}',
    case when n = 3 then 'succeeded' else 'forming' end, 4, 60, '${USER(4)}', gen_random_uuid(), '${SKU(0)}',
    '{}', '${NOW}', case when n = 2 then '${NOW}'::timestamptz else '2026-11-20 09:00:00Z' end,
    case when n = 3 then '${NOW}'::timestamptz end
  from generate_series(0, 3) n;
  insert into group_seats (group_id, size, taken) select id, 4, case when state = 'succeeded' then 4 else 1 end
  from buy_group;
  insert into share (token, user_id, target_kind, target_id, channel, chain, created_at)
  values ('${TOKEN}', '${USER(4)}', 'product', '${PRODUCT}', 'chat', array['${USER(4)}'::uuid], '${NOW}');`;

export interface Wish {
  user: number;
  kind: 'solo' | 'open' | 'join';
  group: number;
  request: number;
  lines: { sku: number; quantity: number }[];
  perUserLimit: number | null;
  unpaidOrdersMax: number;
  shared: boolean;
}

/** What checkout hands to the function. */
export function itemOf(wish: Wish, commission: readonly object[] = []) {
  const lines = wish.lines.map(({ sku, quantity }) => ({
    id: randomUUID(),
    skuId: SKU(sku),
    productId: PRODUCT,
    title: 'tea',
    skuName: 'some',
    image: null,
    quantity: quantity + 1,
    unitPriceFen: 100,
    payFen: 100 * (quantity + 1),
    commission: commission.map((decision) => ({ ...decision, id: randomUUID() })),
  }));
  const payFen = lines.reduce((sum, line) => sum + line.payFen, 0);
  return {
    orderId: randomUUID(),
    userId: USER(wish.user),
    requestId: `request-${wish.request}`,
    requestHash: 'hash',
    kind: wish.kind,
    groupId: { solo: null, open: randomUUID(), join: GROUP(wish.group) }[wish.kind],
    campaignId: wish.kind === 'solo' ? null : CAMPAIGN,
    productId: wish.kind === 'solo' ? null : PRODUCT,
    size: 3,
    windowMinutes: 60,
    terms: {},
    perUserLimit: wish.perUserLimit,
    unpaidOrdersMax: wish.unpaidOrdersMax,
    goodsFen: payFen,
    discountFen: 0,
    shippingFen: 0,
    payFen,
    address: {},
    showFace: false,
    note: '',
    credit: null,
    heldUntil: HELD_UNTIL,
    paymentId: randomUUID(),
    outTradeNo: randomUUID().replaceAll('-', ''),
    openid: `o${wish.user}`,
    prepayBody: '{}',
    ...(wish.shared ? { visitId: randomUUID(), shareToken: TOKEN } : {}),
    lines,
  };
}

/** Tables that orders and payments are written into; columns that only count rows, or are made by chance. */
const written: Record<string, readonly string[]> = {
  shop_order: [],
  order_line: [],
  sku_stock: [],
  group_seats: [],
  group_seat: [],
  buy_group: [],
  group_event: ['id'],
  payment: [],
  payment_event: ['id'],
  order_event: ['id'],
  visit: [],
  outbox: ['id', 'seq'],
  binding: [],
  commission_line: [],
  commission_event: ['id'],
  ledger_account: [],
  ledger_transfer: ['seq', 'xid'],
  odd_money: [],
  refund: [],
  refund_event: ['id'],
};

/** All of what stands in these tables now. */
export async function everything(client: pg.Client): Promise<unknown> {
  const parts = Object.entries(written).map(
    ([table, left]) => `'${table}', (
      select jsonb_agg(row order by row::text)
      from (select to_jsonb(t) - '{${left.join(',')}}'::text[] as row from ${table} t) rows)`,
  );
  const { rows } = await client.query<{ all: unknown }>(
    `select jsonb_build_object(${parts.join(', ')}) as all`,
  );
  return rows[0]?.all;
}
