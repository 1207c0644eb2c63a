import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rates of one's own, budgets, adjustments, announced rules. */
const commission = `
-- null = the same rate for everybody. Who has never paid before is new.
alter table campaign
  add column new_buyer_rate_bp int check (new_buyer_rate_bp between 0 and 5000);
alter table distributor
  add column rate_bp int check (rate_bp between 1 and 5000);

-- Rules are announced before they are in force, and only ever added.
alter table commission_rules
  add column new_buyer_rate_bp int check (new_buyer_rate_bp between 0 and 5000),
  add column announced_at timestamptz;
create trigger commission_rules_append_only before update or delete on commission_rules
  for each row execute function refuse_change();

-- A counter that many transactions touch: nothing references it. A campaign that never had a cap has no row;
-- cap_fen null = the cap was lifted, what was reserved under it is still given back here.
create table commission_budget (
  campaign_id uuid primary key,
  cap_fen bigint check (cap_fen > 0),
  reserved_fen bigint not null default 0 check (reserved_fen >= 0),
  check (reserved_fen <= cap_fen)
);
-- budgeted = its amount is reserved in its campaign's budget.
alter table commission_line
  add column budgeted boolean not null default false;
create index commission_line_held on commission_line (user_id) where state = 'held' and parent_id is null;

-- What two people gave to a distributor or took from them, apart from any order line.
create table commission_adjustment (
  id uuid primary key,
  user_id uuid not null references shop_user (id),
  order_id uuid references shop_order (id),
  amount_fen bigint not null check (amount_fen <> 0),
  note text not null,
  approval_id uuid not null,
  created_at timestamptz not null
);
create index commission_adjustment_user on commission_adjustment (user_id, created_at desc, id desc);
create index commission_adjustment_listing on commission_adjustment (created_at desc, id desc);
create trigger commission_adjustment_append_only before update or delete on commission_adjustment
  for each row execute function refuse_change();
`;

/** The life of commission beyond its line: rates, budgets, adjustments, versions of the rules. */
export class Commission1764800000000 implements MigrationInterface {
  name = 'Commission1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(commission);
  }

  async down(): Promise<void> {
    throw new Error('adjustments and announced rules are not undone; restore a backup instead');
  }
}
