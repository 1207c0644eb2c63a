import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where orders are looked for that were let go although their money is here, whatever their age: a cancelled
 * order was paid before, or its payment was being closed and turned out to be paid.
 */
export class Unfulfilled1764900000000 implements MigrationInterface {
  name = 'Unfulfilled1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index shop_order_cancelled_paid on shop_order (id) where state = 'cancelled' and paid_at is not null;
      create index payment_paid_while_closing on payment (order_id)
        where state = 'paid' and closing_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index payment_paid_while_closing, shop_order_cancelled_paid');
  }
}
