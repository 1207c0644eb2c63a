import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that operators ask for, and every move of theirs. */
export class Exports1764400000000 implements MigrationInterface {
  readonly name = 'Exports1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table export_job (
        id uuid primary key,
        kind text not null check (kind in ('shop', 'orders', 'refunds', 'commissions', 'transfers')),
        from_at timestamptz,
        to_at timestamptz,
        language text not null check (language in ('zh-CN', 'en')),
        state text not null check (state in ('waiting', 'running', 'done', 'failed', 'expired')),
        rows_done bigint not null default 0 check (rows_done >= 0),
        rows_total bigint check (rows_total >= 0),
        file_name text,
        bytes bigint check (bytes >= 0),
        sha256 text,
        error text,
        requested_by uuid not null references operator (id),
        requested_name text not null,
        created_at timestamptz not null,
        finished_at timestamptz,
        expires_at timestamptz,
        check (kind <> 'shop' or (from_at is null and to_at is null)),
        check ((state in ('done', 'expired')) = (file_name is not null))
      );
      create index export_job_listing on export_job (created_at desc, id desc);
      create index export_job_open on export_job (state) where state in ('waiting', 'running');

      create table export_event (
        id bigint generated always as identity primary key,
        export_id uuid not null,
        at timestamptz not null,
        actor text not null,
        from_state text,
        to_state text not null,
        reason text not null default ''
      );
      create index export_event_export on export_event (export_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table export_event, export_job');
  }
}
