import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guaranteed groups, decisions of operators on groups, and the record of refused notices. */
export class Groups1764200000000 implements MigrationInterface {
  readonly name = 'Groups1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table campaign add column guaranteed boolean not null default false;

      -- note = what an operator tells the members; closes_at = the deadline that was set with the event.
      alter table group_event
        add column note text not null default '' check (length(note) <= 500),
        add column closes_at timestamptz;

      -- Orders with money that needs an eye are few: these indexes find them among all others.
      create index odd_money_order on odd_money (order_id);
      create index payment_late on payment (order_id) where late;

      -- Notices refused for one reason within one minute, with the facts of the first of them.
      create table notice_rejection (
        id uuid primary key,
        kind text not null check (kind in ('payment', 'refund', 'transfer', 'push')),
        fault text not null check (length(fault) between 1 and 32),
        status int not null check (status in (400, 401)),
        count int not null check (count > 0),
        first_at timestamptz not null,
        last_at timestamptz not null,
        remote_address text not null check (length(remote_address) <= 64),
        serial text not null check (length(serial) <= 64),
        body_bytes int not null check (body_bytes >= 0),
        body_sha256 text not null check (length(body_sha256) = 64)
      );
      create index notice_rejection_listing on notice_rejection (first_at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table notice_rejection;
      drop index payment_late, odd_money_order;
      alter table group_event drop column note, drop column closes_at;
      alter table campaign drop column guaranteed;
    `);
  }
}
