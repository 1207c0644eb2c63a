import type { TestShop } from '../support/shop.js';

/** What frames a transaction is no work of its own. */
const FRAME =
  /^\s*(begin|start transaction|commit|rollback|savepoint|release|set (local|session|transaction))/i;

/** Statements that the API sends while `work` runs, and what it gave. */
export async function counting<T>(
  shop: TestShop,
  work: () => Promise<T>,
): Promise<{ statements: string[]; result: T }> {
  const statements: string[] = [];
  const stop = shop.db.onStatement((sql) => {
    if (!FRAME.test(sql)) statements.push(sql.replace(/\s+/g, ' ').trim().slice(0, 160));
  });
  try {
    return { result: await work(), statements };
  } finally {
    stop();
  }
}
