import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, goods, campaigns and groups. */
const shop = `
-- Times leave the database as UTC ISO text with milliseconds and Z, only through this helper.
create function iso(t timestamptz) returns text language sql immutable parallel safe
return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Ids that follow from their cause, so that the same effect can never be written twice (UUID version 8).
create function cause_id(cause text) returns uuid language sql immutable parallel safe
return overlay(overlay(md5(cause) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid;

create table shop_setting (
  id int primary key default 1 check (id = 1),
  hold_minutes int not null default 5 check (hold_minutes >= 2),
  unpaid_orders_max int not null default 10 check (unpaid_orders_max >= 10),
  auto_receive_days int not null default 10 check (auto_receive_days > 0),
  complete_days int not null default 7 check (complete_days >= 0)
);
insert into shop_setting (id) values (1);

create table shop_user (
  id uuid primary key,
  openid text not null unique,
  unionid text,
  nickname text not null default '',
  avatar_url text not null default '',
  created_at timestamptz not null
);

create table address (
  id uuid primary key,
  user_id uuid not null references shop_user (id),
  name text not null,
  phone text not null,
  province text not null,
  city text not null,
  district text not null,
  detail text not null,
  is_default boolean not null,
  created_at timestamptz not null
);
create index address_user on address (user_id, created_at desc);
create unique index address_default on address (user_id) where is_default;

create table product (
  id uuid primary key,
  title text not null,
  description text not null,
  images jsonb not null,
  status text not null check (status in ('draft', 'on_sale', 'off_sale')),
  commission_rate_bp int check (commission_rate_bp between 0 and 5000),
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index product_listing on product (created_at desc, id desc) where status = 'on_sale';

create table sku (
  id uuid primary key,
  product_id uuid not null references product (id),
  name text not null,
  price_fen bigint not null check (price_fen > 0),
  cost_fen bigint check (cost_fen >= 0),
  code text not null default '',
  position int not null,
  withdrawn_at timestamptz
);
create index sku_product on sku (product_id, position);

-- A counter that many transactions touch: nothing references it, so that no foreign key locks it.
create table sku_stock (
  sku_id uuid primary key,
  on_hand int not null check (on_hand >= 0),
  held int not null default 0 check (held >= 0),
  sold int not null default 0 check (sold >= 0),
  check (held <= on_hand)
);

create table campaign (
  id uuid primary key,
  product_id uuid not null references product (id),
  kind text not null check (kind in ('timed')),
  title text not null,
  state text not null check (state in ('draft', 'scheduled', 'running', 'paused', 'ended')),
  size int not null check (size between 2 and 100),
  window_minutes int not null check (window_minutes between 1 and 4320),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  per_user_limit int check (per_user_limit > 0),
  commission_rate_bp int not null check (commission_rate_bp between 0 and 5000),
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (starts_at < ends_at)
);
create unique index campaign_live on campaign (product_id) where state in ('scheduled', 'running', 'paused');
create index campaign_listing on campaign (created_at desc, id desc);

create table campaign_price (
  campaign_id uuid not null references campaign (id),
  sku_id uuid not null references sku (id),
  price_fen bigint not null check (price_fen > 0),
  primary key (campaign_id, sku_id)
);

create table campaign_event (
  id bigint generated always as identity primary key,
  campaign_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index campaign_event_campaign on campaign_event (campaign_id, id);

-- "group" is a word of SQL. terms = what the campaign said when the group opened; it never changes.
create table buy_group (
  id uuid primary key,
  campaign_id uuid not null references campaign (id),
  product_id uuid not null,
  state text not null check (state in ('opening', 'forming', 'succeeded', 'failed')),
  size int not null,
  window_minutes int not null,
  leader_user_id uuid not null,
  leader_order_id uuid not null,
  leader_sku_id uuid not null,
  terms jsonb not null,
  closes_at timestamptz,
  created_at timestamptz not null,
  decided_at timestamptz
);
create index buy_group_forming on buy_group (campaign_id, closes_at) where state = 'forming';
create index buy_group_product on buy_group (product_id, closes_at) where state = 'forming';
create index buy_group_campaign on buy_group (campaign_id, state);
create index buy_group_listing on buy_group (created_at desc, id desc);

create table group_seats (
  group_id uuid primary key,
  size int not null,
  held int not null default 0 check (held >= 0),
  taken int not null default 0 check (taken >= 0),
  check (held + taken <= size)
);

-- One place of one person in one group, from the hold on.
create table group_seat (
  order_id uuid primary key,
  group_id uuid not null,
  user_id uuid not null,
  state text not null check (state in ('held', 'taken', 'freed')),
  seat_no int,
  joined_at timestamptz,
  check ((state = 'taken') = (seat_no is not null))
);
create unique index group_seat_person on group_seat (group_id, user_id) where state <> 'freed';
create unique index group_seat_number on group_seat (group_id, seat_no) where state = 'taken';
create index group_seat_user on group_seat (user_id, group_id) where state <> 'freed';

create table group_event (
  id bigint generated always as identity primary key,
  group_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index group_event_group on group_event (group_id, id);
`;

