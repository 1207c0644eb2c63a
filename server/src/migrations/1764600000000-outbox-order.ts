import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Jobs that are due at the same moment run in the order in which they were written, not in that of random
 * ids, so that a simulated day can be repeated exactly.
 */
export class OutboxOrder1764600000000 implements MigrationInterface {
  name = 'OutboxOrder1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox add column seq bigint generated always as identity;
      drop index outbox_due;
      create index outbox_due on outbox (due_at, seq);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index outbox_due;
      create index outbox_due on outbox (due_at);
      alter table outbox drop column seq;
    `);
  }
}
