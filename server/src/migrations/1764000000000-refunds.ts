import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds of a part of an order, and money actions that need a second person. */
const refunds = `
-- How many pieces of a line were given back, and how many of them stand on the shelf again (or never left it).
alter table order_line
  add column refunded_quantity int not null default 0 check (refunded_quantity between 0 and quantity),
  add column restocked_quantity int not null default 0,
  add constraint order_line_restocked check (restocked_quantity between 0 and refunded_quantity);
update order_line l set refunded_quantity = l.quantity,
  restocked_quantity = case when o.shipped_at is null then l.quantity else 0 end
from shop_order o where o.id = l.order_id and o.state in ('refunding', 'refunded');

-- attempt = which number at WeChat this is: a new one is made only after WeChat closed the one before.
alter table refund
  add column shipping_fen bigint not null default 0 check (shipping_fen between 0 and amount_fen),
  add column attempt int not null default 1 check (attempt > 0),
  add column note text not null default '',
  add column settled_outside boolean not null default false;
create index refund_listing on refund (requested_at desc, id desc);

create table refund_line (
  refund_id uuid not null references refund (id),
  order_line_id uuid not null references order_line (id),
  amount_fen bigint not null check (amount_fen >= 0),
  quantity int not null check (quantity >= 0),
  check (amount_fen > 0 or quantity > 0),
  primary key (refund_id, order_line_id)
);
create index refund_line_order_line on refund_line (order_line_id);
insert into refund_line (refund_id, order_line_id, amount_fen, quantity)
select r.id, l.id, l.refunded_fen, l.refunded_quantity from refund r join order_line l on l.order_id = r.order_id
where r.source = 'order' and l.refunded_fen > 0;

-- A line of an order may be refunded piece by piece: each time its commission loses a part of its own.
alter table commission_line drop constraint commission_line_order_line_id_user_id_parent_id_key;
create index commission_line_parent on commission_line (parent_id) where parent_id is not null;
`;

const approvals = `
create table approval (
  id uuid primary key,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  payload jsonb not null,
  reason text not null check (length(reason) between 1 and 500),
  state text not null check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
  requested_by uuid not null,
  requested_name text not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  decision_reason text,
  check ((state = 'pending') = (decided_at is null)),
  check (state not in ('approved', 'rejected') or decided_by <> requested_by)
);
create index approval_listing on approval (requested_at desc, id desc);
create unique index approval_pending on approval (kind, subject_id) where state = 'pending';

create table approval_event (
  id bigint generated always as identity primary key,
  approval_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index approval_event_approval on approval_event (approval_id, id);
`;

/** Partial refunds and approvals. */
export class Refunds1764000000000 implements MigrationInterface {
  name = 'Refunds1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [refunds, approvals]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('the histories of refunds and approvals are not undone; restore a backup instead');
  }
}
