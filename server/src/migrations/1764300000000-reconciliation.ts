import type { MigrationInterface, QueryRunner } from 'typeorm';

/** WeChat's bills, what they differ in from the shop's rows and the ledger, and the janitor's notes. */
const reconciliation = `
create table reconciliation_day (
  day date primary key,
  state text not null check (state in ('waiting', 'matched')),
  due_at timestamptz not null,
  tries int not null default 0 check (tries >= 0),
  next_try_at timestamptz,
  last_error text,
  asked_at timestamptz,
  matched_at timestamptz,
  figures jsonb,
  check ((state = 'waiting') = (next_try_at is not null))
);

create table wechat_bill (
  id uuid primary key,
  day date not null,
  kind text not null check (kind in ('trade', 'fund_flow')),
  source text not null check (source in ('download', 'import')),
  actor text not null,
  at timestamptz not null,
  content text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  row_count int not null check (row_count >= 0),
  fault text,
  unreadable jsonb not null,
  unreadable_count int not null check (unreadable_count >= 0),
  summary_fault text,
  sums jsonb not null,
  is_current boolean not null,
  check (fault is null or not is_current)
);
create unique index wechat_bill_current on wechat_bill (day, kind) where is_current;
create index wechat_bill_day on wechat_bill (day, kind, at desc);

create table wechat_bill_row (
  bill_id uuid not null references wechat_bill (id),
  line int not null,
  day date not null,
  kind text not null check (kind in ('payment', 'refund', 'flow')),
  key text not null,
  at timestamptz not null,
  amount_fen bigint not null check (amount_fen > 0 or kind = 'flow'),
  fee_fen bigint not null,
  state text not null,
  out_trade_no text not null,
  transaction_id text not null,
  wechat_no text not null,
  primary key (bill_id, line)
);
create index wechat_bill_row_day on wechat_bill_row (day, kind, key);
create index wechat_bill_row_key on wechat_bill_row (kind, key);

create table reconciliation_difference (
  id uuid primary key,
  day date not null,
  kind text not null check (kind ~ '^(payment|refund|transfer|ledger|bill)[.][a-z_]+$'),
  subject text not null check (length(subject) between 1 and 200),
  facts jsonb not null,
  state text not null check (state in ('open', 'resolved')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid references operator (id),
  note text,
  answer jsonb,
  unique (day, kind, subject),
  check ((state = 'resolved') = (resolved_at is not null)),
  check (state = 'resolved' or resolved_by is null)
);
create index reconciliation_difference_listing on reconciliation_difference (first_seen_at desc, id desc);
create index reconciliation_difference_open on reconciliation_difference (day) where state = 'open';

create table reconciliation_difference_event (
  id bigint generated always as identity primary key,
  difference_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index reconciliation_difference_event_difference on reconciliation_difference_event (difference_id, id);

create table janitor_mark (
  topic text not null,
  subject uuid not null,
  tries int not null check (tries > 0),
  next_at timestamptz not null,
  primary key (topic, subject)
);
`;

/** What the janitor and the comparison look for: small parts of large tables, or their natural order. */
const lookups = `
-- When WeChat was told that the parcel is on its way; what was shipped before this was known counts as told.
alter table shop_order add shipment_told_at timestamptz;
update shop_order o set shipment_told_at = o.shipped_at where o.shipped_at is not null
  and not exists (select 1 from outbox b where b.topic = 'shipment.upload' and b.payload->>'orderId' = o.id::text);

create index shop_order_untold on shop_order (shipped_at) where shipped_at is not null and shipment_told_at is null;
create index shop_order_shipped on shop_order (shipped_at) where state = 'shipped';
create index shop_order_received on shop_order (received_at) where state = 'received';
create index payment_closing on payment (closing_at) where state = 'closing';
create index buy_group_due on buy_group (closes_at) where state = 'forming';
create index refund_sent on refund (sent_at);
create index odd_money_at on odd_money (at);
-- Rows come in the order of time: their blocks' ranges are enough, and cost nothing to keep.
create index payment_paid_at on payment using brin (paid_at);
create index ledger_transfer_at on ledger_transfer using brin (at);
`;

export class Reconciliation1764300000000 implements MigrationInterface {
  readonly name = 'Reconciliation1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(reconciliation);
    await runner.query(lookups);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ledger_transfer_at, payment_paid_at, odd_money_at, refund_sent, buy_group_due, payment_closing,
        shop_order_received, shop_order_shipped, shop_order_untold;
      alter table shop_order drop shipment_told_at;
      drop table janitor_mark, reconciliation_difference_event, reconciliation_difference, wechat_bill_row,
        wechat_bill, reconciliation_day;
    `);
  }
}
