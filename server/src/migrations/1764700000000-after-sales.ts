import type { MigrationInterface, QueryRunner } from 'typeorm';

const settings = `
alter table shop_setting
  add column after_sale_decide_hours int not null default 48 check (after_sale_decide_hours > 0),
  add column after_sale_return_days int not null default 7 check (after_sale_return_days > 0),
  add column after_sale_receive_days int not null default 10 check (after_sale_receive_days > 0),
  add column after_sale_auto_fen bigint not null default 0 check (after_sale_auto_fen >= 0),
  add column after_sale_approve_overdue boolean not null default false,
  add column return_address text;
`;

const afterSales = `
-- refund_id is written with the move that leads to the refund, just before the refund itself.
create table after_sale (
  id uuid primary key,
  order_id uuid not null references shop_order (id),
  user_id uuid not null references shop_user (id),
  kind text not null check (kind in ('refund_only', 'return_and_refund')),
  state text not null,
  reason text not null,
  words text not null default '' check (length(words) <= 500),
  pictures jsonb not null default '[]',
  asked_fen bigint not null check (asked_fen > 0),
  shipping_fen bigint not null check (shipping_fen between 0 and asked_fen),
  refund_fen bigint check (refund_fen between 1 and asked_fen),
  note text not null default '',
  return_address text,
  carrier text,
  tracking_no text,
  due_at timestamptz,
  refund_id uuid unique references refund (id) deferrable initially deferred,
  created_at timestamptz not null,
  check ((refund_id is not null) = (state in ('refunding', 'done')))
);
create index after_sale_order on after_sale (order_id);
create index after_sale_user on after_sale (user_id, created_at desc, id desc);
create index after_sale_listing on after_sale (created_at desc, id desc);
create index after_sale_due on after_sale (due_at) where due_at is not null;

-- is_open follows the state, so that the database itself lets a line be in one open after-sale only.
create table after_sale_line (
  after_sale_id uuid not null references after_sale (id),
  order_line_id uuid not null references order_line (id),
  quantity int not null check (quantity > 0),
  amount_fen bigint not null check (amount_fen >= 0),
  is_open boolean not null default true,
  primary key (after_sale_id, order_line_id)
);
create unique index after_sale_line_open on after_sale_line (order_line_id) where is_open;

create table after_sale_event (
  id bigint generated always as identity primary key,
  after_sale_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index after_sale_event_after_sale on after_sale_event (after_sale_id, id);
`;

/** Buyers' requests for money back, with or without the goods, and the clocks that run for them. */
export class AfterSales1764700000000 implements MigrationInterface {
  name = 'AfterSales1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [settings, afterSales]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('the history of after-sales is not undone; restore a backup instead');
  }
}
