import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are paid out, by whose word, and the tax that is withheld. */
const withdrawals = `
create table withdrawal_rule (
  id int primary key default 1 check (id = 1),
  min_fen bigint not null default 100 check (min_fen between 30 and 100000),
  max_fen bigint not null default 2000000 check (max_fen >= 100000),
  day_count int not null default 10 check (day_count > 0),
  day_fen bigint not null default 2000000 check (day_fen >= 100000),
  month_count int not null default 50 check (month_count > 0),
  month_fen bigint not null default 10000000 check (month_fen >= 100000),
  real_name_from_fen bigint not null default 200000 check (real_name_from_fen between 0 and 200000),
  tax_rule text not null default 'labour-cn-1',
  version int not null default 1
);
insert into withdrawal_rule (id) values (1);

-- The real name is sealed with the shop's data key; only the masked form is ever shown.
create table payee (
  user_id uuid primary key references shop_user (id),
  real_name_sealed text not null,
  real_name_masked text not null,
  updated_at timestamptz not null
);

create table payout_run (
  id uuid primary key,
  state text not null check (state in ('draft', 'approved', 'cancelled')),
  made_by uuid not null,
  made_name text not null,
  made_at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  check ((state = 'draft') = (decided_at is null)),
  check (state <> 'approved' or decided_by <> made_by)
);
create index payout_run_listing on payout_run (made_at desc, id desc);

create table payout_run_event (
  id bigint generated always as identity primary key,
  payout_run_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index payout_run_event_run on payout_run_event (payout_run_id, id);

-- tax, tax_fen and net_fen are what is expected until tax_month is set: then they are what was sent.
-- terms, real_name_sealed = what WeChat was told the first time, repeated word for word by every retry.
create table withdrawal (
  id uuid primary key,
  user_id uuid not null references shop_user (id),
  request_id text not null,
  openid text not null,
  amount_fen bigint not null check (amount_fen > 0),
  state text not null check (state in ('requested', 'approved', 'rejected', 'sending',
    'awaiting_confirmation', 'paid', 'lapsed', 'failed')),
  payout_run_id uuid references payout_run (id),
  out_bill_no text not null unique,
  tax jsonb not null,
  tax_fen bigint not null check (tax_fen >= 0),
  net_fen bigint not null check (net_fen > 0),
  tax_month text check (tax_month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  terms jsonb,
  real_name_sealed text,
  real_name_masked text,
  transfer_bill_no text,
  package_info text,
  reason text,
  last_error text,
  stop_reason text,
  stop_asked_at timestamptz,
  requested_at timestamptz not null,
  approved_at timestamptz,
  sent_at timestamptz,
  asked_at timestamptz,
  confirm_by timestamptz,
  finished_at timestamptz,
  unique (user_id, request_id),
  check (tax_fen + net_fen = amount_fen),
  check ((finished_at is not null) = (state in ('rejected', 'paid', 'lapsed', 'failed'))),
  check (state in ('requested', 'rejected', 'approved') or tax_month is not null),
  check (state in ('requested', 'rejected') or payout_run_id is not null)
);
create index withdrawal_user on withdrawal (user_id, requested_at desc, id desc);
create index withdrawal_listing on withdrawal (requested_at desc, id desc);
create index withdrawal_state on withdrawal (state, requested_at desc, id desc);
create index withdrawal_run on withdrawal (payout_run_id) where payout_run_id is not null;
create index withdrawal_tax on withdrawal (tax_month, user_id) where tax_month is not null;

create table withdrawal_event (
  id bigint generated always as identity primary key,
  withdrawal_id uuid not null,
  at timestamptz not null,
  actor text not null,
  from_state text,
  to_state text not null,
  reason text not null default ''
);
create index withdrawal_event_withdrawal on withdrawal_event (withdrawal_id, id);

-- One entry of tax handed over to the authority; its id is the approval's that allowed it.
create table tax_handover (
  id uuid primary key,
  month text not null check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  amount_fen bigint not null check (amount_fen > 0),
  reference text not null,
  asked_by uuid not null,
  allowed_by uuid not null,
  at timestamptz not null,
  check (asked_by <> allowed_by)
);
create index tax_handover_month on tax_handover (month);
create trigger tax_handover_append_only before update or delete on tax_handover
  for each row execute function refuse_change();
`;

/** Withdrawals, payout runs, tax. */
export class Withdrawals1764100000000 implements MigrationInterface {
  name = 'Withdrawals1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(withdrawals);
  }

  async down(): Promise<void> {
    throw new Error('what was paid out is not undone; restore a backup instead');
  }
}
