import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What busy tables and every reply with a time in it need.
 *
 * `iso` was declared immutable, which formatting a time is not for PostgreSQL: so it was called as a function
 * of its own for each time instead of becoming part of the statement.
 *
 * Counters and payments are changed soon after they were written. With room left on their page the new
 * version stays there, and no index has to be told.
 */
export class Speed1764500000000 implements MigrationInterface {
  readonly name = 'Speed1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function iso(t timestamptz) returns text language sql stable parallel safe
      return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      alter table sku_stock set (fillfactor = 50);
      alter table group_seats set (fillfactor = 70);
      alter table payment set (fillfactor = 80);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function iso(t timestamptz) returns text language sql immutable parallel safe
      return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
      alter table sku_stock reset (fillfactor);
      alter table group_seats reset (fillfactor);
      alter table payment reset (fillfactor);`);
  }
}