/** Orders, payments, refunds. */
const trade = `
create table shop_order (
  id uuid primary key,
  user_id uuid not null references shop_user (id),
  request_id text not null,
  request_hash text not null,
  kind text not null check (kind in ('solo', 'open', 'join')),
  state text not null check (state in ('unpaid', 'waiting_group', 'to_ship', 'shipped', 'received',
    'completed', 'cancelled', 'refunding', 'refunded')),
  campaign_id uuid,
  group_id uuid,
  goods_fen bigint not null check (goods_fen >= 0),
  discount_fen bigint not null check (discount_fen >= 0),
  shipping_fen bigint not null check (shipping_fen >= 0),
  pay_fen bigint not null check (pay_fen > 0),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and pay_fen),
  address jsonb not null,
  show_face boolean not null,
  note text not null,
  credit jsonb,
  held_until timestamptz not null,
  cancel_reason text,
  carrier text,
  tracking_no text,
  created_at timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  completed_at timestamptz,
  unique (user_id, request_id),
  check (pay_fen = goods_fen - discount_fen + shipping_fen)
);
create index shop_order_user on shop_order (user_id, created_at desc, id desc);
create index shop_order_listing on shop_order (created_at desc, id desc);
create index shop_order_state on shop_order (state, created_at desc, id desc);
create index shop_order_unpaid on shop_order (user_id) where state = 'unpaid';
create index shop_order_group on shop_order (group_id) where group_id is not null;
create index shop_order_campaign on shop_order (campaign_id, user_id) where campaign_id is not null;

-- commission = what was decided for each distributor this line touched, when the order was placed.
create table order_line (
  id uuid primary key,
  order_id uuid not null references shop_order (id),
  position int not null,
  sku_id uuid not null,
  product_id uuid not null,
  title text not null,
  sku_name text not null,
  image text,
  quantity int not null check (quantity > 0),
  unit_price_fen bigint not null,
  pay_fen bigint not null,
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and pay_fen),
  commission jsonb not null
);
create index order_line_order on order_line (order_id, position);

create table order_event (
  id bigint generated always as identity primary key,
  order_id uuid not null,
  at timestamptz not null,
  event text not null,
  actor text not null,
  from_state text,
  to_state text not null,
  detail jsonb not null default '{}'
);
create index order_event_order on order_event (order_id, id);

create table payment (
  id uuid primary key,
  order_id uuid not null unique,
  out_trade_no text not null unique,
  openid text not null,
  amount_fen bigint not null check (amount_fen > 0),
  prepay_body text not null,
  expires_at timestamptz not null,
  state text not null check (state in ('open', 'closing', 'paid', 'closed')),
  prepay_id text,
  prepay_error text,
  prepay_asked_at timestamptz not null,
  transaction_id text unique,
  late boolean not null default false,
  created_at timestamptz not null,
  paid_at timestamptz,
  closing_at timestamptz
);

create table payment_event (
  id bigint generated always as identity primary key,
  payment_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index payment_event_payment on payment_event (payment_id, id);

-- Money that came, but not as an order's payment: wrong amount, wrong payer, or a second time.
create table odd_money (
  id uuid primary key,
  order_id uuid not null,
  payment_id uuid not null,
  transaction_id text not null unique,
  amount_fen bigint not null check (amount_fen > 0),
  openid text not null,
  reason text not null,
  at timestamptz not null
);

create table refund (
  id uuid primary key,
  order_id uuid not null references shop_order (id),
  transaction_id text not null,
  out_refund_no text not null unique,
  amount_fen bigint not null check (amount_fen > 0),
  total_fen bigint not null check (total_fen >= amount_fen),
  source text not null check (source in ('order', 'odd')),
  reason text not null,
  state text not null check (state in ('requested', 'accepted', 'succeeded', 'abnormal')),
  requested_at timestamptz not null,
  sent_at timestamptz,
  succeeded_at timestamptz,
  wechat_refund_id text,
  last_error text
);
create index refund_order on refund (order_id, requested_at);
create index refund_pending on refund (state, requested_at) where state <> 'succeeded';

create table refund_event (
  id bigint generated always as identity primary key,
  refund_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index refund_event_refund on refund_event (refund_id, id);

create table outbox (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  payload jsonb not null,
  dedupe_key text not null unique,
  due_at timestamptz not null,
  created_at timestamptz not null
);
create index outbox_due on outbox (due_at);
`;

