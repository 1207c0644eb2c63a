import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operators, their sessions, the audit trail, and the worker's sign of life. */
export class Staff1763800100000 implements MigrationInterface {
  readonly name = 'Staff1763800100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table operator (
        id uuid primary key,
        username text not null unique check (username = lower(username) and length(username) between 1 and 64),
        name text not null check (length(name) between 1 and 64),
        role text not null check (role in ('owner', 'operator', 'finance', 'auditor')),
        password_hash text not null,
        demo boolean not null,
        failed_count integer not null default 0 check (failed_count >= 0),
        locked_until timestamptz,
        created_at timestamptz not null
      );

      create table operator_session (
        token_hash text primary key check (length(token_hash) = 64),
        operator_id uuid not null references operator (id),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        last_seen_at timestamptz not null
      );
      create index operator_session_operator on operator_session (operator_id);
      create index operator_session_expiry on operator_session (expires_at);

      create table audit_entry (
        id uuid primary key,
        at timestamptz not null,
        operator_id uuid not null references operator (id),
        operator_name text not null,
        action text not null check (length(action) between 1 and 64),
        subject_kind text not null check (length(subject_kind) between 1 and 64),
        subject_id text not null check (length(subject_id) between 1 and 200),
        before jsonb,
        after jsonb
      );
      create index audit_entry_subject on audit_entry (subject_id, id desc);
      create index audit_entry_action on audit_entry (action, id desc);

      create table heartbeat (
        name text primary key check (length(name) between 1 and 64),
        at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table heartbeat, audit_entry, operator_session, operator');
  }
}