/** Shares, visits, distributors, commission. */
const promotion = `
-- chain = the sharer first, then whoever shared to them, nearest first.
create table share (
  token text primary key check (token ~ '^[0-9A-Za-z]{10}$'),
  user_id uuid not null references shop_user (id),
  parent_token text,
  chain uuid[] not null check (cardinality(chain) between 1 and 20),
  target_kind text not null,
  target_id uuid not null,
  channel text not null,
  created_at timestamptz not null
);
create index share_user on share (user_id, created_at desc);

create table visit (
  id uuid primary key,
  token text not null references share (token),
  user_id uuid,
  visitor_id uuid,
  at timestamptz not null,
  scene int,
  source text not null check (source in ('open', 'order')),
  check (user_id is not null or visitor_id is not null)
);
create index visit_user on visit (user_id, at desc) where user_id is not null;
create index visit_anonymous on visit (visitor_id) where user_id is null;
create index visit_token on visit (token, at desc);

-- Which distributor a buyer's paid orders have tied them to.
create table binding (
  user_id uuid primary key,
  distributor_user_id uuid not null,
  share_token text,
  order_id uuid not null,
  bound_at timestamptz not null,
  expires_at timestamptz not null
);

create table distributor (
  id uuid primary key,
  user_id uuid not null unique references shop_user (id),
  state text not null check (state in ('applied', 'approved', 'rejected', 'suspended')),
  intro text not null default '',
  reason text,
  rules_version int not null,
  applied_at timestamptz not null,
  decided_at timestamptz,
  version int not null default 1
);
create index distributor_listing on distributor (applied_at desc, id desc);

create table distributor_event (
  id bigint generated always as identity primary key,
  distributor_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index distributor_event_distributor on distributor_event (distributor_id, id);

create table commission_rules (
  version int primary key,
  effective_at timestamptz not null,
  default_rate_bp int not null check (default_rate_bp between 0 and 5000),
  visit_window_days int not null check (visit_window_days > 0),
  binding_days int not null check (binding_days >= 0),
  protection_days int not null check (protection_days >= 0),
  touched_days int not null check (touched_days > 0)
);
insert into commission_rules values (1, '2020-01-01T00:00:00Z', 1000, 7, 30, 0, 30);

create table commission_line (
  id uuid primary key,
  order_id uuid not null references shop_order (id),
  order_line_id uuid not null references order_line (id),
  user_id uuid not null,
  parent_id uuid,
  level int not null default 1 check (level = 1),
  state text not null check (state in ('estimated', 'held', 'available', 'reversed', 'none')),
  attribution_code text not null,
  reason_code text not null,
  base_fen bigint not null check (base_fen >= 0),
  rate_bp int not null check (rate_bp >= 0),
  amount_fen bigint not null,
  available_at timestamptz,
  evidence jsonb not null,
  created_at timestamptz not null,
  unique (order_line_id, user_id, parent_id),
  check ((parent_id is null) = (amount_fen >= 0) or amount_fen = 0)
);
create unique index commission_line_once on commission_line (order_line_id, user_id) where parent_id is null;
create index commission_line_user on commission_line (user_id, created_at desc, id desc);
create index commission_line_listing on commission_line (created_at desc, id desc);
create index commission_line_order on commission_line (order_id);

create table commission_event (
  id bigint generated always as identity primary key,
  commission_line_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index commission_event_line on commission_event (commission_line_id, id);
`;

/** The ledger: append-only transfers, personal balances, sealed blocks. */
const ledger = `
create table ledger_account (
  id text primary key,
  kind text not null,
  user_id uuid not null,
  balance_fen bigint not null default 0,
  check (id = kind || ':' || user_id),
  check (kind in ('held', 'available', 'paying', 'debt')),
  check (case when kind = 'debt' then balance_fen <= 0 else balance_fen >= 0 end)
);
create index ledger_account_user on ledger_account (user_id);

create table ledger_transfer (
  id uuid primary key,
  seq bigint generated always as identity unique,
  from_account text not null,
  to_account text not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  order_id uuid,
  commission_line_id uuid,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  check (from_account <> to_account),
  check (from_account ~ '^((held|available|paying|debt):[0-9a-f-]{36}|wechat_clearing|bank|customer_deposits|sales|refunds_payable|commission_expense|tax_payable|suspense)$'),
  check (to_account ~ '^((held|available|paying|debt):[0-9a-f-]{36}|wechat_clearing|bank|customer_deposits|sales|refunds_payable|commission_expense|tax_payable|suspense)$')
);
create index ledger_transfer_order on ledger_transfer (order_id) where order_id is not null;
create index ledger_transfer_line on ledger_transfer (commission_line_id) where commission_line_id is not null;
create index ledger_transfer_xid on ledger_transfer (xid, seq);
create index ledger_transfer_from on ledger_transfer (from_account, seq);
create index ledger_transfer_to on ledger_transfer (to_account, seq);

create table ledger_block (
  id bigint primary key,
  previous_hash text not null,
  root text not null,
  hash text not null,
  entry_count int not null check (entry_count > 0),
  -- Every transfer of a transaction below this one is sealed here or before.
  through_xid xid8 not null,
  sealed_at timestamptz not null
);

-- Balances of the platform's accounts up to the last block, added up when it was sealed.
create table ledger_platform_sum (
  account text primary key,
  balance_fen bigint not null
);

create table ledger_block_entry (
  transfer_id uuid primary key,
  block_id bigint not null references ledger_block (id),
  position int not null,
  leaf text not null,
  unique (block_id, position)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed; write a new one', tg_table_name;
end $$;
create trigger ledger_transfer_append_only before update or delete on ledger_transfer
  for each row execute function refuse_change();
create trigger ledger_transfer_no_truncate before truncate on ledger_transfer
  for each statement execute function refuse_change();
create trigger ledger_block_append_only before update or delete on ledger_block
  for each row execute function refuse_change();
create trigger ledger_block_entry_append_only before update or delete on ledger_block_entry
  for each row execute function refuse_change();

-- Personal balances move only here, by what was inserted, in the order of the account ids.
create function ledger_apply() returns trigger language plpgsql as $$
begin
  with moved as (
    select from_account as account, -amount_fen as fen from inserted
    union all
    select to_account, amount_fen from inserted
  )
  insert into ledger_account (id, kind, user_id)
  select distinct account, split_part(account, ':', 1), split_part(account, ':', 2)::uuid
  from moved where account like '%:%'
  order by account
  on conflict (id) do nothing;

  perform 1 from ledger_account a
  where a.id in (select from_account from inserted union select to_account from inserted)
  order by a.id for update;

  update ledger_account a set balance_fen = a.balance_fen + s.fen
  from (
    select account, sum(fen) as fen from (
      select from_account as account, -amount_fen as fen from inserted
      union all
      select to_account, amount_fen from inserted
    ) both_sides
    where account like '%:%' group by account
  ) s
  where a.id = s.account and s.fen <> 0;
  return null;
end $$;
create trigger ledger_transfer_apply after insert on ledger_transfer
  referencing new table as inserted
  for each statement execute function ledger_apply();
`;

/** The first tables of the shop. They are written by hand and never altered once released. */
export class Shop1763800000000 implements MigrationInterface {
  name = 'Shop1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [shop, trade, promotion, ledger]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not undone; restore a backup instead');
  }
}
